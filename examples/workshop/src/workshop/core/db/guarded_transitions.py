"""Changes of the state of rows that rules of access stand before."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from .guarded import Guarded
from .row_rules import row_rule
from .transitions import Transitions

EntityT = TypeVar("EntityT")


class GuardedTransitions(Transitions[EntityT], Guarded[EntityT]):
    """Lets those change the state of a row whom the rule of the transition lets."""

    async def transition(
        self,
        entity: EntityT,
        name: str,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Change the state of an entity, which its rule has to allow of the row as it was.

        Whoever asks has to see the row as it is afterwards, too.
        """
        action: Any = name  # which rules of access are called by, too
        await self._authorise(action, entity)
        changed = await super().transition(entity, name, expected)
        transition = self._by_name[name]
        written = {transition.attribute, *transition.sets}
        rules = map(row_rule, self._rules("get"))
        touched = [rule for rule in rules if rule.reads & written]
        await self._require_rules(changed, touched)
        self._decided.pop(changed, None)  # which was about the row as it had been
        return changed
