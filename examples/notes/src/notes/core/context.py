"""What a piece of work knows of its surroundings, wherever its code runs."""

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The request's identifier: the client's own, or one made on arrival."""


def utc_now() -> dt.datetime:
    """Return the present moment, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """For which request something is done, and by which clock."""

    request_id: str = field(default_factory=request_id.get)
    clock: Callable[[], dt.datetime] = utc_now
