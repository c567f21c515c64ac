"""What requests and responses say of messages."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from chat.core.http.file_values import File, FileAt
from chat.core.http.schemas import (
    DateTime,
    FromText,
    Input,
    Integer,
    ReadOnly,
    Text,
    TwoWayCursorPagination,
    Uuid,
)

MessageKey = Uuid
PictureFile = Annotated[File, FileAt("/api/v1/messages/{id}/picture")]


class MessageRead(BaseModel):
    id: Uuid
    room_id: Uuid
    author_id: Uuid
    text: Annotated[
        Text,
        Field(
            max_length=4000,
            min_length=1,
            pattern=r"^[^\x00]*[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00][^\x00]*$",
        ),
    ]
    picture: PictureFile | None
    sent_as: Uuid
    created_at: DateTime
    updated_at: DateTime


class MessageCreate(Input):
    room_id: Uuid
    author_id: Uuid | MISSING = MISSING
    text: Annotated[
        Text,
        Field(
            max_length=4000,
            min_length=1,
            pattern=r"^[^\x00]*[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00][^\x00]*$",
        ),
    ]
    sent_as: Uuid


class MessageReplace(Input):
    text: Annotated[
        Text,
        Field(
            max_length=4000,
            min_length=1,
            pattern=r"^[^\x00]*[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00][^\x00]*$",
        ),
    ]
    id: ReadOnly | MISSING = MISSING
    room_id: ReadOnly | MISSING = MISSING
    author_id: ReadOnly | MISSING = MISSING
    picture: ReadOnly | MISSING = MISSING
    sent_as: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class MessageUpdate(Input):
    text: Annotated[
        Text | MISSING,
        Field(
            max_length=4000,
            min_length=1,
            pattern=r"^[^\x00]*[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00][^\x00]*$",
        ),
    ] = MISSING


class MessageQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    room_id: Uuid | MISSING = MISSING
    author_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class RoomMessagesQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    author_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class MessagePage(BaseModel):
    data: list[MessageRead]
    pagination: TwoWayCursorPagination
