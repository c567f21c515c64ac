from typing import Annotated

from fastapi import Query, Request, Response

from chat.core.http.contract import responses
from chat.core.http.files import AskedDep, FileName, FilesDep, downloads
from chat.core.http.idempotency import IdempotentRoute
from chat.core.http.permissions import permitted
from chat.core.http.responses import ResponseBuilder, location
from chat.core.http.routing import SliceRouter
from chat.core.queries import ListQuery
from chat.rooms.dependencies import RoomReadingDep
from chat.rooms.schemas import RoomKey

from .access import ACCESS
from .dependencies import MessageReadingDep, MessageServiceDep, message_service
from .files import PICTURE_FILE
from .schemas import (
    MessageCreate,
    MessageKey,
    MessagePage,
    MessageQuery,
    MessageRead,
    MessageReplace,
    MessageUpdate,
    RoomMessagesQuery,
)

router = SliceRouter(tags=["Message"], route_class=IdempotentRoute)
response = ResponseBuilder(MessageRead)


@router.get(
    "/messages",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, MessagePage, errors=(401, 403, 422, 429)),
)
async def list_messages(
    query: Annotated[MessageQuery, Query()], service: MessageReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/messages/{message_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, MessageRead, errors=(401, 403, 404, 422, 429)),
)
async def get_message(message_id: MessageKey, service: MessageReadingDep) -> Response:
    found = await service.get(message_id)
    return response.one(found)


@router.post(
    "/messages",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        MessageRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_message(
    body: MessageCreate, service: MessageServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/messages/{message_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        MessageRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_message(
    message_id: MessageKey, body: MessageReplace, service: MessageServiceDep
) -> Response:
    changed = await service.replace(message_id, data=body)
    return response.one(changed)


@router.patch(
    "/messages/{message_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        MessageRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_message(
    message_id: MessageKey, body: MessageUpdate, service: MessageServiceDep
) -> Response:
    changed = await service.update(message_id, data=body)
    return response.one(changed)


@router.delete(
    "/messages/{message_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_message(
    message_id: MessageKey, service: MessageServiceDep
) -> Response:
    await service.delete(message_id)
    return Response(status_code=204)


@router.put(
    "/messages/{message_id}/picture",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(200, MessageRead, errors=(401, 403, 404, 413, 415, 422, 429)),
    openapi_extra=PICTURE_FILE.taken,
)
async def upload_picture_of_message(
    message_id: MessageKey, files: FilesDep, name: FileName
) -> Response:
    changed = await files.upload(message_service, PICTURE_FILE, message_id, name=name)
    return response.one(changed)


@router.get(
    "/messages/{message_id}/picture",
    dependencies=[permitted(ACCESS, "get")],
    responses=downloads(PICTURE_FILE, responses(200, errors=(401, 403, 404, 422, 429))),
    response_class=Response,
)
async def download_picture_of_message(
    message_id: MessageKey, files: FilesDep, asked: AskedDep
) -> Response:
    return await files.download(message_service, PICTURE_FILE, message_id, asked=asked)


@router.delete(
    "/messages/{message_id}/picture",
    status_code=204,
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_picture_of_message(
    message_id: MessageKey, files: FilesDep
) -> Response:
    return await files.delete(message_service, PICTURE_FILE, message_id)


@router.get(
    "/rooms/{room_id}/messages",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, MessagePage, errors=(401, 403, 404, 422, 429)),
)
async def list_messages_of_room(
    room_id: RoomKey,
    query: Annotated[RoomMessagesQuery, Query()],
    parents: RoomReadingDep,
    service: MessageReadingDep,
) -> Response:
    await parents.get(room_id)
    wanted = ListQuery.of(query, room_id=room_id)
    found = await service.cursor_page(wanted)
    return response.cursor_page(found)
