"""What requests and responses say of topics."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from helpdesk.core.http.schemas import (
    DateTime,
    FromText,
    Input,
    Integer,
    PageLinks,
    Pagination,
    ReadOnly,
    Text,
)

TopicKey = Annotated[Text, Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$")]


class TopicRead(BaseModel):
    slug: Annotated[Text, Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$")]
    title: Annotated[Text, Field(max_length=100)]
    created_at: DateTime
    updated_at: DateTime


class TopicCreate(Input):
    slug: Annotated[Text, Field(max_length=40, pattern="^[a-z][a-z-]*[a-z]$")]
    title: Annotated[Text, Field(max_length=100)]


class TopicReplace(Input):
    title: Annotated[Text, Field(max_length=100)]
    slug: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class TopicUpdate(Input):
    title: Annotated[Text | MISSING, Field(max_length=100)] = MISSING


class TopicQuery(Input):
    page: Annotated[Integer, Field(ge=1), FromText] = 1
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(title|created_at)(,-?(title|created_at)){0,1}$"),
    ] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class TopicPage(BaseModel):
    data: list[TopicRead]
    pagination: Pagination
    links: PageLinks
