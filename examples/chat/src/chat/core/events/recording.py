"""Events are recorded by whatever writes rows, a flush or a statement, in its transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, UOWTransaction

from chat.core.context import Context
from chat.core.db.along import Key, among_keys, key_given, table_of, values_of
from chat.core.identifiers import uuid7
from chat.core.realtime.channel import rooms_of
from chat.core.realtime.recording import note
from chat.core.trace_context import traceparent

from .event import Event

CHANNEL = "outbox"
"""Where PostgreSQL tells that something was recorded."""

UNTOLD = "events_untold"
"""Where a session says that what it does is no change to be told of."""

_AT_ONCE = 500


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """Rows of one kind, of whose changes events tell."""

    model: type[Any]
    outbox: sa.Table
    events: list[Event] = field(default_factory=list)

    @property
    def key(self) -> tuple[sa.Column[Any], ...]:
        """The columns of the primary key."""
        return tuple(self.model.__table__.primary_key)

    def of(self, operation: str) -> list[Event]:
        """Return the events that tell of an operation."""
        return [each for each in self.events if operation in each.operations]

    def stored(self, session: Session, keys: Sequence[Key]) -> Iterator[Any]:
        """Yield rows as they are stored, as far as events say them."""
        for start in range(0, len(keys), _AT_ONCE):
            among = among_keys(self.key, keys[start : start + _AT_ONCE])
            yield from session.execute(_reading(self).where(among))


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to a row."""

    told: Told
    operation: str
    row: Any


_TOLD: dict[sa.Table, Told] = {}


def recorded(outbox: type[Any], *events: Event) -> Mapping[str, Event]:
    """Have some events recorded from now on; return them by their names."""
    for each in events:
        new = Told(each.model, outbox.__table__)
        _TOLD.setdefault(each.model.__table__, new).events.append(each)
    return {each.name: each for each in events}


def told_of(table: sa.Table) -> Told | None:
    """Return what is told of rows of a table, if anything is."""
    return _TOLD.get(table)


def record(session: Session, changes: Iterable[Change]) -> None:
    """Store the events that tell of changes, in their order."""
    if session.info.get(UNTOLD):
        return
    context: Context = session.info.get("context") or Context()
    rows: dict[sa.Table, list[dict[str, Any]]] = {}
    for each in changes:
        for event in each.told.of(each.operation):
            new = _recorded(context, event, each)
            rows.setdefault(each.told.outbox, []).append(new)
            note(session, each.row, new)
    for outbox, recorded_ in rows.items():
        connection = session.connection()
        statement = _recording(outbox, connection.dialect.name)
        # A list, be it of one row, is looked at as a batch, which costs more.
        connection.execute(statement, recorded_ if recorded_[1:] else recorded_[0])


def _recorded(context: Context, event: Event, change: Change) -> dict[str, Any]:
    row = change.row
    return {
        "id": uuid7(),
        "name": event.name,
        "version": event.version,
        "aggregate_type": event.model.__name__,
        "aggregate_id": _written_key(change.told, row),
        "data": event.data(row),
        "principal_id": context.principal.id,
        "request_id": context.request_id,
        "traceparent": traceparent.get(),
        "occurred_at": context.clock(),
        "failures": 0,
    }


def _written_key(told: Told, row: Any) -> str:
    return written_key(getattr(row, each) for each in _key_names(told))


def written_key(key: Iterable[object]) -> str:
    """Return a key as it stands in a path."""
    return "/".join(quote(str(each), "") for each in key)


@lru_cache(1024)
def _key_names(told: Told) -> tuple[str, ...]:
    mapper = sa.inspect(told.model)
    return tuple(mapper.get_property_by_column(each).key for each in told.key)


@lru_cache(8)
def _recording(outbox: sa.Table, dialect: str) -> sa.Insert:
    statement = sa.insert(outbox).inline()  # nobody asks for its number
    if dialect == "postgresql":  # within the same statement: a second one would cost
        statement = statement.returning(sa.func.pg_notify(CHANNEL, ""))
    return statement


@lru_cache(1024)
def _reading(told: Told) -> sa.Select[Any]:
    """Return what reads all of a row that events say of it."""
    mapper = sa.inspect(told.model)
    names = {*_key_names(told)}
    names |= {name for each in told.events for name in each.fields.values()}
    names |= {of for each in told.events for _, of in rooms_of(each.name)}
    columns = mapper.column_attrs.keys()
    found = ((name, getattr(told.model, name)) for name in sorted(names))
    return sa.select(
        *(each.label(name) if name in columns else each for name, each in found)
    )


# What a flush writes


@sa.event.listens_for(Session, "after_flush")
def _after_flush(session: Session, _work: UOWTransaction) -> None:
    """Record what happened to rows that are new, or changed."""
    changes = []
    for entity in (*session.new, *session.dirty):
        state: InstanceState[Any] = sa.inspect(entity)
        table: Any = state.mapper.local_table
        told = _TOLD.get(table)
        if told is not None and _is_changed(session, state):
            changes.append(Change(told, _operation(session, state), entity))
    if changes:
        record(session, changes)


def _is_changed(session: Session, state: InstanceState[Any]) -> bool:
    return state.pending or session.is_modified(state.obj(), include_collections=False)


def _operation(session: Session, state: InstanceState[Any]) -> str:
    """Return what is done to a row."""
    if state.pending:
        return "create"
    return "update"


# What a statement writes


@sa.event.listens_for(Session, "do_orm_execute")
def _executing(state: ORMExecuteState) -> sa.Result[Any] | None:
    """Record what a statement does to the rows that it changes."""
    told = _TOLD.get(table_of(state)) if state.is_update else None
    statement: Any = state.statement
    return _updating(state, told, statement.whereclause) if told else None


def _updating(
    state: ORMExecuteState, told: Told, where: sa.ColumnElement[bool] | None
) -> sa.Result[Any]:
    session = state.session
    if not isinstance(state.parameters, Mapping | None):
        keys = [key_given(told.model, each) for each in state.parameters]
        where = among_keys(told.key, keys)
    found = sa.select(*told.key, sa.false())
    found = found if where is None else found.where(where)
    held = session.connection().execute(found.with_for_update(), values_of(state))
    rows = [tuple(row) for row in held]
    result = state.invoke_statement()
    keys = [row[:-1] for row in rows]
    if told.of("update"):
        stored = told.stored(session, keys)
        record(session, (Change(told, "update", row) for row in stored))
    return result
