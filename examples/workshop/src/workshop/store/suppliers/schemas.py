"""What requests and responses say of suppliers."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

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

SupplierKey = Uuid
CountryAsked = Annotated[Text, Field(max_length=2, pattern="^[A-Z]{2}$")]


class SupplierRead(BaseModel):
    id: Uuid
    name: Annotated[Text, Field(max_length=100)]
    country: Annotated[Text, Field(max_length=2, pattern="^[A-Z]{2}$")]
    created_at: DateTime
    updated_at: DateTime


class SupplierFields(BaseModel):
    id: Uuid | MISSING = MISSING
    name: Annotated[Text | MISSING, Field(max_length=100)] = MISSING
    country: Annotated[
        Text | MISSING,
        Field(max_length=2, pattern="^[A-Z]{2}$"),
    ] = MISSING
    created_at: DateTime | MISSING = MISSING
    updated_at: DateTime | MISSING = MISSING


class SupplierCreate(Input):
    name: Annotated[Text, Field(max_length=100)]
    country: Annotated[Text, Field(max_length=2, pattern="^[A-Z]{2}$")]


class SupplierReplace(Input):
    name: Annotated[Text, Field(max_length=100)]
    country: Annotated[Text, Field(max_length=2, pattern="^[A-Z]{2}$")]
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class SupplierUpdate(Input):
    name: Annotated[Text | MISSING, Field(max_length=100)] = MISSING
    country: Annotated[
        Text | MISSING,
        Field(max_length=2, pattern="^[A-Z]{2}$"),
    ] = MISSING


class SupplierQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(name|created_at)(,-?(name|created_at)){0,1}$"),
    ] = MISSING
    with_total: Annotated[Boolean, FromText] = False
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|name|country|created_at|updated_at)(,(id|name|country|created_at|updated_at)){0,4}$"
        ),
    ] = MISSING
    country: Annotated[list[CountryAsked] | MISSING, Field(max_length=100)] = MISSING
    not_country: Annotated[
        list[CountryAsked] | MISSING,
        Field(max_length=100),
    ] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class SupplierGetQuery(Input):
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|name|country|created_at|updated_at)(,(id|name|country|created_at|updated_at)){0,4}$"
        ),
    ] = MISSING


class SupplierPage(BaseModel):
    data: list[SupplierRead | SupplierFields]
    pagination: CountablePagination
    links: OpenPageLinks
