from typing import Annotated

from fastapi import Query, Response

from chat.core.http.contract import responses
from chat.core.http.idempotency import IdempotentRoute
from chat.core.http.permissions import permitted
from chat.core.http.responses import ResponseBuilder
from chat.core.http.routing import SliceRouter
from chat.core.queries import ListQuery

from .access import ACCESS
from .dependencies import NotificationReadingDep, NotificationServiceDep
from .schemas import (
    NotificationKey,
    NotificationPage,
    NotificationQuery,
    NotificationRead,
)

router = SliceRouter(tags=["Notification"], route_class=IdempotentRoute)
response = ResponseBuilder(NotificationRead)


@router.get(
    "/notifications",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, NotificationPage, errors=(401, 403, 422, 429)),
)
async def list_notifications(
    query: Annotated[NotificationQuery, Query()], service: NotificationReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/notifications/{notification_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, NotificationRead, errors=(401, 403, 404, 422, 429)),
)
async def get_notification(
    notification_id: NotificationKey, service: NotificationReadingDep
) -> Response:
    found = await service.get(notification_id)
    return response.one(found)


@router.delete(
    "/notifications/{notification_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_notification(
    notification_id: NotificationKey, service: NotificationServiceDep
) -> Response:
    await service.delete(notification_id)
    return Response(status_code=204)
