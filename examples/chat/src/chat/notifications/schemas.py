"""What requests and responses say of notifications."""

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

NotificationKey = Uuid


class NotificationRead(BaseModel):
    id: Uuid
    account_id: Uuid
    message_id: Uuid
    room_id: Uuid
    created_at: DateTime
    updated_at: DateTime


class NotificationQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    account_id: Uuid | MISSING = MISSING
    message_id: Uuid | MISSING = MISSING
    room_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class NotificationPage(BaseModel):
    data: list[NotificationRead]
    pagination: TwoWayCursorPagination
