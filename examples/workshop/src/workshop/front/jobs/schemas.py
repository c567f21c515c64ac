"""What requests and responses say of jobs."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from workshop.core.http.decimals import Decimal, DecimalFormat
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

JobKey = Uuid
PriceDecimal = Annotated[
    Decimal,
    DecimalFormat(
        r"^(0|[1-9][0-9]{0,7})(\.[0-9]{1,2})?$",
        "Input should be a decimal text of up to 8 digits and 2 decimals, at least 0",
    ),
]


class JobRead(BaseModel):
    id: Uuid
    repair_id: Uuid
    part_id: Uuid | None
    text: Annotated[Text, Field(max_length=200)]
    price: PriceDecimal
    created_at: DateTime
    updated_at: DateTime


class JobFields(BaseModel):
    id: Uuid | MISSING = MISSING
    repair_id: Uuid | MISSING = MISSING
    part_id: Uuid | MISSING | None = MISSING
    text: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    price: PriceDecimal | MISSING = MISSING
    created_at: DateTime | MISSING = MISSING
    updated_at: DateTime | MISSING = MISSING


class RepairJobsItem(Input):
    part_id: Uuid | None = None
    text: Annotated[Text, Field(max_length=200)]
    price: PriceDecimal
    id: Uuid | MISSING = MISSING
    repair_id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class JobCreate(Input):
    repair_id: Uuid
    part_id: Uuid | None = None
    text: Annotated[Text, Field(max_length=200)]
    price: PriceDecimal


class JobReplace(Input):
    repair_id: Uuid
    part_id: Uuid | None = None
    text: Annotated[Text, Field(max_length=200)]
    price: PriceDecimal
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class JobUpdate(Input):
    repair_id: Uuid | MISSING = MISSING
    part_id: Uuid | MISSING | None = MISSING
    text: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    price: PriceDecimal | MISSING = MISSING


class JobQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    with_total: Annotated[Boolean, FromText] = False
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|repair_id|part_id|text|price|created_at|updated_at)(,(id|repair_id|part_id|text|price|created_at|updated_at)){0,6}$"
        ),
    ] = MISSING
    repair_id: Uuid | MISSING = MISSING
    part_id: Uuid | MISSING = MISSING
    part_id_null: Annotated[Boolean | MISSING, FromText] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class JobGetQuery(Input):
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|repair_id|part_id|text|price|created_at|updated_at)(,(id|repair_id|part_id|text|price|created_at|updated_at)){0,6}$"
        ),
    ] = MISSING


class RepairJobsQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    with_total: Annotated[Boolean, FromText] = False
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|repair_id|part_id|text|price|created_at|updated_at)(,(id|repair_id|part_id|text|price|created_at|updated_at)){0,6}$"
        ),
    ] = MISSING
    part_id: Uuid | MISSING = MISSING
    part_id_null: Annotated[Boolean | MISSING, FromText] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class JobPage(BaseModel):
    data: list[JobRead | JobFields]
    pagination: CountablePagination
    links: OpenPageLinks
