"""What requests and responses say of contacts."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from helpdesk.core.http.addresses import Email
from helpdesk.core.http.schemas import (
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

ContactKey = Uuid


class ContactRead(BaseModel):
    id: Uuid
    full_name: Annotated[Text, Field(max_length=200)]
    email: Email
    phone: Annotated[Text | None, Field(max_length=30)]
    account_id: Uuid | None
    created_at: DateTime
    updated_at: DateTime


class ContactCreate(Input):
    full_name: Annotated[Text, Field(max_length=200)]
    email: Email
    phone: Annotated[Text | None, Field(max_length=30)] = None
    account_id: Uuid | MISSING | None = MISSING


class ContactReplace(Input):
    full_name: Annotated[Text, Field(max_length=200)]
    email: Email
    phone: Annotated[Text | None, Field(max_length=30)] = None
    account_id: Uuid | MISSING | None = MISSING
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class ContactUpdate(Input):
    full_name: Annotated[Text | MISSING, Field(max_length=200)] = MISSING
    email: Email | MISSING = MISSING
    phone: Annotated[Text | MISSING | None, Field(max_length=30)] = MISSING
    account_id: Uuid | MISSING | None = MISSING


class ContactQuery(Input):
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


class ContactPage(BaseModel):
    data: list[ContactRead]
    pagination: Pagination
    links: PageLinks
