"""Rows that are found by what is unique of them, whoever may see them."""

from collections.abc import Iterable
from typing import TypeVar

import sqlalchemy as sa

from workshop.core.errors import ConflictError

from .conditions import Filter
from .constraints import duplicate
from .explained_apart import ExplainedApart
from .scopes import within_scope

EntityT = TypeVar("EntityT")


class Upserts(ExplainedApart[EntityT]):
    """Tells whether a natural key is taken, and keeps its row until the commit."""

    async def holds(self, **values: object) -> bool:
        """Tell whether a row has these values, which then stays as it is; it may be hidden."""
        same = [Filter(name).expression(self.model) for name in values]
        same += within_scope(self.model)
        found = sa.select(sa.literal(1)).select_from(self.model).where(*same)
        held = found.with_for_update(of=self.model)
        return await self._session.scalar(held, self._scope | values) is not None

    def taken(self, natural: Iterable[str]) -> ConflictError:
        """Return the refusal of a natural key that a row has which is not to be replaced."""
        return duplicate([*natural])

    def key_of(self, entity: EntityT) -> tuple[object, ...]:
        """Return the key by which `find` finds an entity."""
        return tuple(getattr(entity, name) for name in self.statements.key)
