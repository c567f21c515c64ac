"""What rules of access say of rows that are written inside of the one that owns them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa

from workshop.core.security.access import Action, refusal

from .guarded import Guarded, decisions
from .owned import Kept, Owning
from .row_rules import RowRule
from .shape import Shape, Statements
from .unit_of_work import UnitOfWork

EntityT = TypeVar("EntityT")


class GuardedKept(Kept[EntityT], Guarded[EntityT]):
    """Holds each row to the rules that it would be held to alone."""

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self._open: dict[RowRule, list[EntityT]] = {}

    async def held(self, reference: Mapping[str, Any]) -> Sequence[EntityT]:
        """Return the rows that the principal sees, with what rules say of each."""
        shape, values = self._of(reference)
        rules = self._row_rules()
        statement = _decided(self.statements, self._class, shape, rules)
        found = (await self._session.execute(statement, values)).all()
        actions = [action for action, _ in rules]
        for entity, *decided in found:
            self._decided[entity] = dict(zip(actions, map(bool, decided), strict=True))
        return [entity for entity, *_ in found]

    async def settle(self) -> None:
        """Raise ForbiddenError unless the rows as they are stored fulfil the rules."""
        own = self._principal.id
        for rule, entities in self._open.items():
            known = {each: rule.holds(each, own) for each in entities}
            asked = [each for each, holds in known.items() if holds is None]
            if False in known.values() or not await self._all_fulfil(rule, asked):
                raise refusal(self._principal)

    def repeats(self, entity: EntityT, values: Mapping[str, Any]) -> bool:
        """Tell the same of nothing that the principal may not read."""
        hidden = getattr(self, "_is_hidden", lambda _name: False)
        return not any(map(hidden, values)) and super().repeats(entity, values)

    def _of(self, reference: Mapping[str, Any]) -> tuple[Shape, dict[str, Any]]:
        shape, values = super()._of(reference)
        conditions = (*shape.conditions, *self._narrowed("get"))
        shape = replace(shape, conditions=conditions)
        return shape, self._values | values

    async def _require_rules(self, entity: EntityT, rules: Sequence[RowRule]) -> None:
        """Remember what is to be asked of the row once all are stored."""
        for rule in rules:
            self._open.setdefault(rule, []).append(entity)

    async def _all_fulfil(self, rule: RowRule, entities: Sequence[EntityT]) -> bool:
        if not entities:
            return True
        names = self.statements.key
        keys = [tuple(getattr(each, name) for name in names) for each in entities]
        statement = _fulfilling(self._class, names, rule)
        among = keys if len(names) > 1 else [part for (part,) in keys]
        found = await self._session.scalar(statement, self._values | {"keys": among})
        return bool(found == len({*keys}))


class GuardedOwning(Owning[EntityT]):
    """Stores what a row owns as far as the rules of access let."""

    kept = GuardedKept


@lru_cache(256)
def _decided(
    statements: Statements,
    model: type[Any],
    shape: Shape,
    rules: tuple[tuple[Action, RowRule], ...],
) -> sa.Select[Any]:
    """Return what finds rows, says what rules come to, and keeps them as they are."""
    found = statements.in_order(shape).add_columns(*decisions(model, rules))
    found = found.with_for_update(key_share=True, of=model)
    return found.execution_options(populate_existing=True)


@lru_cache(256)
def _fulfilling(
    model: type[Any], names: tuple[str, ...], rule: RowRule
) -> sa.Select[Any]:
    """Return what counts the rows with certain keys that fulfil a rule."""
    columns = [getattr(model, name) for name in names]
    key: Any = columns[0] if len(columns) == 1 else sa.tuple_(*columns)
    among = key.in_(sa.bindparam("keys", expanding=True))
    counted = sa.select(sa.func.count()).select_from(model)
    return counted.where(among, rule.expression(model))
