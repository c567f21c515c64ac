"""What requests and responses say of repairs."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from workshop.core.http.schemas import (
    Boolean,
    DateTime,
    FromText,
    Input,
    Integer,
    ReadOnly,
    Text,
    Uuid,
)
from workshop.front.jobs.schemas import JobRead, RepairJobsItem
from workshop.models import enums

RepairKey = Uuid


class RepairRead(BaseModel):
    id: Uuid
    number: Annotated[Text, Field(max_length=20)]
    bicycle_id: Uuid
    status: enums.RepairStatus
    wish: Text
    ready_at: DateTime | None
    version: Annotated[Integer, Field(ge=1)]
    created_by_id: Uuid | None
    updated_by_id: Uuid | None
    created_at: DateTime
    updated_at: DateTime
    jobs: list[JobRead]


class RepairFields(BaseModel):
    id: Uuid | MISSING = MISSING
    number: Annotated[Text | MISSING, Field(max_length=20)] = MISSING
    bicycle_id: Uuid | MISSING = MISSING
    status: enums.RepairStatus | MISSING = MISSING
    wish: Text | MISSING = MISSING
    ready_at: DateTime | MISSING | None = MISSING
    version: Annotated[Integer | MISSING, Field(ge=1)] = MISSING
    created_by_id: Uuid | MISSING | None = MISSING
    updated_by_id: Uuid | MISSING | None = MISSING
    created_at: DateTime | MISSING = MISSING
    updated_at: DateTime | MISSING = MISSING


class RepairCreate(Input):
    number: Annotated[Text, Field(max_length=20)]
    bicycle_id: Uuid
    wish: Text
    jobs: Annotated[list[RepairJobsItem] | MISSING, Field(max_length=50)] = MISSING


class RepairReplace(Input):
    bicycle_id: Uuid
    wish: Text
    id: ReadOnly | MISSING = MISSING
    number: ReadOnly | MISSING = MISSING
    status: ReadOnly | MISSING = MISSING
    ready_at: ReadOnly | MISSING = MISSING
    version: ReadOnly | MISSING = MISSING
    created_by_id: ReadOnly | MISSING = MISSING
    updated_by_id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING
    jobs: Annotated[list[RepairJobsItem] | MISSING, Field(max_length=50)] = MISSING


class RepairUpdate(Input):
    bicycle_id: Uuid | MISSING = MISSING
    wish: Text | MISSING = MISSING
    jobs: Annotated[list[RepairJobsItem] | MISSING, Field(max_length=50)] = MISSING


class RepairQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(ready_at|created_at)(,-?(ready_at|created_at)){0,1}$"),
    ] = MISSING
    include: Annotated[Text | MISSING, Field(pattern="^(bicycle)$")] = MISSING
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|number|bicycle_id|status|wish|ready_at|version|created_by_id|updated_by_id|created_at|updated_at)(,(id|number|bicycle_id|status|wish|ready_at|version|created_by_id|updated_by_id|created_at|updated_at)){0,10}$"
        ),
    ] = MISSING
    bicycle_id: Uuid | MISSING = MISSING
    status: Annotated[
        list[enums.RepairStatus] | MISSING,
        Field(max_length=100),
    ] = MISSING
    ready_after: DateTime | MISSING = MISSING
    ready_before: DateTime | MISSING = MISSING
    ready_from: DateTime | MISSING = MISSING
    ready_until: DateTime | MISSING = MISSING
    ready_at_null: Annotated[Boolean | MISSING, FromText] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class RepairGetQuery(Input):
    include: Annotated[Text | MISSING, Field(pattern="^(bicycle)$")] = MISSING
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|number|bicycle_id|status|wish|ready_at|version|created_by_id|updated_by_id|created_at|updated_at)(,(id|number|bicycle_id|status|wish|ready_at|version|created_by_id|updated_by_id|created_at|updated_at)){0,10}$"
        ),
    ] = MISSING


class RepairListItem(BaseModel):
    id: Uuid
    number: Annotated[Text, Field(max_length=20)]
    bicycle_id: Uuid
    status: enums.RepairStatus
    wish: Text
    ready_at: DateTime | None
    version: Annotated[Integer, Field(ge=1)]
    created_by_id: Uuid | None
    updated_by_id: Uuid | None
    created_at: DateTime
    updated_at: DateTime
