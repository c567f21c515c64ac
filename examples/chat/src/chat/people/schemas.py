"""What requests and responses say of people."""

from typing import Annotated

from pydantic import MISSING, BaseModel, Field

from chat.core.http.file_values import File, FileAt
from chat.core.http.normal import Trim
from chat.core.http.schemas import (
    DateTime,
    FromText,
    Input,
    Integer,
    ReadOnly,
    Text,
    TwoWayCursorPagination,
    Uuid,
)

PersonKey = Uuid
NameText = Annotated[
    Text,
    Field(
        max_length=80,
        pattern=r"^[^\x00]*[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00][^\x00]*$",
    ),
    Trim,
]
PictureFile = Annotated[File, FileAt("/api/v1/people/{id}/picture")]


class PersonRead(BaseModel):
    id: Uuid
    name: NameText
    about: Annotated[Text | None, Field(max_length=200)]
    picture: PictureFile | None
    account_id: Uuid
    created_at: DateTime
    updated_at: DateTime


class PersonCreate(Input):
    name: NameText
    about: Annotated[Text | None, Field(max_length=200)] = None
    account_id: Uuid | MISSING = MISSING


class PersonReplace(Input):
    name: NameText
    about: Annotated[Text | None, Field(max_length=200)] = None
    account_id: Uuid | MISSING = MISSING
    id: ReadOnly | MISSING = MISSING
    picture: ReadOnly | MISSING = MISSING
    created_at: ReadOnly | MISSING = MISSING
    updated_at: ReadOnly | MISSING = MISSING


class PersonUpdate(Input):
    name: NameText | MISSING = MISSING
    about: Annotated[Text | MISSING | None, Field(max_length=200)] = MISSING
    account_id: Uuid | MISSING = MISSING


class PersonQuery(Input):
    cursor: Annotated[
        Text | MISSING,
        Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$"),
    ] = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    sort: Annotated[
        Text | MISSING,
        Field(pattern="^-?(name|created_at)(,-?(name|created_at)){0,1}$"),
    ] = MISSING
    q: Annotated[Text | MISSING, Field(max_length=200, min_length=1)] = MISSING
    account_id: Annotated[list[Uuid] | MISSING, Field(max_length=100)] = MISSING
    created_after: DateTime | MISSING = MISSING
    created_before: DateTime | MISSING = MISSING


class PersonPage(BaseModel):
    data: list[PersonRead]
    pagination: TwoWayCursorPagination
