"""What requests and responses say of jobs."""

from typing import Annotated, Any, Literal

from pydantic import MISSING, BaseModel, Field

from chat.core.http.schemas import DateTime, FromText, Input, Integer, Text

State = Literal["queued", "scheduled", "running", "done", "dead"]
JobId = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1), FromText]


class JobQuery(Input):
    state: State | MISSING = MISSING
    name: Annotated[Text | MISSING, Field(min_length=1, max_length=100)] = MISSING
    before: JobId | MISSING = MISSING
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20


class ListedJob(BaseModel):
    id: int
    name: str
    state: State
    priority: int
    failures: int
    error: str | None
    due_at: DateTime
    created_at: DateTime
    started_at: DateTime | None
    unique_key: str | None
    ordering_key: str | None
    request_id: str


class JobRead(ListedJob):
    payload: Any


class JobsRead(BaseModel):
    data: list[ListedJob]
    next_before: int | None
