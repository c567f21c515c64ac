"""What requests and responses say of notes."""

from typing import Annotated

from pydantic import MISSING, Field

from notes.core.http.schemas import (
    Boolean,
    DateTime,
    Input,
    Integer,
    Output,
    PageLinks,
    Pagination,
    Parameters,
    Text,
    Uuid,
)

NoteKey = Uuid


class NoteRead(Output):
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


class NoteUpdate(Input):
    title: Annotated[Text | MISSING, Field(max_length=120)] = MISSING
    body: Text | MISSING | None = MISSING
    pinned: Boolean | MISSING = MISSING


class NoteQuery(Parameters):
    page: Annotated[Integer, Field(ge=1)] = 1
    limit: Annotated[Integer, Field(ge=1, le=100)] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(title|created_at)(,-?(title|created_at)){0,1}$"),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    pinned: Boolean | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class NotePage(Output):
    data: list[NoteRead]
    pagination: Pagination
    links: PageLinks
