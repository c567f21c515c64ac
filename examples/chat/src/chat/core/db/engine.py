"""Engines by the URLs that hosting providers give."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from .calendar import count_from_2000
from .keepalive import SERVER_SETTINGS, keep_alive
from .pool import Pool

# What SQLAlchemy and asyncpg read from a URL themselves; the rest is libpq's.
_READ = {"host", "port", "prepared_statement_cache_size", "ssl"}
# What libpq and poolers of clients read, and asyncpg would have the server set.
_IGNORED = {
    *("channel_binding", "connection_limit", "gssencmode", "pgbouncer", "pool_timeout"),
    *("keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval"),
    *("sslcompression", "sslsni", "tcp_user_timeout"),
}
_CONNECT_SECONDS = "5"
_GRACE_SECONDS = 2

# For a pooler: a statement without a name is parsed where it is executed.
_UNPREPARED = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: "",
}


def new_engine(
    url: str, *, statement_timeout: float = 0, pooler: str = "none", **options: Any
) -> AsyncEngine:
    """Return an engine on which a statement takes at most so many seconds; 0 is no limit."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        options["connect_args"] = _arguments(parsed, statement_timeout, pooler)
        options.setdefault("poolclass", Pool)
        parsed = parsed.difference_update_query(parsed.query.keys() - _READ)
    options.setdefault("hide_parameters", True)  # from what errors say
    engine = create_async_engine(parsed, **options)
    if parsed.get_backend_name() == "postgresql":
        sa.event.listen(engine.sync_engine, "connect", count_from_2000)
        sa.event.listen(engine.sync_engine, "connect", keep_alive)
    return engine


def _arguments(url: sa.URL, statement_timeout: float, pooler: str) -> dict[str, Any]:
    """Return what asyncpg is given beside the URL, whose query it reads as libpq does."""
    # asyncpg has no channel binding; `sslmode=verify-full` finds a man in the middle, too.
    taken = _READ | _IGNORED
    query = {name: value for name, value in url.query.items() if name not in taken}
    if "fallback_application_name" in query:
        query.setdefault("application_name", query.pop("fallback_application_name"))
    seconds = _seconds(str(query.pop("connect_timeout", _CONNECT_SECONDS)))
    arguments: dict[str, Any] = {
        "dsn": sa.URL.create("postgresql", query=query).render_as_string(),
        "timeout": seconds or None,
    }
    if pooler == "transaction":
        arguments |= _UNPREPARED
    elif "prepared_statement_cache_size" not in url.query:
        arguments["prepared_statement_cache_size"] = 500
    # PgBouncer refuses such settings.
    settings = dict(SERVER_SETTINGS) if pooler == "none" else {}
    if statement_timeout:
        if pooler == "none":
            settings["statement_timeout"] = f"{statement_timeout * 1000:.0f}"
        # For a server that no longer answers at all.
        arguments["command_timeout"] = statement_timeout + _GRACE_SECONDS
    arguments["server_settings"] = settings
    return arguments


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        message = f"connect_timeout in the database's URL is no number: {text}"
        raise ValueError(message) from None
