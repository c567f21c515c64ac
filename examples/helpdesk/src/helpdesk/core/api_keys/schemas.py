"""What requests and responses say of keys."""

from typing import Annotated

from pydantic import BaseModel, Field

from helpdesk.core.http.integers import Whole
from helpdesk.core.http.schemas import DateTime, Input, Text, Uuid

_PATTERN = r"^(\*|[a-z][a-z0-9_]*:(\*|[a-z][a-z0-9_]*))$"

Name = Annotated[Text, Field(min_length=1, max_length=100)]
Days = Annotated[int, Field(strict=True, ge=1, le=3650), Whole]
Scope = Annotated[str, Field(strict=True, max_length=120, pattern=_PATTERN)]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=100)]
Role = Annotated[Text, Field(min_length=1, max_length=60)]


class ApiKeyInput(Input):
    name: Name
    scopes: Scopes | None = None
    expires_in_days: Days | None = None


class ServiceKeyInput(ApiKeyInput):
    roles: Annotated[list[Role], Field(min_length=1, max_length=100)]


class ApiKeyRead(BaseModel):
    id: Uuid
    name: str
    prefix: str
    roles: list[str]
    scopes: list[str] | None
    expires_at: DateTime
    last_used_at: DateTime | None
    created_at: DateTime


class NewApiKeyRead(ApiKeyRead):
    key: str


class ApiKeysRead(BaseModel):
    data: list[ApiKeyRead]
