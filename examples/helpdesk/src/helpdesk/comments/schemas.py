"""What requests and responses say of comments."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from helpdesk.core.http.schemas import (
    Boolean,
    CursorPagination,
    DateTime,
    FromText,
    Input,
    Integer,
    ReadOnly,
    Text,
    Uuid,
)

CommentKey = Uuid


class CommentRead(BaseModel):
    id: Uuid
    ticket_id: Uuid
    author_id: Uuid
    text: Text
    internal: Boolean
    created_at: DateTime
    updated_at: DateTime


class CommentCreate(Input):
    ticket_id: Uuid
    author_id: Uuid | MISSING = MISSING
    text: Text
    internal: Boolean = False


class CommentReplace(Input):
    ticket_id: Uuid
    author_id: Uuid | MISSING = MISSING
    text: Text
    internal: Boolean = False
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class CommentUpdate(Input):
    ticket_id: Uuid | MISSING = MISSING
    author_id: Uuid | MISSING = MISSING
    text: Text | MISSING = MISSING
    internal: Boolean | MISSING = MISSING


class CommentQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    ticket_id: Uuid | MISSING = MISSING
    author_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class TicketCommentsQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    author_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class CommentPage(BaseModel):
    data: list[CommentRead]
    pagination: CursorPagination
