"""What requests and responses say of parts."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from workshop.core.http.decimals import Decimal, DecimalFormat
from workshop.core.http.integers import Whole
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

PartKey = Uuid
PriceDecimal = Annotated[
    Decimal,
    DecimalFormat(
        r"^(0|[1-9][0-9]{0,7})(\.[0-9]{1,2})?$",
        "Input should be a decimal text of up to 8 digits and 2 decimals, at least 0",
    ),
]
NumberAsked = Annotated[Text, Field(max_length=40)]


class PartRead(BaseModel):
    id: Uuid
    number: Annotated[Text, Field(max_length=40)]
    name: Annotated[Text, Field(max_length=200)]
    description: Text | None
    supplier_id: Uuid
    price: PriceDecimal
    weight: Annotated[Integer | None, Field(ge=0)]
    stock: Annotated[Integer, Field(ge=0)]
    version: Annotated[Integer, Field(ge=1)]
    created_at: DateTime
    updated_at: DateTime


class PartFields(BaseModel):
    id: Uuid | MISSING = MISSING
    number: Annotated[Text | MISSING, Field(max_length=40)] = MISSING
    name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    description: Text | MISSING | None = MISSING
    supplier_id: Uuid | MISSING = MISSING
    price: PriceDecimal | MISSING = MISSING
    weight: Annotated[Integer | MISSING | None, Field(ge=0)] = MISSING
    stock: Annotated[Integer | MISSING, Field(ge=0)] = MISSING
    version: Annotated[Integer | MISSING, Field(ge=1)] = MISSING
    created_at: DateTime | MISSING = MISSING
    updated_at: DateTime | MISSING = MISSING


class PartCreate(Input):
    number: Annotated[Text, Field(max_length=40)]
    name: Annotated[Text, Field(max_length=200)]
    description: Text | None = None
    supplier_id: Uuid
    price: PriceDecimal
    weight: Annotated[Integer | None, Field(ge=0), Whole] = None
    stock: Annotated[Integer, Field(ge=0), Whole] = 0


class PartReplace(Input):
    number: Annotated[Text, Field(max_length=40)]
    name: Annotated[Text, Field(max_length=200)]
    description: Text | None = None
    supplier_id: Uuid
    price: PriceDecimal
    weight: Annotated[Integer | None, Field(ge=0), Whole] = None
    stock: Annotated[Integer, Field(ge=0), Whole] = 0
    id: ReadOnly | MISSING = MISSING
    version: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class PartUpdate(Input):
    number: Annotated[Text | MISSING, Field(max_length=40)] = MISSING
    name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    description: Text | MISSING | None = MISSING
    supplier_id: Uuid | MISSING = MISSING
    price: PriceDecimal | MISSING = MISSING
    weight: Annotated[Integer | MISSING | None, Field(ge=0), Whole] = MISSING
    stock: Annotated[Integer | MISSING, Field(ge=0), Whole] = MISSING


class PartUpsert(Input):
    name: Annotated[Text, Field(max_length=200)]
    description: Text | None = None
    supplier_id: Uuid
    price: PriceDecimal
    weight: Annotated[Integer | None, Field(ge=0), Whole] = None
    stock: Annotated[Integer, Field(ge=0), Whole] = 0


class PartBatchKey(Input):
    id: Uuid


class PartBatchUpdate(Input):
    key: PartBatchKey
    data: PartUpdate
    version: Annotated[Integer | MISSING, Field(ge=1), Whole] = MISSING


class PartBatchDelete(Input):
    key: PartBatchKey
    version: Annotated[Integer | MISSING, Field(ge=1), Whole] = MISSING


class PartQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(
            pattern="^-?(name|price|created_at|supplier_name)(,-?(name|price|created_at|supplier_name)){0,3}$"
        ),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    with_total: Annotated[Boolean, FromText] = False
    include: Annotated[Text | MISSING, Field(pattern="^(supplier)$")] = MISSING
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|number|name|description|supplier_id|price|weight|stock|version|created_at|updated_at)(,(id|number|name|description|supplier_id|price|weight|stock|version|created_at|updated_at)){0,10}$"
        ),
    ] = MISSING
    number: Annotated[list[NumberAsked] | MISSING, Field(max_length=100)] = MISSING
    number_prefix: Annotated[
        Text | MISSING,
        Field(max_length=40, min_length=1),
    ] = MISSING
    supplier_id: Annotated[list[Uuid] | MISSING, Field(max_length=100)] = MISSING
    price: PriceDecimal | MISSING = MISSING
    min_price: PriceDecimal | MISSING = MISSING
    max_price: PriceDecimal | MISSING = MISSING
    weight: Annotated[Integer | MISSING, Field(ge=0), FromText] = MISSING
    min_weight: Annotated[Integer | MISSING, Field(ge=0), FromText] = MISSING
    max_weight: Annotated[Integer | MISSING, Field(ge=0), FromText] = MISSING
    weight_null: Annotated[Boolean | MISSING, FromText] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING
    supplier_country: Annotated[
        Text | MISSING,
        Field(max_length=2, pattern="^[A-Z]{2}$"),
    ] = MISSING


class PartGetQuery(Input):
    include: Annotated[Text | MISSING, Field(pattern="^(supplier)$")] = MISSING
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|number|name|description|supplier_id|price|weight|stock|version|created_at|updated_at)(,(id|number|name|description|supplier_id|price|weight|stock|version|created_at|updated_at)){0,10}$"
        ),
    ] = MISSING


class PartNaturalKey(Input):
    number: Annotated[Text, Field(max_length=40)]
