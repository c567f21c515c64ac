"""Engines on both databases, and what all of their connections are given."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from notes.core.errors import UnavailableError

from .faults import NO_ANSWER, report_unavailable

_CONNECT_SECONDS = 5
_GRACE_SECONDS = 2


def new_engine(
    url: str, *, statement_timeout: float = 0, **options: Any
) -> AsyncEngine:
    """Return an engine on which a statement takes at most so many seconds; 0 is no limit."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "postgresql":
        engine = create_async_engine(parsed, **options)
    else:
        arguments = _arguments(statement_timeout)
        engine = create_async_engine(parsed, connect_args=arguments, **options)
        sa.event.listen(engine.sync_engine, "do_connect", _connect)
        sa.event.listen(engine.sync_engine, "checkout", _check_open)
    sa.event.listen(engine.sync_engine, "handle_error", report_unavailable)
    return engine


def _arguments(statement_timeout: float) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "prepared_statement_cache_size": 500,
        "timeout": _CONNECT_SECONDS,
    }
    if statement_timeout:
        limit = f"{statement_timeout * 1000:.0f}"
        arguments["server_settings"] = {"statement_timeout": limit}
        # For a server that no longer answers at all.
        arguments["command_timeout"] = statement_timeout + _GRACE_SECONDS
    return arguments


def _connect(
    dialect: sa.Dialect, _record: object, arguments: Any, named: Any
) -> DBAPIConnection:
    try:
        return dialect.connect(*arguments, **named)
    except OSError as error:
        raise UnavailableError(NO_ANSWER) from error


def _check_open(connection: Any, _record: object, _proxy: object) -> None:
    """Have a connection replaced that its server closed while nobody used it."""
    if connection.driver_connection.is_closed():
        raise sa.exc.DisconnectionError
