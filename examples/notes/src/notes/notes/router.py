from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from notes.core.contract import answers
from notes.core.listing import Listing
from notes.core.presenter import Presenter, location

from .dependencies import NoteServiceDep
from .schemas import (
    NoteCreate,
    NoteKey,
    NotePage,
    NoteQuery,
    NoteRead,
    NoteReplace,
    NoteUpdate,
)

router = APIRouter(tags=["Note"])
presenter = Presenter(NoteRead)


@router.get(
    "/notes",
    operation_id="list_notes",
    responses=answers(200, NotePage, errors=(422,)),
)
async def list_notes(
    query: Annotated[NoteQuery, Query()],
    service: NoteServiceDep,
    request: Request,
) -> Response:
    found = await service.page(Listing.of(query))
    return presenter.page(found, request)


@router.get(
    "/notes/{note_id}",
    operation_id="get_note",
    responses=answers(200, NoteRead, errors=(404, 422)),
)
async def get_note(
    note_id: NoteKey,
    service: NoteServiceDep,
) -> Response:
    found = await service.get(note_id)
    return presenter.one(found)


@router.post(
    "/notes",
    operation_id="create_note",
    status_code=201,
    responses=answers(201, NoteRead, headers=("Location",), errors=(422,)),
)
async def create_note(
    body: NoteCreate,
    service: NoteServiceDep,
    request: Request,
) -> Response:
    made = await service.create(body)
    return presenter.one(
        made,
        status=201,
        location=location(request, made.id),
    )


@router.put(
    "/notes/{note_id}",
    operation_id="replace_note",
    responses=answers(200, NoteRead, errors=(404, 422)),
)
async def replace_note(
    note_id: NoteKey,
    body: NoteReplace,
    service: NoteServiceDep,
) -> Response:
    changed = await service.replace(note_id, data=body)
    return presenter.one(changed)


@router.patch(
    "/notes/{note_id}",
    operation_id="update_note",
    responses=answers(200, NoteRead, errors=(404, 422)),
)
async def update_note(
    note_id: NoteKey,
    body: NoteUpdate,
    service: NoteServiceDep,
) -> Response:
    changed = await service.update(note_id, data=body)
    return presenter.one(changed)


@router.delete(
    "/notes/{note_id}",
    operation_id="delete_note",
    status_code=204,
    responses=answers(204, errors=(404, 422)),
)
async def delete_note(
    note_id: NoteKey,
    service: NoteServiceDep,
) -> Response:
    await service.delete(note_id)
    return Response(status_code=204)
