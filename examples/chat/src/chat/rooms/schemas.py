"""What requests and responses say of rooms."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from chat.core.http.normal import Trim
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
from chat.models import enums

RoomKey = Uuid
NameText = Annotated[
    Text,
    Field(
        max_length=80,
        pattern=r"^[^\x00]*[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00][^\x00]*$",
    ),
    Trim,
]


class RoomRead(BaseModel):
    id: Uuid
    name: NameText
    kind: enums.RoomKind
    owner_id: Uuid
    created_at: DateTime
    updated_at: DateTime


class RoomCreate(Input):
    name: NameText
    kind: enums.RoomKind = enums.RoomKind.GROUP
    owner_id: Uuid | MISSING = MISSING


class RoomReplace(Input):
    name: NameText
    id: ReadOnly | MISSING = MISSING
    kind: ReadOnly | MISSING = MISSING
    owner_id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class RoomUpdate(Input):
    name: NameText | MISSING = MISSING


class RoomQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(name|created_at)(,-?(name|created_at)){0,1}$"),
    ] = MISSING
    kind: enums.RoomKind | MISSING = MISSING
    owner_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class RoomPage(BaseModel):
    data: list[RoomRead]
    pagination: TwoWayCursorPagination
