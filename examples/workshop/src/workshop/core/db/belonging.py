"""Rows that are a part of the one that owns them: its version moves with each of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from .repository import SqlRepository

EntityT = TypeVar("EntityT")


@dataclass(frozen=True)
class Owner:
    """A mapped class whose rows have a version, and own others."""

    model: type[Any]
    # Their attributes with what they hold of it.
    reference: Mapping[str, str] = field(hash=False)


class Belonging(SqlRepository[EntityT]):
    """Has the version of an owner count what is written of its rows at their own address.

    The owner is held before the row is, as by whoever writes them together.
    """

    owners: ClassVar[Sequence[Owner]] = ()
    within = False  # their owner is written with them, and counts itself

    async def find_by(self, **values: object) -> EntityT | None:
        """Return the one entity with these values, or None."""
        if self.work.writes and not self.within:
            model: Any = self.model
            for owner in self.owners:
                holding = _of_row(owner, model, tuple(values))
                await self._session.execute(holding, values)
        return await super().find_by(**values)

    async def add(self, values: Mapping[str, Any]) -> EntityT:
        """Store a new entity; raise as its repository does."""
        owners = await self._owners(values)
        entity = await super().add(values)
        await self._count(owners)
        return entity

    async def change(
        self,
        entity: EntityT,
        values: Mapping[str, Any],
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Store new values of an entity; raise as its repository does."""
        before = self._held_by(entity)
        owners = await self._owners(before, {**before, **values})
        changed = await super().change(entity, values, expected)
        await self._count(owners)
        return changed

    async def remove(
        self,
        entity: EntityT,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> None:
        """Take an entity away; raise as its repository does."""
        owners = await self._owners(self._held_by(entity))
        await super().remove(entity, expected)
        await self._count(owners)

    def _held_by(self, entity: EntityT) -> dict[str, Any]:
        names = [name for each in self.owners for name in each.reference]
        return {name: getattr(entity, name) for name in names}

    async def _owners(self, *rows: Mapping[str, Any]) -> list[Any]:
        """Return the owners of rows, which nobody else writes until the commit."""
        found: list[Any] = []
        for owner in () if self.within else self.owners:
            names = tuple(owner.reference)
            keys = {tuple(row.get(name) for name in names) for row in rows}
            for key in sorted(each for each in keys if None not in each):
                values = dict(zip(names, key, strict=True))
                found += await self._session.scalars(_holding(owner), values)
        return found

    async def _count(self, owners: Sequence[Any]) -> None:
        """Have the version of each owner move."""
        for each in owners:
            name = sa.inspect(type(each)).primary_key[0]
            flag_modified(each, sa.inspect(type(each)).get_property_by_column(name).key)
        if owners:
            await self._session.flush()


def _holding(owner: Owner) -> sa.Select[Any]:
    """Return what finds the owner of a row, and keeps others from writing it."""
    same = (
        getattr(owner.model, name) == sa.bindparam(own)
        for own, name in owner.reference.items()
    )
    return _held(owner.model).where(*same)


@cache
def _of_row(owner: Owner, model: type[Any], names: tuple[str, ...]) -> sa.Select[Any]:
    """Return the same by what the row is looked up by."""
    referring = (
        getattr(owner.model, name) == getattr(model, own)
        for own, name in owner.reference.items()
    )
    same = (getattr(model, name) == sa.bindparam(name) for name in names)
    return _held(owner.model).where(sa.exists().where(*referring, *same))


def _held(model: type[Any]) -> sa.Select[Any]:
    found = sa.select(model).with_for_update(key_share=True, of=model)
    return found.execution_options(populate_existing=True)
