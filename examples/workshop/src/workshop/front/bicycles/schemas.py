"""What requests and responses say of bicycles."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from workshop.core.http.dates import Date
from workshop.core.http.schemas import (
    Boolean,
    CountablePagination,
    DateTime,
    FromText,
    Input,
    Integer,
    OpenPageLinks,
    ReadOnly,
    Text,
    Uuid,
)
from workshop.models import enums

BicycleKey = Uuid


class BicycleRead(BaseModel):
    id: Uuid
    customer_id: Uuid
    frame_number: Annotated[Text, Field(max_length=30)]
    kind: enums.BicycleKind
    bought_on: Date | None
    created_at: DateTime
    updated_at: DateTime


class BicycleFields(BaseModel):
    id: Uuid | MISSING = MISSING
    customer_id: Uuid | MISSING = MISSING
    frame_number: Annotated[Text | MISSING, Field(max_length=30)] = MISSING
    kind: enums.BicycleKind | MISSING = MISSING
    bought_on: Date | MISSING | None = MISSING
    created_at: DateTime | MISSING = MISSING
    updated_at: DateTime | MISSING = MISSING


class BicycleCreate(Input):
    customer_id: Uuid
    frame_number: Annotated[Text, Field(max_length=30)]
    kind: enums.BicycleKind = enums.BicycleKind.CITY
    bought_on: Date | None = None


class BicycleReplace(Input):
    customer_id: Uuid
    frame_number: Annotated[Text, Field(max_length=30)]
    kind: enums.BicycleKind = enums.BicycleKind.CITY
    bought_on: Date | None = None
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class BicycleUpdate(Input):
    customer_id: Uuid | MISSING = MISSING
    frame_number: Annotated[Text | MISSING, Field(max_length=30)] = MISSING
    kind: enums.BicycleKind | MISSING = MISSING
    bought_on: Date | MISSING | None = MISSING


class BicycleQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    with_total: Annotated[Boolean, FromText] = False
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|customer_id|frame_number|kind|bought_on|created_at|updated_at)(,(id|customer_id|frame_number|kind|bought_on|created_at|updated_at)){0,6}$"
        ),
    ] = MISSING
    customer_id: Uuid | MISSING = MISSING
    kind: Annotated[list[enums.BicycleKind] | MISSING, Field(max_length=100)] = MISSING
    bought_on: Date | MISSING = MISSING
    bought_after: Date | MISSING = MISSING
    bought_before: Date | MISSING = MISSING
    bought_from: Date | MISSING = MISSING
    bought_until: Date | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class BicycleGetQuery(Input):
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|customer_id|frame_number|kind|bought_on|created_at|updated_at)(,(id|customer_id|frame_number|kind|bought_on|created_at|updated_at)){0,6}$"
        ),
    ] = MISSING


class CustomerBicyclesQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    with_total: Annotated[Boolean, FromText] = False
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|customer_id|frame_number|kind|bought_on|created_at|updated_at)(,(id|customer_id|frame_number|kind|bought_on|created_at|updated_at)){0,6}$"
        ),
    ] = MISSING
    kind: Annotated[list[enums.BicycleKind] | MISSING, Field(max_length=100)] = MISSING
    bought_on: Date | MISSING = MISSING
    bought_after: Date | MISSING = MISSING
    bought_before: Date | MISSING = MISSING
    bought_from: Date | MISSING = MISSING
    bought_until: Date | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class BicyclePage(BaseModel):
    data: list[BicycleRead | BicycleFields]
    pagination: CountablePagination
    links: OpenPageLinks
