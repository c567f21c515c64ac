"""The statements on a mapped class, each built and compiled once; values are bound later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from notes.core.queries import SortKey

from .conditions import Condition, Filter

_REMEMBERED = 256
"""How many statements of a kind are kept; a client chooses among very many."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All that changes the SQL of a selection: equal shapes share one statement."""

    conditions: tuple[Condition, ...] = ()
    order: tuple[SortKey, ...] = ()


@lru_cache(_REMEMBERED)
def equal_to(*attributes: str) -> tuple[Condition, ...]:
    """Return the conditions that hold attributes against parameters of their names."""
    return tuple(map(Filter, attributes))


class Statements:
    """The statements on one mapped class."""

    def __init__(self, model: type[Any]) -> None:
        mapper = sa.inspect(model)
        self._model = model
        self._attributes = {
            column.name: mapper.get_property_by_column(column).key
            for column in mapper.local_table.columns
        }
        self._columns = [getattr(model, each.key) for each in mapper.column_attrs]
        self.key = tuple(self._attributes[column.name] for column in mapper.primary_key)
        self.entities = lru_cache(_REMEMBERED)(self._entities)
        self.rows = lru_cache(_REMEMBERED)(self._rows)
        self.count = lru_cache(_REMEMBERED)(self._count)

    def order(self, asked: Sequence[SortKey]) -> tuple[SortKey, ...]:
        """Return the whole order: what was asked for, then the key, so that no two rows tie."""
        order: dict[str, SortKey] = {}
        for key in asked:
            name = self._attributes[key.name]
            order.setdefault(name, SortKey(name, key.descending))
        descending = bool(asked) and asked[-1].descending
        for name in self.key:
            order.setdefault(name, SortKey(name, descending))
        return tuple(order.values())

    def unchanged(self) -> list[sa.ColumnElement[bool]]:
        """Return the condition for a row to be there as it was read."""
        names = self.key
        same = [getattr(self._model, n) == sa.bindparam(f"_old_{n}") for n in names]
        return [*self._matching(()), *same]

    def _entities(self, shape: Shape) -> sa.Select[Any]:
        return sa.select(self._model).where(*self._matching(shape.conditions))

    def _rows(self, shape: Shape) -> sa.Select[Any]:
        """Return a part of a list: rows, which cost less than entities."""
        statement = sa.select(*self._columns)
        statement = statement.where(*self._matching(shape.conditions))
        statement = statement.order_by(*self._ordering(shape.order))
        return statement.limit(sa.bindparam("limit_")).offset(sa.bindparam("offset_"))

    def _count(self, conditions: tuple[Condition, ...]) -> sa.Select[Any]:
        statement = sa.select(sa.func.count()).select_from(self._model)
        return statement.where(*self._matching(conditions))

    def _matching(
        self, conditions: tuple[Condition, ...]
    ) -> list[sa.ColumnElement[bool]]:
        return [condition.expression(self._model) for condition in conditions]

    def _ordering(self, order: Sequence[SortKey]) -> Iterator[sa.ColumnElement[Any]]:
        for key in order:
            column = getattr(self._model, key.name)
            ordered = column.desc() if key.descending else column.asc()
            # The engines disagree on where nulls stand, so it is said wherever there are any.
            nullable = column.property.columns[0].nullable
            yield ordered.nulls_last() if nullable else ordered
