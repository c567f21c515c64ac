"""Has each write renew the generations of its tables, in the transaction that it commits with.

Whatever is kept of these tables is of another generation from the moment of the commit on, for
every process, and of a write that is rolled back nobody ever hears. It holds for all sessions
of a process that has a `Database`: those of requests, of jobs and of commands. SQL as text that
names such a table counts as if it wrote all there is.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from shop.core.cache.reach import followed_by, touched_by, watched
from shop.core.identifiers import uuid7
from shop.models.base import Base
from shop.models.cache_generations import CacheGeneration

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext, MigrationInfo

EVERYTHING = ""
"""What is written where nobody knows what is: the name of no table."""

_WRITTEN = "tables_written"
_BITS = 53  # so that the database can add up a thousand of them
_GENERATIONS = Base.metadata.tables[CacheGeneration.__tablename__]

# One that no other transaction holds is taken, so that no writer waits for another.
_FREE = (
    sa.select(CacheGeneration.id)
    .where(CacheGeneration.name == sa.bindparam("of"))
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_RENEW = (
    sa.update(_GENERATIONS)
    .where(_GENERATIONS.c.id == _FREE)
    .values(token=sa.bindparam("new"))
)
_ADD = sa.insert(_GENERATIONS)


def watch_writes() -> None:
    """Have every session of the process renew generations; once is enough."""
    listeners: dict[str, Callable[..., None]] = {
        "after_flush": _flushed,
        "do_orm_execute": _executed,
        "before_commit": _committing,
    }
    for event, listener in listeners.items():
        if not sa.event.contains(Session, event, listener):
            sa.event.listen(Session, event, listener)


def renew(connection: sa.Connection, names: Iterable[str]) -> None:
    """Renew the generations of tables, at the commit of what the connection has begun."""
    for name in sorted(names):
        token = secrets.randbits(_BITS)
        if connection.execute(_RENEW, {"of": name, "new": token}).rowcount == 0:
            connection.execute(_ADD, {"id": uuid7(), "name": name, "token": token})


def note_written(session: Session, names: Iterable[str]) -> None:
    """Remember that a session has written tables, or EVERYTHING, until it commits."""
    session.info.setdefault(_WRITTEN, set()).update(names)


def renew_all(
    ctx: "MigrationContext",
    step: "MigrationInfo",
    heads: Collection[Any],
    run_args: Mapping[str, Any],
) -> None:
    """Renew every generation in the transaction of a migration, as Alembic calls it."""
    connection = ctx.connection
    if connection is None or ctx.as_sql:
        return
    if sa.inspect(connection).has_table(CacheGeneration.__tablename__):
        renew(connection, [EVERYTHING])


def _flushed(session: Session, _context: UOWTransaction) -> None:
    written: set[str] = set()
    for entity in (*session.new, *session.dirty, *session.deleted):
        written |= touched_by(sa.inspect(type(entity)))
    for event, entities in ("ondelete", session.deleted), ("onupdate", session.dirty):
        for entity in entities:
            own = cast("sa.Table", sa.inspect(type(entity)).local_table)
            written |= followed_by(own, event)
    note_written(session, written)


def _executed(state: ORMExecuteState) -> None:
    if state.is_select:
        return
    note_written(state.session, _written_by(state.statement))


def _written_by(statement: sa.Executable) -> set[str]:
    """Return the tables that a statement writes."""
    if isinstance(statement, sa.TextClause):
        is_read = statement.text.lstrip()[:6].upper() == "SELECT"
        named = {each for each in watched() if each in statement.text}
        return set() if is_read else named and {EVERYTHING}
    if not isinstance(statement, sa.UpdateBase):
        return set()
    name = str(getattr(statement.table, "name", EVERYTHING))
    table = Base.metadata.tables.get(name)  # which has keys, however it is written
    if table is not None and isinstance(statement, sa.Delete):
        return {name} | followed_by(table, "ondelete")
    if table is not None and isinstance(statement, sa.Update):
        return {name} | followed_by(table, "onupdate")
    return {name}


def _committing(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()  # which may write more
    written = session.info.pop(_WRITTEN, set()) & {EVERYTHING, *watched()}
    if written:
        renew(session.connection(), written)
