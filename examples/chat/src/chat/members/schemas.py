"""What requests and responses say of members."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from chat.core.http.schemas import (
    DateTime,
    FromText,
    Input,
    Integer,
    Text,
    TwoWayCursorPagination,
    Uuid,
)

MemberKey = Uuid


class MemberRead(BaseModel):
    id: Uuid
    room_id: Uuid
    account_id: Uuid
    created_at: DateTime
    updated_at: DateTime


class MemberCreate(Input):
    room_id: Uuid
    account_id: Uuid | MISSING = MISSING


class MemberQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    room_id: Uuid | MISSING = MISSING
    account_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class RoomMembersQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    account_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class MemberPage(BaseModel):
    data: list[MemberRead]
    pagination: TwoWayCursorPagination
