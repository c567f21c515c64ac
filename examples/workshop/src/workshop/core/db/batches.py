"""Rows that are stored several at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from workshop.core.errors import ConflictError

from .explained_apart import ExplainedApart

EntityT = TypeVar("EntityT")


class Batches(ExplainedApart[EntityT]):
    """Stores several rows by as few statements as one."""

    contended: ClassVar[Sequence[str]] = ()  # attributes that two rows can't have alike

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            cls.contended = tuple(sorted(set(_contended(cls.model))))

    async def add_many(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[EntityT]:
        """Store new entities, all or none; which of them is refused, `add` says."""
        entities: list[Any] = []
        for values in rows:
            stamped = self._stamped(self.insert_stamps)
            entities.append(self.model(**stamped | await self._prepared(values)))
        self._session.add_all(entities)
        try:
            await self._session.flush()
        except IntegrityError as error:
            raise ConflictError("Some of the records can't be stored.") from error
        return entities


def _contended(model: type[Any]) -> Iterator[str]:
    """Yield the attributes of unique columns; of a tree none, whose rows have an order."""
    mapper = sa.inspect(model)
    table: Any = mapper.local_table
    if any(each.referred_table is table for each in table.foreign_key_constraints):
        return
    unique = (sa.PrimaryKeyConstraint, sa.UniqueConstraint)
    groups = [each.columns for each in table.constraints if isinstance(each, unique)]
    groups += [each.columns for each in table.indexes if each.unique]
    for column in (column for group in groups for column in group):
        yield mapper.get_property_by_column(column).key
