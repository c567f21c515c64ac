"""What requests and responses say of order lines."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from shop.core.http.decimals import Decimal, DecimalFormat
from shop.core.http.integers import Whole
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

OrderLineKey = Uuid
UnitPriceDecimal = Annotated[
    Decimal,
    DecimalFormat(
        r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$",
        "Input should be a decimal text of up to 10 digits and 2 decimals, at least 0",
    ),
]


class OrderLineRead(BaseModel):
    id: Uuid
    order_id: Uuid
    product_id: Uuid
    quantity: Annotated[Integer, Field(ge=1, le=999)]
    unit_price: UnitPriceDecimal
    created_at: DateTime
    updated_at: DateTime


class OrderLineCreate(Input):
    order_id: Uuid
    product_id: Uuid
    quantity: Annotated[Integer, Field(ge=1, le=999), Whole]
    unit_price: UnitPriceDecimal


class OrderLineReplace(Input):
    order_id: Uuid
    product_id: Uuid
    quantity: Annotated[Integer, Field(ge=1, le=999), Whole]
    unit_price: UnitPriceDecimal
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class OrderLineUpdate(Input):
    order_id: Uuid | MISSING = MISSING
    product_id: Uuid | MISSING = MISSING
    quantity: Annotated[Integer | MISSING, Field(ge=1, le=999), Whole] = MISSING
    unit_price: UnitPriceDecimal | MISSING = MISSING


class OrderLineQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    order_id: Uuid | MISSING = MISSING
    product_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class OrderLinesQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    product_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class OrderLinePage(BaseModel):
    data: list[OrderLineRead]
    pagination: CursorPagination
