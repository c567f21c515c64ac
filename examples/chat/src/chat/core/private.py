"""What the design marks as `pii` or `writeonly` stays out of logs, whichever way it would come in.

A line loses the values of marked names, and an exception what it says: drivers and validators put
the values into their messages. Its type, its trace and the database's code stay.
"""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from structlog.typing import EventDict

PRIVATE = frozenset(
    {
        "about",
        "name",
    }
)
"""The attributes that say something of a person, or that nobody is shown."""

HIDDEN = "[hidden]"

# Lines of libraries that have parameters of statements in them, or whole addresses.
for _library in "aiosqlite", "asyncpg", "httpcore", "httpx", "sqlalchemy":
    logging.getLogger(_library).setLevel(logging.WARNING)

_OWN = {
    *("event", "exc_info", "level", "logger", "method", "milliseconds", "path"),
    *("request_id", "status", "timestamp"),
}
_FACTS = ("sqlstate", "constraint_name", "sqlite_errorname")


def without_private(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Return a log line without values of marked attributes, and what exceptions say."""
    error = _error(event.get("exc_info"))
    if error is not None:
        event["exc_info"] = wordless(error)
        # asyncio writes the whole exception into the second line.
        event["event"] = str(event.get("event", "")).partition("\n")[0]
    for name, value in event.items():
        if name not in _OWN and not name.startswith("_"):
            event[name] = _without(name, value)
    return event


def _error(said: Any) -> BaseException | None:
    if isinstance(said, BaseException):
        return said
    if isinstance(said, tuple):
        said = said[1]
        return said if isinstance(said, BaseException) else None
    return sys.exc_info()[1] if said else None


def _without(name: str, value: Any) -> Any:
    if name in PRIVATE:
        return HIDDEN
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, Mapping):
        return {each: _without(str(each), part) for each, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without("", each) for each in value]
    return value


def wordless(error: BaseException, above: tuple[int, ...] = ()) -> BaseException:
    """Return an exception of the same name, trace and causes, without its message."""
    facts = [str(getattr(error, each, None) or "") for each in _FACTS]
    said = " ".join(filter(None, facts))
    above = (*above, id(error))
    copy: BaseException
    if isinstance(error, BaseExceptionGroup):
        parts = [wordless(each, above) for each in error.exceptions]
        copy = BaseExceptionGroup(HIDDEN, parts)
    else:
        kind = type(error)
        names = {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
        copy = type(kind.__name__, (Exception,), names)(said or HIDDEN)
    copy.__traceback__ = error.__traceback__
    copy.__suppress_context__ = error.__suppress_context__
    for name in "__cause__", "__context__":
        other = getattr(error, name)
        if other is not None and id(other) not in above:
            setattr(copy, name, wordless(other, above))
    copy.__suppress_context__ = error.__suppress_context__
    return copy
