from typing import Annotated

from fastapi import Query, Request, Response

from chat.core.http.contract import responses
from chat.core.http.idempotency import IdempotentRoute
from chat.core.http.permissions import permitted
from chat.core.http.responses import ResponseBuilder, location
from chat.core.http.routing import SliceRouter
from chat.core.queries import ListQuery

from .access import ACCESS
from .dependencies import RoomReadingDep, RoomServiceDep
from .schemas import (
    RoomCreate,
    RoomKey,
    RoomPage,
    RoomQuery,
    RoomRead,
    RoomReplace,
    RoomUpdate,
)

router = SliceRouter(tags=["Room"], route_class=IdempotentRoute)
response = ResponseBuilder(RoomRead)


@router.get(
    "/rooms",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, RoomPage, errors=(401, 403, 422, 429)),
)
async def list_rooms(
    query: Annotated[RoomQuery, Query()], service: RoomReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/rooms/{room_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, RoomRead, errors=(401, 403, 404, 422, 429)),
)
async def get_room(room_id: RoomKey, service: RoomReadingDep) -> Response:
    found = await service.get(room_id)
    return response.one(found)


@router.post(
    "/rooms",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        RoomRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_room(
    body: RoomCreate, service: RoomServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/rooms/{room_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(200, RoomRead, errors=(401, 403, 404, 409, 413, 415, 422, 429)),
)
async def replace_room(
    room_id: RoomKey, body: RoomReplace, service: RoomServiceDep
) -> Response:
    changed = await service.replace(room_id, data=body)
    return response.one(changed)


@router.patch(
    "/rooms/{room_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(200, RoomRead, errors=(401, 403, 404, 409, 413, 415, 422, 429)),
)
async def update_room(
    room_id: RoomKey, body: RoomUpdate, service: RoomServiceDep
) -> Response:
    changed = await service.update(room_id, data=body)
    return response.one(changed)


@router.delete(
    "/rooms/{room_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_room(room_id: RoomKey, service: RoomServiceDep) -> Response:
    await service.delete(room_id)
    return Response(status_code=204)
