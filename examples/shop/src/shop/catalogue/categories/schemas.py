"""What requests and responses say of categories."""

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

CategoryKey = Uuid


class CategoryRead(BaseModel):
    id: Uuid
    name: Annotated[Text, Field(max_length=100)]
    parent_id: Uuid | None
    created_at: DateTime
    updated_at: DateTime


class CategoryCreate(Input):
    name: Annotated[Text, Field(max_length=100)]
    parent_id: Uuid | None = None


class CategoryReplace(Input):
    name: Annotated[Text, Field(max_length=100)]
    parent_id: Uuid | None = None
    id: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class CategoryUpdate(Input):
    name: Annotated[Text | MISSING, Field(max_length=100)] = MISSING
    parent_id: Uuid | MISSING | None = MISSING


class CategoryQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(name|created_at)(,-?(name|created_at)){0,1}$"),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    parent_id: Uuid | MISSING = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class CategoryPage(BaseModel):
    data: list[CategoryRead]
    pagination: Pagination
    links: PageLinks
