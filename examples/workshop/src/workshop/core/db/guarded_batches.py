"""Rows that are stored several at once, and that rules of access stand before."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from workshop.core.security.access import refusal
from workshop.core.security.rules import NOBODY, PUBLIC

from .batches import Batches
from .guarded import Guarded
from .row_rules import row_rule

EntityT = TypeVar("EntityT")


class GuardedBatches(Batches[EntityT], Guarded[EntityT]):
    """Stores several rows where each is whoever asks's to store."""

    async def add_many(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[EntityT]:
        """Store new entities, all or none; raise what refuses the first that is refused."""
        verdict = self._verdict("create")
        if verdict == NOBODY:
            raise refusal(self._principal)
        for values in rows:
            self._require_account(values)
        entities = await super().add_many(rows)
        if verdict != PUBLIC:
            for each in entities:
                await self._require_rules(each, [row_rule(verdict)])
        return entities
