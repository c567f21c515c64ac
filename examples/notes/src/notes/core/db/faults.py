"""Which errors say that the database can't serve, rather than that a statement is wrong."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from notes.core.errors import UnavailableError

from .stale_plans import is_stale, repeat

_NO_ANSWER = "The database does not answer."
_BUSY = "The database is too busy."
_NO_STORE = "The database can't store anything."
_MIGRATED = "The database was migrated under way."
NOT_MIGRATED = "The database lacks migrations."

# The first that a code starts with: https://www.postgresql.org/docs/current/errcodes-appendix.html
# and https://www.sqlite.org/rescode.html, without SQLITE_.
_MESSAGES = {
    "08": _NO_ANSWER,  # connection lost
    "25006": _NO_ANSWER,  # read only: no primary any more
    "25P": _BUSY,  # transaction took too long
    "28": _NO_ANSWER,  # credentials refused
    "3D": _NO_ANSWER,  # no such database
    "40": _BUSY,  # deadlock
    "42703": NOT_MIGRATED,  # no such column
    "42P01": NOT_MIGRATED,  # no such table
    "53100": _NO_STORE,  # disk full
    "53": _BUSY,  # too many connections, out of memory
    "55P03": _BUSY,  # lock_timeout
    "57014": _BUSY,  # statement_timeout
    "57": _NO_ANSWER,  # shutting down, starting, terminated
    "58": _NO_STORE,
    "BUSY": _BUSY,
    "LOCKED": _BUSY,
    "CANTOPEN": _NO_ANSWER,
    "CORRUPT": _NO_ANSWER,
    "NOTADB": _NO_ANSWER,
    "FULL": _NO_STORE,
    "IOERR": _NO_STORE,
    "READONLY": _NO_STORE,
}
_MISSING = re.compile("no such (table|column): |.* has no column named ")


def watch(engine: AsyncEngine) -> None:
    """Have UnavailableError raised wherever an engine's database can't serve."""
    sa.event.listen(engine.sync_engine, "handle_error", _report)
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine.sync_engine, "do_connect", _connect)
        sa.event.listen(engine.sync_engine, "checkout", _check_open)
        repeat(engine)


def _connect(
    dialect: sa.Dialect, _record: object, arguments: Any, named: Any
) -> DBAPIConnection:
    try:
        return dialect.connect(*arguments, **named)
    except OSError as error:
        raise UnavailableError(_NO_ANSWER) from error


def _check_open(connection: Any, _record: object, _proxy: object) -> None:
    """Have a connection replaced that its server closed while nobody used it."""
    if connection.driver_connection.is_closed():
        raise sa.exc.DisconnectionError


def _report(context: ExceptionContext) -> None:
    """Raise UnavailableError where another statement would have failed as well."""
    error = context.original_exception
    # The primary may be elsewhere by now, and a server that keeps silent be gone.
    if isinstance(error, OSError) or _code(error) == "25006":
        context.is_disconnect = True
    if message := _message(context, error):
        raise UnavailableError(message) from error


def _message(context: ExceptionContext, error: BaseException) -> str | None:
    if not isinstance(error, Exception):  # somebody stopped waiting
        return None
    if is_stale(error, context.dialect):
        return _MIGRATED
    code = _code(error)
    found = (text for start, text in _MESSAGES.items() if code.startswith(start))
    lost = context.is_disconnect or context.connection is None
    return next(found, _NO_ANSWER if lost else None)


def _code(error: BaseException) -> str:
    """Return PostgreSQL's SQLSTATE or the name of SQLite's result, as far as known."""
    cause = error.__cause__ or error
    name = str(getattr(cause, "sqlite_errorname", ""))
    if name == "SQLITE_ERROR" and _MISSING.match(str(cause)):
        return "42P01"
    return str(getattr(cause, "sqlstate", name.removeprefix("SQLITE_")))
