from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import MISSING

from helpdesk.core.http.contract import responses
from helpdesk.core.http.permissions import permitted
from helpdesk.core.http.preconditions import (
    IfMatch,
    IfNoneMatch,
    VersionedResponseBuilder,
    expected_versions,
)
from helpdesk.core.http.responses import location
from helpdesk.core.http.routing import SliceRouter
from helpdesk.core.http.seen_by import SeenBy
from helpdesk.core.queries import ListQuery
from helpdesk.core.security.authentication import PrincipalDep
from helpdesk.topics.dependencies import TopicReadingDep
from helpdesk.topics.schemas import TopicKey

from .access import ACCESS
from .dependencies import TicketReadingDep, TicketServiceDep
from .schemas import (
    TicketCreate,
    TicketKey,
    TicketPage,
    TicketQuery,
    TicketRead,
    TicketReplace,
    TicketUpdate,
    TopicTicketsQuery,
)

router = SliceRouter(tags=["Ticket"])
response = SeenBy(VersionedResponseBuilder, TicketRead, ACCESS)


@router.get(
    "/tickets",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, TicketPage, errors=(401, 403, 422, 429)),
)
async def list_tickets(
    query: Annotated[TicketQuery, Query()],
    service: TicketReadingDep,
    request: Request,
    principal: PrincipalDep,
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.seen_by(principal).page(found, request)


@router.get(
    "/tickets/{ticket_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(
        200,
        TicketRead,
        headers=("ETag",),
        errors=(401, 403, 404, 422, 429),
        conditional=True,
    ),
)
async def get_ticket(
    ticket_id: TicketKey,
    service: TicketReadingDep,
    principal: PrincipalDep,
    if_none_match: IfNoneMatch = MISSING,
) -> Response:
    found = await service.get(ticket_id)
    return response.seen_by(principal).unless_known(found, if_none_match)


@router.post(
    "/tickets",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        TicketRead,
        headers=("Location", "ETag"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_ticket(
    body: TicketCreate,
    service: TicketServiceDep,
    request: Request,
    principal: PrincipalDep,
) -> Response:
    made = await service.create(body)
    return response.seen_by(principal).one(
        made,
        status=201,
        location=location(request, made.id),
    )


@router.put(
    "/tickets/{ticket_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        TicketRead,
        headers=("ETag",),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def replace_ticket(
    ticket_id: TicketKey,
    body: TicketReplace,
    service: TicketServiceDep,
    principal: PrincipalDep,
    if_match: IfMatch,
) -> Response:
    changed = await service.replace(
        ticket_id,
        data=body,
        expected=expected_versions(if_match),
    )
    return response.seen_by(principal).one(changed)


@router.patch(
    "/tickets/{ticket_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        TicketRead,
        headers=("ETag",),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def update_ticket(
    ticket_id: TicketKey,
    body: TicketUpdate,
    service: TicketServiceDep,
    principal: PrincipalDep,
    if_match: IfMatch,
) -> Response:
    changed = await service.update(
        ticket_id,
        data=body,
        expected=expected_versions(if_match),
    )
    return response.seen_by(principal).one(changed)


@router.delete(
    "/tickets/{ticket_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 412, 422, 428, 429)),
)
async def delete_ticket(
    ticket_id: TicketKey, service: TicketServiceDep, if_match: IfMatch
) -> Response:
    await service.delete(ticket_id, expected=expected_versions(if_match))
    return Response(status_code=204)


@router.get(
    "/topics/{topic_slug}/tickets",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, TicketPage, errors=(401, 403, 404, 422, 429)),
)
async def list_tickets_of_topic(
    topic_slug: TopicKey,
    query: Annotated[TopicTicketsQuery, Query()],
    parents: TopicReadingDep,
    service: TicketReadingDep,
    request: Request,
    principal: PrincipalDep,
) -> Response:
    await parents.get(topic_slug)
    wanted = ListQuery.of(query, topic_slug=topic_slug)
    found = await service.page(wanted)
    return response.seen_by(principal).page(found, request)
