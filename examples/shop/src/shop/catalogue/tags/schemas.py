"""What requests and responses say of tags."""

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

TagKey = Uuid


class TagRead(BaseModel):
    id: Uuid
    label: Annotated[Text, Field(max_length=40)]
    created_at: DateTime
    updated_at: DateTime


class TagCreate(Input):
    label: Annotated[Text, Field(max_length=40)]


class TagReplace(Input):
    label: Annotated[Text, Field(max_length=40)]
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class TagUpdate(Input):
    label: Annotated[Text | MISSING, Field(max_length=40)] = MISSING


class TagQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(label|created_at)(,-?(label|created_at)){0,1}$"),
    ] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class TagPage(BaseModel):
    data: list[TagRead]
    pagination: Pagination
    links: PageLinks
