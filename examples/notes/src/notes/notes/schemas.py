"""What requests and responses say of notes."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from notes.core.http.schemas import (
    Boolean,
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

NoteKey = Uuid


class NoteRead(BaseModel):
    id: Uuid
    title: Annotated[Text, Field(max_length=120)]
    body: Text | None
    pinned: Boolean
    created_at: DateTime
    updated_at: DateTime


class NoteCreate(Input):
    title: Annotated[Text, Field(max_length=120)]
    body: Text | None = None
    pinned: Boolean = False


class NoteReplace(Input):
    title: Annotated[Text, Field(max_length=120)]
    body: Text | None = None
    pinned: Boolean = False
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class NoteUpdate(Input):
    title: Annotated[Text | MISSING, Field(max_length=120)] = MISSING
    body: Text | MISSING | None = MISSING
    pinned: Boolean | MISSING = MISSING


class NoteQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(title|created_at)(,-?(title|created_at)){0,1}$"),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    pinned: Annotated[Boolean | MISSING, FromText] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class NotePage(BaseModel):
    data: list[NoteRead]
    pagination: Pagination
    links: PageLinks
