"""The context of a unit of work, wherever its code runs."""

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The request's identifier: the client's own, or one made on arrival."""


def utc_now() -> dt.datetime:
    """Return the current time in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """The request that something is done for, and the clock."""

    request_id: str = field(default_factory=request_id.get)
    clock: Callable[[], dt.datetime] = utc_now
