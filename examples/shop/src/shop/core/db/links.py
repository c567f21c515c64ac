"""Many-to-many relations, which are written as lists of the other side's keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from .constraints import unknown_reference
from .repository import SqlRepository
from .visibility import is_narrowed, visible, visible_values

EntityT = TypeVar("EntityT")


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that is written as a list of the other side's keys."""

    attribute: str
    relationship: str
    target: type[Any]
    key: str


class Linked(SqlRepository[EntityT]):
    """Stores links along with the rows that have them."""

    links: ClassVar[Sequence[Link]] = ()

    def __init_subclass__(cls) -> None:
        cls.include = tuple(link.relationship for link in cls.links)
        super().__init_subclass__()

    async def _prepared(
        self, values: Mapping[str, Any], _entity: EntityT | None = None
    ) -> dict[str, Any]:
        ready = await super()._prepared(values, _entity)
        for link in self.links:
            if link.attribute in ready:
                keys = ready.pop(link.attribute)
                ready[link.relationship] = await self._linked(link, keys)
        return ready

    def _assign(self, entity: EntityT, values: Mapping[str, Any]) -> None:
        super()._assign(entity, values)
        if any(link.relationship in values for link in self.links):
            # A link is another table's row; the entity's own version has to move with it.
            flag_modified(entity, self.statements.key[0])

    async def _linked(self, link: Link, keys: Sequence[Any]) -> Sequence[Any]:
        key = getattr(link.target, link.key)
        statement = sa.select(link.target).where(key.in_(keys)).order_by(key)
        who = self.work.context.principal.grants
        if is_narrowed(link.target, who):
            # The rows stay in their scope until the commit.
            statement = statement.where(*visible(link.target, who))
            statement = statement.with_for_update(read=True)
        scope = visible_values(link.target, self.work.context)
        entities = (await self._session.scalars(statement, scope)).all()
        if set(keys) - {getattr(entity, link.key) for entity in entities}:
            raise unknown_reference([link.attribute])
        return entities
