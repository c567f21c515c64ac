"""Rows that rules of access stand before, whoever calls: a request, a job or a script."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar, TypeVar, cast

import sqlalchemy as sa

from chat.core.errors import ErrorDetail, InvalidError, NotFoundError, StaleVersionError
from chat.core.queries import ListQuery
from chat.core.security.access import Access, Action, refusal
from chat.core.security.principal import Grants
from chat.core.security.rules import NOBODY, PUBLIC, Rule

from .conditions import Condition
from .constraints import unknown_reference
from .repository import SqlRepository
from .row_rules import ACCOUNT, RowRule, row_rule
from .shape import Shape, Statements, equal_to
from .stamps import account
from .unit_of_work import UnitOfWork
from .visibility import access_of, narrowed, visible, visible_values

EntityT = TypeVar("EntityT")
_Reference = tuple[Any, tuple[tuple[str, str], ...]]
_WRITES: tuple[Action, ...] = ("update", "delete")


class Guarded(SqlRepository[EntityT]):
    """Narrows what is read to what a principal may see, and refuses what they may not write."""

    access: ClassVar[Access]
    _refers_to: ClassVar[Sequence[_Reference]]
    _attributes: ClassVar[frozenset[str]]
    _callers: ClassVar[frozenset[str]]  # that need the account of whoever asks

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            cls.access = cls.model.__access__
            cls._refers_to = tuple(_references(cls.model))
            columns = sa.inspect(cls.model).column_attrs
            cls._attributes = frozenset(each.key for each in columns)
            cls._callers = frozenset(
                each.key
                for each in columns
                if cls.insert_stamps.get(each.key) is account
                and not each.columns[0].nullable
            )

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self._class: Any = self.model  # which mypy takes for something to remember by
        self._principal = work.context.principal
        self._values = visible_values(self.model, work.context)
        self._decided: dict[EntityT, Mapping[Action, bool]] = {}

    async def find_by(self, **values: object) -> EntityT | None:
        """Return the one entity with these values, as far as the principal may see it.

        Where it is read to be written, it stays as it is until the commit.
        """
        if self._verdict("get") == NOBODY:
            if self.work.writes and not self._principal.is_anonymous:
                return None  # what is hidden is not there, even for a write
            raise refusal(self._principal)
        conditions = (*equal_to(*values), *self._narrowed("get"))
        shape = Shape(conditions)
        rules = self._row_rules() if self.work.writes else ()
        if not (rules or (self.work.writes and self._narrowed("get"))):
            statement = self.statements.entities(shape)
            result = await self._session.execute(statement, self._values | values)
            return cast("EntityT | None", result.scalar_one_or_none())
        deciding = _deciding(self.statements, self._class, shape, rules)
        answer = await self._session.execute(deciding, self._values | values)
        found = answer.one_or_none()
        if found is None:
            return None
        entity, *decided = found
        actions = (action for action, _ in rules)
        self._decided[entity] = dict(zip(actions, map(bool, decided), strict=True))
        return cast("EntityT", entity)

    async def add(self, values: Mapping[str, Any]) -> EntityT:
        """Store a new entity; raise what refuses it, or ForbiddenError where a rule does."""
        verdict = self._verdict("create")
        if verdict == NOBODY:
            raise refusal(self._principal)
        self._require_account(values)
        entity = await super().add(values)
        if verdict != PUBLIC:
            await self._require_rules(entity, [row_rule(verdict)])
        return entity

    async def change(
        self,
        entity: EntityT,
        values: Mapping[str, Any],
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Store new values of an entity, which the rules have to allow before and after."""
        await self._authorise("update", entity)
        changed = await super().change(entity, values, expected)
        rules = map(row_rule, self._rules("update", "get"))
        touched = [rule for rule in rules if self._touches(rule, values)]
        await self._require_rules(changed, touched)
        self._decided.pop(changed, None)  # which was about the row as it had been
        return changed

    async def remove(
        self,
        entity: EntityT,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> None:
        """Take an entity away, if the rules let whoever asks."""
        await self._authorise("delete", entity)
        try:
            await super().remove(entity, expected)
        except (NotFoundError, StaleVersionError):
            rules = tuple(map(row_rule, self._rules("delete", "get")))
            if rules and not await self._fulfils(entity, rules):
                raise refusal(self._principal) from None  # they have lost it meanwhile
            raise

    def _require_account(self, values: Mapping[str, Any]) -> None:
        """Raise unless the row says whose it is, where whoever asks has no account."""
        if self._principal.id is not None or self._callers <= values.keys():
            return
        if self._principal.is_anonymous:
            raise refusal(self._principal)
        message = "Who asks has no account, so it has to be said whose it is."
        missing = sorted(self._callers - values.keys())
        details = [ErrorDetail(name, message, "rule_broken") for name in missing]
        raise InvalidError("The request is not valid.", details)

    def _verdict(self, action: Action) -> Rule:
        return self.access.verdict(action, self._principal.grants)

    def _narrowed(self, action: Action) -> tuple[Condition, ...]:
        return narrowed(self.model, self._principal.grants, action)

    def _rules(self, *actions: Action) -> Iterator[Rule]:
        """Yield the verdicts that hang on the row."""
        for action in actions:
            verdict = self._verdict(action)
            if verdict not in (PUBLIC, NOBODY):
                yield verdict

    def _row_rules(self) -> tuple[tuple[Action, RowRule], ...]:
        """Return what decides whether a row may be written, where it hangs on the row."""
        return tuple(
            (action, row_rule(rule))
            for action in _WRITES
            for rule in self._rules(action)
        )

    def _asked(self, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """Return the shape of a list of what the principal may see, and its values."""
        if self._verdict("list") == NOBODY:
            raise refusal(self._principal)
        shape, values = super()._asked(query)
        conditions = (*shape.conditions, *self._narrowed("list"))
        return replace(shape, conditions=conditions), self._values | values

    async def _authorise(self, action: Action, entity: EntityT) -> None:
        """Raise ForbiddenError unless the principal may do something with a row."""
        verdict = self._verdict(action)
        if verdict == NOBODY:
            raise refusal(self._principal)
        if verdict == PUBLIC:
            return
        decided = self._decided.get(entity, {}).get(action)
        if decided is None:  # it was read by somebody else, who knows when
            decided = await self._fulfils(entity, (row_rule(verdict),), held=True)
        if not decided:
            raise refusal(self._principal)

    async def _require_rules(self, entity: EntityT, rules: Sequence[RowRule]) -> None:
        """Raise ForbiddenError unless the row as it is stored fulfils rules."""
        own = self._principal.id
        known = {rule: rule.holds(entity, own) for rule in rules}
        if False in known.values():
            raise refusal(self._principal)
        asked = tuple(rule for rule, holds in known.items() if holds is None)
        if asked and not await self._fulfils(entity, asked):
            raise refusal(self._principal)

    async def _fulfils(
        self, entity: EntityT, rules: tuple[RowRule, ...], *, held: bool = False
    ) -> bool:
        """Tell whether the row as it is stored fulfils rules; `held`, it stays so."""
        key = {name: getattr(entity, name) for name in self.statements.key}
        statement = _fulfilling(self._class, tuple(key), rules, held)
        return await self._session.scalar(statement, self._values | key) is not None

    def _touches(self, rule: RowRule, values: Mapping[str, Any]) -> bool:
        """Tell whether a change may make a row fulfil a rule no longer."""
        if not rule.is_of_row:
            return True  # a row that it refers to may have changed hands meanwhile
        others = values.keys() - self._attributes  # such as values of several columns
        return bool(others or rule.reads & values.keys())

    def _narrowed_removal(
        self, values: dict[str, Any]
    ) -> tuple[sa.Delete | sa.Update, dict[str, Any]]:
        """Return the statement that takes a row away, if it is the principal's to take."""
        rules = tuple(map(row_rule, self._rules("delete", "get")))
        if not rules:
            return self._removal, values
        removal = _narrowed_removal(self._removal, self._class, rules)
        return removal, values | {ACCOUNT: self._principal.id}

    async def _prepared(
        self, values: Mapping[str, Any], _entity: EntityT | None = None
    ) -> dict[str, Any]:
        """Refuse references to rows that the principal doesn't see, as to those that aren't."""
        grants = self._principal.grants
        for target, pairs in self._refers_to:
            own = [name for name, _ in pairs]
            if values.keys().isdisjoint(own) or not narrowed(target, grants):
                continue
            key = {name: values.get(name, getattr(_entity, name, None)) for name in own}
            before = {name: getattr(_entity, name, None) for name in own}
            if None in key.values() or key == before:
                continue
            statement = _referring(target, pairs, grants)
            values_ = visible_values(target, self.work.context)
            given = {f"_{name}": value for name, value in key.items()}
            if await self._session.scalar(statement, values_ | given) is None:
                raise unknown_reference(own)
        return await super()._prepared(values, _entity)


def decisions(
    model: type[Any], rules: tuple[tuple[Action, RowRule], ...]
) -> Iterator[sa.Label[bool]]:
    """Yield what rules come to for a row, as columns beside it."""
    for action, rule in rules:
        holds = sa.func.coalesce(rule.expression(model), sa.false())
        yield holds.label(f"may_{action}")


@lru_cache(1024)
def _deciding(
    statements: Statements,
    model: type[Any],
    shape: Shape,
    rules: tuple[tuple[Action, RowRule], ...],
) -> sa.Select[Any]:
    """Return what finds a row, says what rules come to, and keeps it as it is."""
    found = statements.entities(shape).add_columns(*decisions(model, rules))
    return found.with_for_update(key_share=True, of=model)


@lru_cache(1024)
def _fulfilling(
    model: type[Any], key: tuple[str, ...], rules: tuple[RowRule, ...], held: bool
) -> sa.Select[Any]:
    """Return what finds a row by its key where it fulfils rules, and may keep it so."""
    same = (getattr(model, name) == sa.bindparam(name) for name in key)
    fulfilled = (rule.expression(model) for rule in rules)
    found = sa.select(sa.literal_column("1", sa.Integer())).select_from(model)
    found = found.where(*same, *fulfilled)
    return found.with_for_update(key_share=True, of=model) if held else found


@lru_cache(1024)
def _narrowed_removal(
    removal: sa.Delete | sa.Update, model: type[Any], rules: tuple[RowRule, ...]
) -> sa.Delete | sa.Update:
    return removal.where(*(rule.expression(model) for rule in rules))


@lru_cache(1024)
def _referring(
    target: type[Any], pairs: tuple[tuple[str, str], ...], grants: Grants
) -> sa.Select[Any]:
    """Return what finds a row that a principal sees, and keeps it so until the commit."""
    same = (getattr(target, theirs) == sa.bindparam(f"_{own}") for own, theirs in pairs)
    found = sa.select(sa.literal_column("1", sa.Integer())).select_from(target)
    found = found.where(*same, *visible(target, grants))
    return found.with_for_update(read=True, of=target)


def _references(model: type[Any]) -> Iterator[_Reference]:
    """Yield each class with rules that a mapped class refers to, and by what attributes."""
    mapper = sa.inspect(model)
    targets = {each.local_table: each for each in mapper.registry.mappers}
    for constraint in mapper.local_table.foreign_key_constraints:
        target = targets.get(constraint.referred_table)
        if target is not None and access_of(target.class_) is not None:
            yield target.class_, tuple(
                (
                    mapper.get_property_by_column(each.parent).key,
                    target.get_property_by_column(each.column).key,
                )
                for each in constraint.elements
            )
