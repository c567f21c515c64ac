"""What requests and responses say of tags."""

from typing import Annotated

from pydantic import MISSING, Field

from shop.core.http.schemas import (
    DateTime,
    Input,
    Integer,
    Output,
    PageLinks,
    Pagination,
    Parameters,
    Text,
    Uuid,
)

TagKey = Uuid


class TagRead(Output):
    id: Uuid
    label: Annotated[Text, Field(max_length=40)]
    created_at: DateTime
    updated_at: DateTime


class TagCreate(Input):
    label: Annotated[Text, Field(max_length=40)]


class TagReplace(Input):
    label: Annotated[Text, Field(max_length=40)]


class TagUpdate(Input):
    label: Annotated[Text | MISSING, Field(max_length=40)] = MISSING


class TagQuery(Parameters):
    page: Annotated[Integer, Field(ge=1)] = 1
    limit: Annotated[Integer, Field(ge=1, le=100)] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(label|created_at)(,-?(label|created_at)){0,1}$"),
    ] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class TagPage(Output):
    data: list[TagRead]
    pagination: Pagination
    links: PageLinks
