"""What requests and responses say of tickets."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from helpdesk.core.http.integers import Whole
from helpdesk.core.http.schemas import (
    DateTime,
    FromText,
    Input,
    Integer,
    PageLinks,
    Pagination,
    ReadOnly,
    Text,
    Uuid,
)
from helpdesk.models import enums

TicketKey = Uuid


class TicketRead(BaseModel):
    id: Uuid
    subject: Annotated[Text, Field(max_length=200)]
    body: Text
    status: enums.TicketStatus
    priority: enums.Priority
    topic_slug: Annotated[
        Text | None,
        Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$"),
    ]
    contact_id: Uuid
    assignee_id: Uuid | None
    internal_note: Text | MISSING | None = MISSING
    rating: Annotated[Integer | MISSING | None, Field(ge=1, le=5)] = MISSING
    version: Annotated[Integer, Field(ge=1)]
    created_at: DateTime
    updated_at: DateTime


class TicketCreate(Input):
    subject: Annotated[Text, Field(max_length=200)]
    body: Text
    status: enums.TicketStatus = enums.TicketStatus.OPEN
    priority: enums.Priority = enums.Priority.NORMAL
    topic_slug: Annotated[
        Text | None,
        Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$"),
    ] = None
    contact_id: Uuid
    assignee_id: Uuid | None = None
    internal_note: Text | MISSING | None = MISSING
    rating: Annotated[Integer | MISSING | None, Field(ge=1, le=5), Whole] = MISSING


class TicketReplace(Input):
    subject: Annotated[Text, Field(max_length=200)]
    body: Text
    status: enums.TicketStatus = enums.TicketStatus.OPEN
    priority: enums.Priority = enums.Priority.NORMAL
    topic_slug: Annotated[
        Text | None,
        Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$"),
    ] = None
    contact_id: Uuid
    assignee_id: Uuid | None = None
    internal_note: Text | MISSING | None = MISSING
    rating: Annotated[Integer | MISSING | None, Field(ge=1, le=5), Whole] = MISSING
    id: ReadOnly | MISSING = MISSING
    version: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class TicketUpdate(Input):
    subject: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    body: Text | MISSING = MISSING
    status: enums.TicketStatus | MISSING = MISSING
    priority: enums.Priority | MISSING = MISSING
    topic_slug: Annotated[
        Text | MISSING | None,
        Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$"),
    ] = MISSING
    contact_id: Uuid | MISSING = MISSING
    assignee_id: Uuid | MISSING | None = MISSING
    internal_note: Text | MISSING | None = MISSING
    rating: Annotated[Integer | MISSING | None, Field(ge=1, le=5), Whole] = MISSING


class TicketQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(
            pattern="^-?(priority|rating|created_at)(,-?(priority|rating|created_at)){0,2}$"
        ),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    status: enums.TicketStatus | MISSING = MISSING
    priority: enums.Priority | MISSING = MISSING
    topic_slug: Annotated[
        Text | MISSING,
        Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$"),
    ] = MISSING
    contact_id: Uuid | MISSING = MISSING
    assignee_id: Uuid | MISSING = MISSING
    rating: Annotated[Integer | MISSING, Field(ge=1, le=5), FromText] = MISSING
    min_rating: Annotated[Integer | MISSING, Field(ge=1, le=5), FromText] = MISSING
    max_rating: Annotated[Integer | MISSING, Field(ge=1, le=5), FromText] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class TopicTicketsQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(
            pattern="^-?(priority|rating|created_at)(,-?(priority|rating|created_at)){0,2}$"
        ),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    status: enums.TicketStatus | MISSING = MISSING
    priority: enums.Priority | MISSING = MISSING
    contact_id: Uuid | MISSING = MISSING
    assignee_id: Uuid | MISSING = MISSING
    rating: Annotated[Integer | MISSING, Field(ge=1, le=5), FromText] = MISSING
    min_rating: Annotated[Integer | MISSING, Field(ge=1, le=5), FromText] = MISSING
    max_rating: Annotated[Integer | MISSING, Field(ge=1, le=5), FromText] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class TicketPage(BaseModel):
    data: list[TicketRead]
    pagination: Pagination
    links: PageLinks
