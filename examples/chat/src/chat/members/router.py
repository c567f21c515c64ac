from typing import Annotated

from fastapi import Query, Request, Response

from chat.core.http.contract import responses
from chat.core.http.idempotency import IdempotentRoute
from chat.core.http.permissions import permitted
from chat.core.http.responses import ResponseBuilder, location
from chat.core.http.routing import SliceRouter
from chat.core.queries import ListQuery
from chat.rooms.dependencies import RoomReadingDep
from chat.rooms.schemas import RoomKey

from .access import ACCESS
from .dependencies import MemberReadingDep, MemberServiceDep
from .schemas import (
    MemberCreate,
    MemberKey,
    MemberPage,
    MemberQuery,
    MemberRead,
    RoomMembersQuery,
)

router = SliceRouter(tags=["Member"], route_class=IdempotentRoute)
response = ResponseBuilder(MemberRead)


@router.get(
    "/members",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, MemberPage, errors=(401, 403, 422, 429)),
)
async def list_members(
    query: Annotated[MemberQuery, Query()], service: MemberReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/members/{member_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, MemberRead, errors=(401, 403, 404, 422, 429)),
)
async def get_member(member_id: MemberKey, service: MemberReadingDep) -> Response:
    found = await service.get(member_id)
    return response.one(found)


@router.post(
    "/members",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        MemberRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_member(
    body: MemberCreate, service: MemberServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.delete(
    "/members/{member_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_member(member_id: MemberKey, service: MemberServiceDep) -> Response:
    await service.delete(member_id)
    return Response(status_code=204)


@router.get(
    "/rooms/{room_id}/members",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, MemberPage, errors=(401, 403, 404, 422, 429)),
)
async def list_members_of_room(
    room_id: RoomKey,
    query: Annotated[RoomMembersQuery, Query()],
    parents: RoomReadingDep,
    service: MemberReadingDep,
) -> Response:
    await parents.get(room_id)
    wanted = ListQuery.of(query, room_id=room_id)
    found = await service.cursor_page(wanted)
    return response.cursor_page(found)
