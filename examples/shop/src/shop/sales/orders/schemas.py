"""What requests and responses say of orders."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from shop.core.http.decimals import Decimal, DecimalFormat
from shop.core.http.schemas import (
    CursorPagination,
    DateTime,
    FromText,
    Input,
    Integer,
    ReadOnly,
    Text,
    Uuid,
)
from shop.models import enums

OrderKey = Uuid
TotalDecimal = Annotated[
    Decimal,
    DecimalFormat(
        r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$",
        "Input should be a decimal text of up to 10 digits and 2 decimals, at least 0",
    ),
]


class OrderRead(BaseModel):
    id: Uuid
    number: Annotated[Text, Field(max_length=20)]
    customer_id: Uuid
    ship_to_id: Uuid | None
    status: enums.OrderStatus
    total: TotalDecimal
    placed_at: DateTime | None
    created_by_id: Uuid | None
    updated_by_id: Uuid | None
    created_at: DateTime
    updated_at: DateTime


class OrderCreate(Input):
    customer_id: Uuid
    ship_to_id: Uuid | None = None


class OrderReplace(Input):
    customer_id: Uuid
    ship_to_id: Uuid | None = None
    id: ReadOnly | MISSING = MISSING
    number: ReadOnly | MISSING = MISSING
    status: ReadOnly | MISSING = MISSING
    total: ReadOnly | MISSING = MISSING
    placed_at: ReadOnly | MISSING = MISSING
    created_by_id: ReadOnly | MISSING = MISSING
    updated_by_id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class OrderUpdate(Input):
    customer_id: Uuid | MISSING = MISSING
    ship_to_id: Uuid | MISSING | None = MISSING


class OrderQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(
            pattern="^-?(total|placed_at|created_at)(,-?(total|placed_at|created_at)){0,2}$"
        ),
    ] = MISSING
    customer_id: Uuid | MISSING = MISSING
    ship_to_id: Uuid | MISSING = MISSING
    status: enums.OrderStatus | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class OrderPage(BaseModel):
    data: list[OrderRead]
    pagination: CursorPagination
