"""What requests and responses say of products."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from shop.core.http.decimals import Decimal, DecimalFormat
from shop.core.http.distinct import Unique
from shop.core.http.integers import Whole
from shop.core.http.json_values import Json
from shop.core.http.schemas import (
    Boolean,
    DateTime,
    FromText,
    Input,
    Integer,
    PageLinks,
    Pagination,
    ReadOnly,
    Text,
    Uuid,
)

ProductKey = Uuid
PriceDecimal = Annotated[
    Decimal,
    DecimalFormat(
        r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$",
        "Input should be a decimal text of up to 10 digits and 2 decimals, at least 0",
    ),
]


class ProductRead(BaseModel):
    id: Uuid
    sku: Annotated[Text, Field(max_length=40, pattern="^[A-Z0-9-]+$")]
    name: Annotated[Text, Field(max_length=200)]
    description: Text | None
    price: PriceDecimal
    stock: Annotated[Integer, Field(ge=0)]
    active: Boolean
    attributes: Json | None
    category_id: Uuid
    tag_ids: Unique[Uuid]
    version: Annotated[Integer, Field(ge=1)]
    created_at: DateTime
    updated_at: DateTime


class ProductCreate(Input):
    sku: Annotated[Text, Field(max_length=40, pattern="^[A-Z0-9-]+$")]
    name: Annotated[Text, Field(max_length=200)]
    description: Text | None = None
    price: PriceDecimal
    stock: Annotated[Integer, Field(ge=0), Whole] = 0
    active: Boolean = True
    attributes: Json | None = None
    category_id: Uuid
    tag_ids: Unique[Uuid] = Field(default_factory=list)


class ProductReplace(Input):
    sku: Annotated[Text, Field(max_length=40, pattern="^[A-Z0-9-]+$")]
    name: Annotated[Text, Field(max_length=200)]
    description: Text | None = None
    price: PriceDecimal
    stock: Annotated[Integer, Field(ge=0), Whole] = 0
    active: Boolean = True
    attributes: Json | None = None
    category_id: Uuid
    tag_ids: Unique[Uuid] = Field(default_factory=list)
    id: ReadOnly | MISSING = MISSING
    version: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class ProductUpdate(Input):
    sku: Annotated[
        Text | MISSING,
        Field(max_length=40, pattern="^[A-Z0-9-]+$"),
    ] = MISSING
    name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    description: Text | MISSING | None = MISSING
    price: PriceDecimal | MISSING = MISSING
    stock: Annotated[Integer | MISSING, Field(ge=0), Whole] = MISSING
    active: Boolean | MISSING = MISSING
    attributes: Json | MISSING | None = MISSING
    category_id: Uuid | MISSING = MISSING
    tag_ids: Unique[Uuid] | MISSING = MISSING


class ProductQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(name|price|created_at)(,-?(name|price|created_at)){0,2}$"),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    price: PriceDecimal | MISSING = MISSING
    min_price: PriceDecimal | MISSING = MISSING
    max_price: PriceDecimal | MISSING = MISSING
    active: Annotated[Boolean | MISSING, FromText] = MISSING
    category_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class ProductPage(BaseModel):
    data: list[ProductRead]
    pagination: Pagination
    links: PageLinks
