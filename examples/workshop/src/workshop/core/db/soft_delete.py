"""Rows that are marked as deleted: nobody finds them, nor can anything refer to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from .conditions import Condition
from .constraints import unknown_reference
from .repository import SqlRepository
from .scopes import scope_of, scope_values, within_scope
from .stamps import Stamps, moment

EntityT = TypeVar("EntityT")

DELETED: Stamps = {"deleted_at": moment}


@dataclass(frozen=True, slots=True)
class NotDeleted(Condition):
    """Excludes soft-deleted rows."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that the row has no mark."""
        unmarked: sa.ColumnElement[bool] = model.deleted_at.is_(None)
        return unmarked


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key whose target is visible within a scope only."""

    target: type[Any]
    columns: Sequence[str]
    attributes: Mapping[str, str]  # of the target's key, by our own

    def statement(self) -> sa.Select[Any]:
        """Return what finds the row, and keeps it as it is until the commit."""
        wanted = [
            getattr(self.target, theirs) == sa.bindparam(f"key_{own}")
            for own, theirs in self.attributes.items()
        ]
        found = sa.select(sa.literal(1)).select_from(self.target)
        found = found.where(*within_scope(self.target), *wanted)
        return found.with_for_update(read=True)


class ScopedReferences(SqlRepository[EntityT]):
    """Refuses references to rows that nobody may see, as if they were not there."""

    _references: ClassVar[Sequence[tuple[Reference, sa.Select[Any]]]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            found = _references(cls.model)
            cls._references = [(each, each.statement()) for each in found]

    async def _prepared(
        self, values: Mapping[str, Any], _entity: EntityT | None = None
    ) -> dict[str, Any]:
        for reference, statement in self._references:
            if not reference.attributes.keys() & values.keys():
                continue
            key = {
                f"key_{own}": values.get(own, getattr(_entity, own, None))
                for own in reference.attributes
            }
            if None in key.values():
                continue
            scope = scope_values(reference.target, self.work.context)
            if await self._session.scalar(statement, scope | key) is None:
                raise unknown_reference(reference.columns)
        return await super()._prepared(values, _entity)


def _references(model: type[Any]) -> list[Reference]:
    mapper = sa.inspect(model)
    targets = {each.local_table: each for each in mapper.registry.mappers}
    found = []
    for constraint in mapper.local_table.foreign_key_constraints:
        target = targets[constraint.referred_table]
        if scope_of(target.class_):
            own, theirs = mapper.get_property_by_column, target.get_property_by_column
            attributes = {
                own(key.parent).key: theirs(key.column).key
                for key in constraint.elements
            }
            columns = [column.name for column in constraint.columns]
            found.append(Reference(target.class_, columns, attributes))
    return found
