"""Copies of rows, written after each change by whatever writes rows: a flush, or a statement.

What the database does along, `ON DELETE CASCADE` and `SET NULL`, is looked for beforehand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, UOWTransaction

from workshop.core.context import Context

from .along import (
    Edge,
    Key,
    Leaving,
    among_keys,
    edges_of,
    key_given,
    table_of,
    values_of,
)
from .soft_delete import NotDeleted
from .types import UtcDateTime

NAMED = "history_named"
"""Where it has the entity that is being changed by an operation with a name, and the name."""

NOTED = "history_noted"
"""The option of a statement whose rows somebody else notes."""

SILENT = "history_silent"
"""Where a session says that what it does is no change to be told of."""

_AT_ONCE = 500


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """The table with the copies of the rows of a mapped class."""

    model: type[Any]
    rows: sa.Table
    table: sa.Table
    scope: Sequence[Any] = ()  # what copies have to be to be there at all
    mark: sa.Column[Any] | None = None  # of rows that are deleted, and stay

    @property
    def is_marked(self) -> sa.ColumnElement[bool]:
        """That a row has the mark."""
        return sa.false() if self.mark is None else self.mark.is_not(None)

    def note(self, session: Session, keys: Sequence[Key], operation: str) -> None:
        """Copy rows as they are stored, by their keys."""
        for start in range(0, len(keys), _AT_ONCE):
            among = among_keys(_key(self.rows), keys[start : start + _AT_ONCE])
            self.note_all(session, operation, among)

    def note_marked(
        self, session: Session, keys: Sequence[Key], operation: str
    ) -> None:
        """Copy rows whose mark may have come or gone, which the operation is called by."""
        for start in range(0, len(keys), _AT_ONCE):
            among = among_keys(_key(self.rows), keys[start : start + _AT_ONCE])
            there = among & self.is_marked, among & ~self.is_marked
            changed, same = there if operation == "delete" else reversed(there)
            self.note_all(session, operation, changed)
            self.note_all(session, "update", same)

    def note_all(
        self,
        session: Session,
        operation: str,
        where: sa.ColumnElement[bool] | None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Copy rows as they are stored, all of which something is true."""
        if session.info.get(SILENT):
            return
        context: Context = session.info.get("context") or Context()
        copied = [each for each in self.rows.columns if each.name in self.table.columns]
        said: dict[str, Any] = {
            "history_operation": sa.literal(operation, sa.String()),
            "history_at": sa.literal(context.clock(), UtcDateTime()),
            "history_by_id": sa.literal(context.principal.id, sa.Uuid()),
            "history_request_id": sa.literal(context.request_id, sa.String()),
        }
        rows = sa.select(*said.values(), *copied)
        if where is not None:
            rows = rows.where(where)
        names = [*said, *(each.name for each in copied)]
        statement = sa.insert(self.table).from_select(names, rows)
        session.connection().execute(statement, values or {})


