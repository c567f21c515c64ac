"""What requests and responses say of customers."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from shop.core.http.addresses import Email
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

CustomerKey = Uuid


class CustomerRead(BaseModel):
    id: Uuid
    email: Email
    full_name: Annotated[Text, Field(max_length=200)]
    phone: Annotated[Text | None, Field(max_length=30)]
    account_id: Uuid
    created_at: DateTime
    updated_at: DateTime


class CustomerCreate(Input):
    email: Email
    full_name: Annotated[Text, Field(max_length=200)]
    phone: Annotated[Text | None, Field(max_length=30)] = None
    account_id: Uuid | MISSING = MISSING


class CustomerReplace(Input):
    email: Email
    full_name: Annotated[Text, Field(max_length=200)]
    phone: Annotated[Text | None, Field(max_length=30)] = None
    account_id: Uuid | MISSING = MISSING
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class CustomerUpdate(Input):
    email: Email | MISSING = MISSING
    full_name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    phone: Annotated[Text | MISSING | None, Field(max_length=30)] = MISSING
    account_id: Uuid | MISSING = MISSING


class CustomerQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(full_name|created_at)(,-?(full_name|created_at)){0,1}$"),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    account_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class CustomerPage(BaseModel):
    data: list[CustomerRead]
    pagination: Pagination
    links: PageLinks
