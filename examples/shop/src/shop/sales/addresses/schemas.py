"""What requests and responses say of addresses."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from shop.core.http.schemas import (
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

AddressKey = Uuid


class AddressRead(BaseModel):
    id: Uuid
    customer_id: Uuid
    label: Annotated[Text, Field(max_length=60)]
    street: Annotated[Text, Field(max_length=200)]
    city: Annotated[Text, Field(max_length=100)]
    postal_code: Annotated[Text, Field(max_length=20)]
    country: Annotated[Text, Field(max_length=2, pattern="^[A-Z]{2}$")]
    created_at: DateTime
    updated_at: DateTime


class AddressCreate(Input):
    customer_id: Uuid
    label: Annotated[Text, Field(max_length=60)]
    street: Annotated[Text, Field(max_length=200)]
    city: Annotated[Text, Field(max_length=100)]
    postal_code: Annotated[Text, Field(max_length=20)]
    country: Annotated[Text, Field(max_length=2, pattern="^[A-Z]{2}$")]


class AddressReplace(Input):
    customer_id: Uuid
    label: Annotated[Text, Field(max_length=60)]
    street: Annotated[Text, Field(max_length=200)]
    city: Annotated[Text, Field(max_length=100)]
    postal_code: Annotated[Text, Field(max_length=20)]
    country: Annotated[Text, Field(max_length=2, pattern="^[A-Z]{2}$")]
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class AddressUpdate(Input):
    customer_id: Uuid | MISSING = MISSING
    label: Annotated[Text | MISSING, Field(max_length=60)] = MISSING
    street: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    city: Annotated[Text | MISSING, Field(max_length=100)] = MISSING
    postal_code: Annotated[Text | MISSING, Field(max_length=20)] = MISSING
    country: Annotated[
        Text | MISSING,
        Field(max_length=2, pattern="^[A-Z]{2}$"),
    ] = MISSING


class AddressQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[Text | MISSING, Field(pattern="^-?(created_at)$")] = MISSING
    customer_id: Uuid | MISSING = MISSING
    city: Annotated[Text | MISSING, Field(max_length=100)] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class AddressPage(BaseModel):
    data: list[AddressRead]
    pagination: Pagination
    links: PageLinks
