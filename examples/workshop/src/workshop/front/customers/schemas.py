"""What requests and responses say of customers."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from workshop.core.http.addresses import Email
from workshop.core.http.normal import Lower
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

CustomerKey = Uuid
EmailText = Annotated[Email, Lower]


class CustomerRead(BaseModel):
    id: Uuid
    full_name: Annotated[Text, Field(max_length=200)]
    email: EmailText
    account_id: Uuid | None
    created_at: DateTime
    updated_at: DateTime


class CustomerFields(BaseModel):
    id: Uuid | MISSING = MISSING
    full_name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    email: EmailText | MISSING = MISSING
    account_id: Uuid | MISSING | None = MISSING
    created_at: DateTime | MISSING = MISSING
    updated_at: DateTime | MISSING = MISSING


class CustomerCreate(Input):
    full_name: Annotated[Text, Field(max_length=200)]
    email: EmailText
    account_id: Uuid | MISSING | None = MISSING


class CustomerReplace(Input):
    full_name: Annotated[Text, Field(max_length=200)]
    email: EmailText
    account_id: Uuid | MISSING | None = MISSING
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class CustomerUpdate(Input):
    full_name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    email: EmailText | MISSING = MISSING
    account_id: Uuid | MISSING | None = MISSING


class CustomerQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(full_name|created_at)(,-?(full_name|created_at)){0,1}$"),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    with_total: Annotated[Boolean, FromText] = False
    include: Annotated[Text | MISSING, Field(pattern="^(bicycles)$")] = MISSING
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|full_name|email|account_id|created_at|updated_at)(,(id|full_name|email|account_id|created_at|updated_at)){0,5}$"
        ),
    ] = MISSING
    account_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class CustomerGetQuery(Input):
    include: Annotated[Text | MISSING, Field(pattern="^(bicycles)$")] = MISSING
    fields: Annotated[
        Text | MISSING,
        Field(
            pattern="^(id|full_name|email|account_id|created_at|updated_at)(,(id|full_name|email|account_id|created_at|updated_at)){0,5}$"
        ),
    ] = MISSING
