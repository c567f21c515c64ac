from typing import Annotated

from fastapi import Query, Request, Response

from helpdesk.core.http.contract import responses
from helpdesk.core.http.permissions import permitted
from helpdesk.core.http.responses import ResponseBuilder, location
from helpdesk.core.http.routing import SliceRouter
from helpdesk.core.queries import ListQuery
from helpdesk.tickets.dependencies import TicketReadingDep
from helpdesk.tickets.schemas import TicketKey

from .access import ACCESS
from .dependencies import CommentReadingDep, CommentServiceDep
from .schemas import (
    CommentCreate,
    CommentKey,
    CommentPage,
    CommentQuery,
    CommentRead,
    CommentReplace,
    CommentUpdate,
    TicketCommentsQuery,
)

router = SliceRouter(tags=["Comment"])
response = ResponseBuilder(CommentRead)


@router.get(
    "/comments",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, CommentPage, errors=(401, 403, 422, 429)),
)
async def list_comments(
    query: Annotated[CommentQuery, Query()], service: CommentReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/comments/{comment_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, CommentRead, errors=(401, 403, 404, 422, 429)),
)
async def get_comment(comment_id: CommentKey, service: CommentReadingDep) -> Response:
    found = await service.get(comment_id)
    return response.one(found)


@router.post(
    "/comments",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        CommentRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_comment(
    body: CommentCreate, service: CommentServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/comments/{comment_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        CommentRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_comment(
    comment_id: CommentKey, body: CommentReplace, service: CommentServiceDep
) -> Response:
    changed = await service.replace(comment_id, data=body)
    return response.one(changed)


@router.patch(
    "/comments/{comment_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        CommentRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_comment(
    comment_id: CommentKey, body: CommentUpdate, service: CommentServiceDep
) -> Response:
    changed = await service.update(comment_id, data=body)
    return response.one(changed)


@router.delete(
    "/comments/{comment_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_comment(
    comment_id: CommentKey, service: CommentServiceDep
) -> Response:
    await service.delete(comment_id)
    return Response(status_code=204)


@router.get(
    "/tickets/{ticket_id}/comments",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, CommentPage, errors=(401, 403, 404, 422, 429)),
)
async def list_comments_of_ticket(
    ticket_id: TicketKey,
    query: Annotated[TicketCommentsQuery, Query()],
    parents: TicketReadingDep,
    service: CommentReadingDep,
) -> Response:
    await parents.get(ticket_id)
    wanted = ListQuery.of(query, ticket_id=ticket_id)
    found = await service.cursor_page(wanted)
    return response.cursor_page(found)
