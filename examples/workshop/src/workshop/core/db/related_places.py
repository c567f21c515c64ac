"""Columns of other rows, by which lists are ordered as by their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from workshop.core.queries import SortKey

from .conditions import Condition

_ALIASES: dict[tuple[type[Any], str], Any] = {}
"""What stands for the other row of a relation in every statement on a mapped class."""

_PLACES: dict[tuple[type[Any], str], "RelatedSort"] = {}


@dataclass(frozen=True, slots=True)
class RelatedSort:
    """A name by which lists are ordered, of a value of the row that theirs refer to."""

    name: str
    reference: str
    attribute: str

    def known_to(self, model: type[Any]) -> None:
        """Let statements on a mapped class be ordered by it."""
        _PLACES[model, self.name] = self


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """The rows that a relation leads to, as far as they are there for whoever asks."""

    reference: str
    seen: tuple[Condition, ...] = ()

    def onto(self, statement: sa.Select[Any], model: type[Any]) -> sa.Select[Any]:
        """Return a statement with the other row beside each of its own, or nothing."""
        there = _there(model, self.reference)
        seen = (each.expression(there) for each in self.seen)
        to_one = getattr(model, self.reference).of_type(there).and_(*seen)
        return statement.outerjoin(to_one)


def sort_of(model: type[Any], name: str) -> RelatedSort | None:
    """Return what orders a list by another row, if that is what a name stands for."""
    return _PLACES.get((model, name))


def joined(
    statement: sa.Select[Any],
    model: type[Any],
    joins: Sequence[RelatedRows],
    order: Sequence[SortKey],
) -> sa.Select[Any]:
    """Return a statement that finds, and tells, what rows are ordered by of others."""
    for each in joins:
        statement = each.onto(statement, model)
    names = (key.name for key in order if sort_of(model, key.name))
    return statement.add_columns(*(place_of(model, n).label(n) for n in names))


def attribute_of(model: type[Any], name: str, attributes: Mapping[str, str]) -> str:
    """Return the attribute that a name stands for: its own, where it is of other rows."""
    return name if sort_of(model, name) else attributes[name]


def place_of(model: type[Any], name: str) -> Any:
    """Return the column that a name stands for in an order."""
    related = sort_of(model, name)
    if related is None:
        return getattr(model, name)
    return getattr(_there(model, related.reference), related.attribute)


def is_nullable(column: Any) -> bool:
    """Tell whether a row may lack a value: its own, or that of a row which may not be there."""
    if column.parent.is_aliased_class:
        return True
    return bool(column.property.columns[0].nullable)


def _there(model: type[Any], relation: str) -> Any:
    key = (model, relation)
    if key not in _ALIASES:
        target = getattr(model, relation).property.mapper.class_
        _ALIASES[key] = aliased(target, name=f"related_{relation}")
    return _ALIASES[key]
