"""Copies of rows, written after each change by whatever writes rows: a flush, or a statement.

What the database does along, `ON DELETE CASCADE` and `SET NULL`, is looked for beforehand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, UOWTransaction

from workshop.core.context import Context

from .soft_delete import NotDeleted
from .types import UtcDateTime

NAMED = "history_named"
"""Where it has the entity that is being changed by an operation with a name, and the name."""

NOTED = "history_noted"
"""The option of a statement whose rows somebody else notes."""

SILENT = "history_silent"
"""Where a session says that what it does is no change to be told of."""

_AT_ONCE = 500

Key = tuple[Any, ...]


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
            among = _among(_key(self.rows), keys[start : start + _AT_ONCE])
            self.note_all(session, operation, among)

    def note_marked(
        self, session: Session, keys: Sequence[Key], operation: str
    ) -> None:
        """Copy rows whose mark may have come or gone, which the operation is called by."""
        for start in range(0, len(keys), _AT_ONCE):
            among = _among(_key(self.rows), keys[start : start + _AT_ONCE])
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
        leaving = _Leaving(session)
        table = _table_of(state)
        leaving.leave(table, _among(_key(table), [_key_of(state)]))
        leaving.follow()
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
        leaving.let_go()


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
    table: sa.Table = statement.table
    mapper: Any = state.bind_mapper
    # A statement may be bound to a class that its conditions alone read. Of a class's own
    # table it has a copy with annotations, which no foreign key refers to.
    if mapper is not None and mapper.local_table.name == table.name:
        table = mapper.local_table
    if state.is_delete:
        return _deleting(state, table, statement.whereclause)
    history = _HISTORIES.get(table)
    return _updating(state, history, statement.whereclause) if history else None


def _updating(
    state: ORMExecuteState, history: History, where: sa.ColumnElement[bool] | None
) -> sa.Result[Any]:
    key, session = _key(history.rows), state.session
    if not isinstance(state.parameters, Mapping | None):
        where = _among(key, [_given(history, each) for each in state.parameters])
    found = sa.select(*key, history.is_marked)
    found = found if where is None else found.where(where)
    held = session.connection().execute(found.with_for_update(), _values(state))
    rows = [tuple(row) for row in held]
    result = state.invoke_statement()
    history.note_marked(session, [each[:-1] for each in rows if not each[-1]], "delete")
    history.note_marked(session, [each[:-1] for each in rows if each[-1]], "restore")
    return result


def _given(history: History, values: Mapping[str, Any]) -> Key:
    """Return the key among the values that a statement gives one row."""
    mapper = sa.inspect(history.model)
    key = (mapper.get_property_by_column(each).key for each in history.rows.primary_key)
    return tuple(values[name] for name in key)


def _deleting(
    state: ORMExecuteState, table: sa.Table, where: sa.ColumnElement[bool] | None
) -> sa.Result[Any] | None:
    session, history = state.session, _HISTORIES.get(table)
    if not _edges(table):
        if history is not None:
            history.note_all(session, "delete", where, _values(state))
        return None
    leaving = _Leaving(session)
    leaving.leave(table, where, _values(state))
    leaving.follow()
    result = state.invoke_statement()
    leaving.let_go()
    return result


def _values(state: ORMExecuteState) -> Mapping[str, Any]:
    return state.parameters if isinstance(state.parameters, Mapping) else {}


# What the database does along


@dataclass(frozen=True, slots=True)
class _Edge:
    """A foreign key, and what becomes of the rows that have it."""

    table: sa.Table
    pairs: tuple[tuple[sa.Column[Any], sa.Column[Any]], ...]  # own, and the other's
    goes: bool  # they go along, or let go


@dataclass(slots=True)
class _Leaving:
    """Rows that go, and what goes along or is let go: copied before, and after."""

    session: Session
    _held: dict[sa.Table, dict[Key, sa.RowMapping]] = field(default_factory=dict)
    _next: list[tuple[sa.Table, list[sa.RowMapping]]] = field(default_factory=list)
    _changed: dict[sa.Table, dict[Key, None]] = field(default_factory=dict)

    def leave(
        self,
        table: sa.Table,
        where: sa.ColumnElement[bool] | None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Note rows that go, each once."""
        found = sa.select(*table.columns)
        found = found if where is None else found.where(where)
        rows = self.session.connection().execute(found.with_for_update(), values or {})
        known = self._held.setdefault(table, {})
        come = {_key_in(table, row): row for row in rows.mappings()}
        fresh = {key: row for key, row in come.items() if key not in known}
        known |= fresh
        history = _HISTORIES.get(table)
        if history is not None:
            history.note(self.session, [*fresh], "delete")
        if fresh:
            self._next.append((table, [*fresh.values()]))

    def follow(self) -> None:
        """Go on to the rows that refer to them, and to those that refer to these."""
        while self._next:
            table, rows = self._next.pop()
            for edge in _edges(table):
                own, others = zip(*edge.pairs, strict=True)
                keys = [tuple(row[each] for each in others) for row in rows]
                for start in range(0, len(keys), _AT_ONCE):
                    among = _among(own, keys[start : start + _AT_ONCE])
                    self._go(edge, among)

    def _go(self, edge: _Edge, among: sa.ColumnElement[bool]) -> None:
        if edge.goes:
            self.leave(edge.table, among)
            return
        found = sa.select(*edge.table.primary_key).where(among).with_for_update()
        rows = self.session.connection().execute(found)
        let_go = self._changed.setdefault(edge.table, {})
        let_go |= dict.fromkeys(tuple(row) for row in rows)

    def let_go(self) -> None:
        """Copy the rows that refer to them no longer."""
        for table, keys in self._changed.items():
            gone = self._held.get(table, {})
            left = [key for key in keys if key not in gone]
            _HISTORIES[table].note(self.session, left, "update")


@cache
def _edges(table: sa.Table) -> tuple[_Edge, ...]:
    """Return what refers to a table's rows, as far as some history has to do with it."""
    return tuple(each for each in _referring(table) if _matters(each, {table}))


def _referring(table: sa.Table) -> Iterator[_Edge]:
    for other in table.metadata.tables.values():
        for key in other.foreign_key_constraints:
            if key.referred_table is table and key.ondelete in _ALONG:
                pairs = tuple((each.parent, each.column) for each in key.elements)
                yield _Edge(other, pairs, key.ondelete == "CASCADE")


_ALONG = ("CASCADE", "SET NULL", "SET DEFAULT")


def _matters(edge: _Edge, seen: set[sa.Table]) -> bool:
    if edge.table in _HISTORIES:
        return True
    if not edge.goes or edge.table in seen:
        return False
    seen.add(edge.table)
    return any(_matters(each, seen) for each in _referring(edge.table))


def _key(table: sa.Table) -> tuple[sa.Column[Any], ...]:
    return tuple(table.primary_key)


def _key_in(table: sa.Table, row: sa.RowMapping) -> Key:
    return tuple(row[each] for each in table.primary_key)


def _table_of(state: InstanceState[Any]) -> sa.Table:
    table: Any = state.mapper.local_table
    return cast("sa.Table", table)


def _key_of(state: InstanceState[Any]) -> Key:
    return tuple(state.mapper.primary_key_from_instance(state.obj()))


def _among(
    columns: Sequence[sa.ColumnElement[Any]], keys: Sequence[Key]
) -> sa.ColumnElement[bool]:
    if len(columns) > 1:
        return sa.tuple_(*columns).in_(keys)
    return columns[0].in_([key for (key,) in keys])
