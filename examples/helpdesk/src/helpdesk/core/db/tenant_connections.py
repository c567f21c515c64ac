"""What PostgreSQL is told of the tenant, for the policies that stand behind our conditions.

A setting lasts as long as its connection, which the pool hands from one request to the next.
So each connection remembers what it is set to, and is set again only where that differs: for
good where statements run by themselves, and in a transaction for its time alone, after which
PostgreSQL itself goes back. While it is being set, a connection remembers nothing at all: an
error, a cancellation or a time-out leaves one that is set anew before anybody's next statement.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Session, SessionTransaction

from helpdesk.core.security.principal import Principal
from helpdesk.core.security.tenants import works_across

REACH = "tenant"
"""Under which a session and a connection know how far they reach."""

_NOWHERE, _EVERYWHERE = "", "*"
_SET = sa.text(
    "SELECT set_config('app.tenant', :tenant, :local),"
    " set_config('app.every_tenant', :every, :local)"
)


def reach_of(principal: Principal) -> str:
    """Return how far a principal's statements reach: one tenant, every one, or none."""
    if works_across(principal.grants):
        return _EVERYWHERE
    return _NOWHERE if principal.tenant is None else str(principal.tenant)


def bind_tenants(engine: AsyncEngine, *, pooler: str) -> bool:
    """Have an engine's connections reach no further than their sessions.

    Return whether statements have to run in transactions: behind a pooler of transactions,
    the next statement may come to another connection, or leave its setting to a stranger.
    """
    if engine.dialect.name != "postgresql":
        return False

    def confine(connection: sa.Connection) -> None:
        # Whoever takes a connection without a session of ours sees no tenant's rows.
        if connection.engine is engine.sync_engine:
            _reach(connection, _NOWHERE)

    sa.event.listen(engine.sync_engine, "begin", confine)
    return pooler == "transaction"


@sa.event.listens_for(Session, "after_begin")
def _follow(
    session: Session, transaction: SessionTransaction, connection: sa.Connection
) -> None:
    """Set a connection to the tenant of the session that begins to use it."""
    if transaction.nested:
        return  # as the transaction around it
    if connection.dialect.name == "postgresql" and REACH in session.info:
        _reach(connection, session.info[REACH])


def _reach(connection: sa.Connection, reach: str) -> None:
    known: dict[Any, Any] = connection.info
    if known.get(REACH, _NOWHERE) == reach:
        return
    lasting = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
    if lasting:
        known[REACH] = None  # which is no reach, until it is done
    given = {
        "tenant": "" if reach == _EVERYWHERE else reach,
        "every": "on" if reach == _EVERYWHERE else "",
        "local": not lasting,
    }
    connection.execute(_SET, given)
    if lasting:
        known[REACH] = reach
