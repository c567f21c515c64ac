from typing import Annotated

from fastapi import Query, Request, Response

from notes.core.http.contract import responses
from notes.core.http.responses import ResponseBuilder, location
from notes.core.http.routing import SliceRouter
from notes.core.queries import ListQuery

from .dependencies import NoteReadingDep, NoteServiceDep
from .schemas import (
    NoteCreate,
    NoteKey,
    NotePage,
    NoteQuery,
    NoteRead,
    NoteReplace,
    NoteUpdate,
)

router = SliceRouter(tags=["Note"])
response = ResponseBuilder(NoteRead)


@router.get("/notes", responses=responses(200, NotePage, errors=(422,)))
async def list_notes(
    query: Annotated[NoteQuery, Query()], service: NoteReadingDep, request: Request
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get("/notes/{note_id}", responses=responses(200, NoteRead, errors=(404, 422)))
async def get_note(note_id: NoteKey, service: NoteReadingDep) -> Response:
    found = await service.get(note_id)
    return response.one(found)


@router.post(
    "/notes",
    status_code=201,
    responses=responses(201, NoteRead, headers=("Location",), errors=(413, 415, 422)),
)
async def create_note(
    body: NoteCreate, service: NoteServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/notes/{note_id}", responses=responses(200, NoteRead, errors=(404, 413, 415, 422))
)
async def replace_note(
    note_id: NoteKey, body: NoteReplace, service: NoteServiceDep
) -> Response:
    changed = await service.replace(note_id, data=body)
    return response.one(changed)


@router.patch(
    "/notes/{note_id}", responses=responses(200, NoteRead, errors=(404, 413, 415, 422))
)
async def update_note(
    note_id: NoteKey, body: NoteUpdate, service: NoteServiceDep
) -> Response:
    changed = await service.update(note_id, data=body)
    return response.one(changed)


@router.delete(
    "/notes/{note_id}", status_code=204, responses=responses(204, errors=(404, 422))
)
async def delete_note(note_id: NoteKey, service: NoteServiceDep) -> Response:
    await service.delete(note_id)
    return Response(status_code=204)