_HISTORIES: dict[sa.Table, History] = {}

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def history_of(model: type[Any], *left_out: str) -> History:
    """Define the table with the copies of a mapped class's rows, without some columns."""
    rows: sa.Table = model.__table__
    name = f"{rows.name}_history"
    table = sa.Table(
        name,
        rows.metadata,
        sa.Column("history_id", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("history_operation", sa.String(100), nullable=False),
        sa.Column("history_at", UtcDateTime(), nullable=False),
        sa.Column("history_by_id", sa.Uuid()),
        sa.Column("history_request_id", sa.String(128), nullable=False),
        *(
            sa.Column(each.name, each.type, nullable=True)
            for each in rows.columns
            if each.name not in left_out
        ),
        sqlite_autoincrement=True,
    )
    found_by = (*(table.c[each.name] for each in rows.primary_key), table.c.history_id)
    sa.Index(f"ix_{name}", *found_by)
    scope: Sequence[Any] = getattr(model, "__scope__", ())
    kept = [each for each in scope if not isinstance(each, NotDeleted)]
    mark = rows.c.deleted_at if len(kept) < len(scope) else None
    return _HISTORIES.setdefault(rows, History(model, rows, table, kept, mark))


def histories(metadata: sa.MetaData) -> Mapping[sa.Table, History]:
    """Return the histories of some tables, by the table of the rows."""
    found = _HISTORIES.items()
    return {rows: each for rows, each in found if rows.metadata is metadata}


def history_by(model: type[Any]) -> History:
    """Return the history of a mapped class that has one."""
    return _HISTORIES[model.__table__]


# What a flush writes


@sa.event.listens_for(Session, "before_flush")
def _before_flush(session: Session, _work: UOWTransaction, _some: object) -> None:
    """Copy rows that go while they are there, with those that go along."""
    for entity in session.deleted:
        state = sa.inspect(entity)
        leaving = _leaving(session)
        table = _table_of(state)
        leaving.leave(table, among_keys(_key(table), [_key_of(state)]))
        session.info.setdefault("history_let_go", []).append(leaving)


@sa.event.listens_for(Session, "after_flush")
def _after_flush(session: Session, _work: UOWTransaction) -> None:
    """Copy rows that are new, or changed."""
    written: dict[tuple[History, str], list[Key]] = {}
    for entity in (*session.new, *session.dirty):
        state: InstanceState[Any] = sa.inspect(entity)
        history = _HISTORIES.get(_table_of(state))
        changed = session.is_modified(entity, include_collections=False)
        if history is not None and (changed or state.pending):
            operation = _operation(session, history, state)
            written.setdefault((history, operation), []).append(_key_of(state))
    for (history, operation), keys in written.items():
        history.note(session, keys, operation)
    for leaving in session.info.pop("history_let_go", ()):
        _note_let_go(leaving)


def _operation(session: Session, history: History, state: InstanceState[Any]) -> str:
    """Return what is done to a row."""
    if state.pending:
        return "create"
    if history.mark is not None and state.attrs.deleted_at.history.has_changes():
        return "restore" if state.attrs.deleted_at.value is None else "delete"
    entity, name = session.info.get(NAMED, (None, ""))
    return name if entity is state.obj() else "update"


# What a statement writes


@sa.event.listens_for(Session, "do_orm_execute")
def _executing(state: ORMExecuteState) -> sa.Result[Any] | None:
    """Copy the rows that a statement changes, or takes away."""
    statement: Any = state.statement
    if not (state.is_update or state.is_delete) or state.execution_options.get(NOTED):
        return None
    table = table_of(state)
    if state.is_delete:
        return _deleting(state, table, statement.whereclause)
    history = _HISTORIES.get(table)
    return _updating(state, history, statement.whereclause) if history else None


def _updating(
    state: ORMExecuteState, history: History, where: sa.ColumnElement[bool] | None
) -> sa.Result[Any]:
    key, session = _key(history.rows), state.session
    if not isinstance(state.parameters, Mapping | None):
        keys = [key_given(history.model, each) for each in state.parameters]
        where = among_keys(key, keys)
    found = sa.select(*key, history.is_marked)
    found = found if where is None else found.where(where)
    held = session.connection().execute(found.with_for_update(), values_of(state))
    rows = [tuple(row) for row in held]
    result = state.invoke_statement()
    history.note_marked(session, [each[:-1] for each in rows if not each[-1]], "delete")
    history.note_marked(session, [each[:-1] for each in rows if each[-1]], "restore")
    return result


def _deleting(
    state: ORMExecuteState, table: sa.Table, where: sa.ColumnElement[bool] | None
) -> sa.Result[Any] | None:
    session, history = state.session, _HISTORIES.get(table)
    if not _edges(table):
        if history is not None:
            history.note_all(session, "delete", where, values_of(state))
        return None
    leaving = _leaving(session)
    leaving.leave(table, where, values_of(state))
    result = state.invoke_statement()
    _note_let_go(leaving)
    return result


# What the database does along


def _leaving(session: Session) -> Leaving:
    """Return what copies rows that go, with those that go along."""

    def copy(table: sa.Table, keys: Sequence[Key]) -> None:
        history = _HISTORIES.get(table)
        if history is not None:
            history.note(session, keys, "delete")

    return Leaving(session, _edges, copy)


def _note_let_go(leaving: Leaving) -> None:
    """Copy the rows that refer to them no longer."""
    for table, keys in leaving.let_go():
        _HISTORIES[table].note(leaving.session, keys, "update")


@cache
def _edges(table: sa.Table) -> tuple[Edge, ...]:
    """Return what refers to a table's rows, as far as some history has to do with it."""
    return edges_of(table, lambda edge: edge.table in _HISTORIES)


def _key(table: sa.Table) -> tuple[sa.Column[Any], ...]:
    return tuple(table.primary_key)


def _table_of(state: InstanceState[Any]) -> sa.Table:
    table: Any = state.mapper.local_table
    return cast("sa.Table", table)


def _key_of(state: InstanceState[Any]) -> Key:
    return tuple(state.mapper.primary_key_from_instance(state.obj()))
