"""What requests and responses say of accounts."""

from typing import Annotated

from pydantic import BaseModel, Field

from chat.core.http.addresses import Email
from chat.core.http.schemas import Text, Uuid

Role = Annotated[Text, Field(min_length=1, max_length=60)]


class AccountRead(BaseModel):
    id: Uuid
    email: Email | None
    roles: list[str]
    permissions: list[str]
