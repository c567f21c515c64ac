"""Which rows a statement writes, and what the database does along to others.

`ON DELETE CASCADE` deletes rows, and `SET NULL` changes them: both are looked for before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session

_AT_ONCE = 500
_ALONG = ("CASCADE", "SET NULL", "SET DEFAULT")

Key = tuple[Any, ...]


def table_of(state: ORMExecuteState) -> sa.Table:
    """Return the table of a statement that writes: a class's own, in place of a copy of it."""
    statement: Any = state.statement
    table: sa.Table = statement.table
    mapper: Any = state.bind_mapper
    # A statement may be bound to a class that its conditions alone read. Of a class's own
    # table it has a copy with annotations, which no foreign key refers to.
    if mapper is None or mapper.local_table.name != table.name:
        return table
    own: sa.Table = mapper.local_table
    return own


def values_of(state: ORMExecuteState) -> Mapping[str, Any]:
    """Return what a statement's parameters are bound to."""
    return state.parameters if isinstance(state.parameters, Mapping) else {}


def key_given(model: type[Any], values: Mapping[str, Any]) -> Key:
    """Return the key among the values that a statement gives one row."""
    mapper = sa.inspect(model)
    key = (mapper.get_property_by_column(each).key for each in mapper.primary_key)
    return tuple(values[name] for name in key)


def among_keys(
    columns: Sequence[sa.ColumnElement[Any]], keys: Sequence[Key]
) -> sa.ColumnElement[bool]:
    """Return that a row has one of some keys."""
    if len(columns) > 1:
        return sa.tuple_(*columns).in_(keys)
    return columns[0].in_([key for (key,) in keys])


@dataclass(frozen=True, slots=True)
class Edge:
    """A foreign key, and what becomes of the rows that have it."""

    table: sa.Table
    pairs: tuple[tuple[sa.Column[Any], sa.Column[Any]], ...]  # own, and the other's
    goes: bool  # they go along, or let go


def edges_of(table: sa.Table, matters: Callable[[Edge], bool]) -> tuple[Edge, ...]:
    """Return what refers to a table's rows, as far as it leads to what matters."""
    return tuple(each for each in _referring(table) if _leads(each, {table}, matters))


def _leads(edge: Edge, seen: set[sa.Table], matters: Callable[[Edge], bool]) -> bool:
    if matters(edge):
        return True
    if not edge.goes or edge.table in seen:
        return False
    seen.add(edge.table)
    return any(_leads(each, seen, matters) for each in _referring(edge.table))


def _referring(table: sa.Table) -> Iterator[Edge]:
    for other in table.metadata.tables.values():
        for key in other.foreign_key_constraints:
            if key.referred_table is table and key.ondelete in _ALONG:
                pairs = tuple((each.parent, each.column) for each in key.elements)
                yield Edge(other, pairs, key.ondelete == "CASCADE")


@dataclass(slots=True)
class Leaving:
    """Rows that go, and those that go along or let go of them."""

    session: Session
    edges: Callable[[sa.Table], Sequence[Edge]]  # what refers to a table's rows
    gone: Callable[[sa.Table, Sequence[Key]], None]  # hears of rows that go, each once
    _held: dict[sa.Table, set[Key]] = field(default_factory=dict)
    _next: list[tuple[sa.Table, list[sa.RowMapping]]] = field(default_factory=list)
    _let_go: dict[sa.Table, dict[Key, None]] = field(default_factory=dict)

    def leave(
        self,
        table: sa.Table,
        where: sa.ColumnElement[bool] | None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Note rows that go, while they are there, and all that goes along with them."""
        self._leave(table, where, values or {})
        while self._next:
            gone, rows = self._next.pop()
            for edge in self.edges(gone):
                own, others = zip(*edge.pairs, strict=True)
                keys = [tuple(row[each] for each in others) for row in rows]
                for start in range(0, len(keys), _AT_ONCE):
                    among = among_keys(own, keys[start : start + _AT_ONCE])
                    self._go(edge, among)

    def let_go(self) -> Iterator[tuple[sa.Table, list[Key]]]:
        """Yield the keys of rows that refer to them no longer, once all that goes is gone."""
        for table, keys in self._let_go.items():
            gone = self._held.get(table, set())
            if left := [key for key in keys if key not in gone]:
                yield table, left

    def _leave(
        self,
        table: sa.Table,
        where: sa.ColumnElement[bool] | None,
        values: Mapping[str, Any],
    ) -> None:
        found = sa.select(*table.columns)
        found = found if where is None else found.where(where)
        rows = self.session.connection().execute(found.with_for_update(), values)
        known = self._held.setdefault(table, set())
        columns = [*table.primary_key]
        come = {tuple(row[k] for k in columns): row for row in rows.mappings()}
        fresh = {key: row for key, row in come.items() if key not in known}
        known.update(fresh)
        if fresh:
            self.gone(table, [*fresh])
            self._next.append((table, [*fresh.values()]))

    def _go(self, edge: Edge, among: sa.ColumnElement[bool]) -> None:
        if edge.goes:
            self._leave(edge.table, among, {})
            return
        found = sa.select(*edge.table.primary_key).where(among).with_for_update()
        rows = self.session.connection().execute(found)
        let_go = self._let_go.setdefault(edge.table, {})
        let_go |= dict.fromkeys(tuple(row) for row in rows)
