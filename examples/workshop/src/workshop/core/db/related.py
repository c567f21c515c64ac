"""Lists that are asked for by values of the rows that theirs refer to.

No row stands twice in such a list, and one that isn't there for whoever asks says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from workshop.core.queries import ListQuery

from .conditions import Condition, ListFilter
from .related_places import RelatedRows, RelatedSort, sort_of
from .repository import SqlRepository
from .scopes import scope_of
from .shape import Shape
from .visibility import narrowed, visible_values

EntityT = TypeVar("EntityT")


@dataclass(frozen=True)
class Related(ListFilter):
    """Keeps the rows that refer to one which fulfils a filter."""

    reference: str
    filter: ListFilter
    seen: tuple[Condition, ...] = ()  # what is true of rows that are there for who asks
    parameter: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameter", self.filter.parameter)

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that there is such a row."""
        relation = getattr(model, self.reference)
        there: Any = aliased(relation.property.mapper.class_)
        wanted = [each.expression(there) for each in (*self.seen, self.filter)]
        found: sa.ColumnElement[bool] = relation.of_type(there).has(sa.and_(*wanted))
        return found

    def bound(self, value: object) -> object:
        """Return the value as the filter is given it."""
        return self.filter.bound(value)


class RelatedLists(SqlRepository[EntityT]):
    """Lists rows by what is true of those that they refer to."""

    related_sorts: ClassVar[Sequence[RelatedSort]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for each in cls.related_sorts:
            each.known_to(cls.model)

    def _asked(self, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """Return the shape of a list and its values, as whoever asks sees other rows."""
        shape, values = super()._asked(query)
        conditions: list[Condition] = []
        for each in shape.conditions:
            if isinstance(each, Related):
                seen = self._seen(each.reference, values)
                conditions.append(replace(each, seen=seen))
            else:
                conditions.append(each)
        found = (sort_of(self.model, key.name) for key in shape.order)
        relations = dict.fromkeys(each.reference for each in found if each)
        joined = tuple(RelatedRows(e, self._seen(e, values)) for e in relations)
        return replace(shape, conditions=(*conditions,), joined=joined), values

    def _seen(self, relation: str, values: dict[str, Any]) -> tuple[Condition, ...]:
        """Return what is true of a relation's rows that are there for whoever asks."""
        target = getattr(self.model, relation).property.mapper.class_
        context = self.work.context
        values |= visible_values(target, context)
        return (*scope_of(target), *narrowed(target, context.principal.grants))
