"""Rows of which there is a history, which is read by whoever could have read them then."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from workshop.core.history import Entries
from workshop.core.security.access import refusal
from workshop.core.security.rules import NOBODY

from .conditions import Condition
from .copies import NAMED, NOTED, history_by
from .repository import SqlRepository
from .row_rules import RowRule
from .visibility import access_of, narrowed, visible_values

EntityT = TypeVar("EntityT")


class KeepsHistory(SqlRepository[EntityT]):
    """Reads what rows were, and notes what only a repository knows of their changes."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model") and isinstance(cls._removal, sa.Update):
            cls._removal = cls._removal.execution_options(**{NOTED: True})

    async def remove(
        self,
        entity: EntityT,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> None:
        """Take an entity away, as its repository does, and note it of one that stays marked."""
        await super().remove(entity, expected)
        if isinstance(self._removal, sa.Update):
            model: Any = self.model  # which mypy takes for something to remember by
            key = [tuple(getattr(entity, name) for name in self.statements.key)]
            note = history_by(model).note
            await self._session.run_sync(lambda session: note(session, key, "delete"))

    async def transition(
        self,
        entity: EntityT,
        name: str,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Change the state of an entity, as its repository does, by the transition's name."""
        self._session.info[NAMED] = (entity, name)
        try:
            changed = await cast("Any", super()).transition(entity, name, expected)
        finally:
            del self._session.info[NAMED]
        return cast("EntityT", changed)

    async def history(self, *key: object, limit: int, before: int | None) -> Entries:
        """Return the entries of a row that could be read then, the newest first.

        There is one more, to tell what the last one changed.
        """
        statement, values = self._entries(key)
        if before is not None:
            model: Any = self.model  # which mypy takes for something to remember by
            statement = statement.where(history_by(model).table.c.history_id < before)
        found = await self._session.execute(statement.limit(limit + 1), values)
        return Entries(found.all(), limit)

    async def as_of(self, *key: object, moment: dt.datetime) -> Entries:
        """Return the entry that tells what a row was at a moment, if it could be read then."""
        model: Any = self.model  # which mypy takes for something to remember by
        table, (statement, values) = history_by(model).table, self._entries(key)
        until = table.c.history_at <= moment
        last = sa.select(sa.func.max(table.c.history_id)).where(until)
        told = await self._session.scalar(last.where(*self._among(key)), values)
        found = await self._session.execute(statement.where(until).limit(2), values)
        rows = found.all()
        return Entries(rows if rows and rows[0].history_id == told else [], 1)

    def _entries(
        self, key: Sequence[object]
    ) -> tuple[sa.Select[Any], dict[str, object]]:
        """Return what finds the entries of a row, the newest first, and its values."""
        model: Any = self.model  # which mypy takes for something to remember by
        context = self.work.context
        statement = _told(model).where(*self._among(key))
        values: dict[str, object] = {}
        for each in history_by(model).scope:
            values |= each.values(context)
        access, principal = access_of(model), context.principal
        if access is not None and access.verdict("get", principal.grants) == NOBODY:
            raise refusal(principal)
        rules = [each for each in self._rules_of_reading() if isinstance(each, RowRule)]
        then = (each.expression(copy_of(model)) for each in rules)
        statement = statement.where(*then)
        values |= visible_values(model, context)
        return statement, values

    def _among(self, key: Sequence[object]) -> Iterator[sa.ColumnElement[bool]]:
        """Yield that a copy is of the row with a key, among those that are there at all."""
        model: Any = self.model  # which mypy takes for something to remember by
        copy = copy_of(model)
        # Of rows with keys of their own in each part, the key says nothing of the part.
        for name, value in zip(self.statements.key[-len(key) :], key, strict=True):
            yield getattr(copy, name) == value
        for each in history_by(model).scope:
            yield each.expression(copy)
        for condition in self._rules_of_reading():
            if not isinstance(condition, RowRule):
                yield condition.expression(copy)

    def _rules_of_reading(self) -> tuple[Condition, ...]:
        return narrowed(self.model, self.work.context.principal.grants)


@cache
def copy_of(model: Any) -> Any:
    """Return a mapped class whose rows are the copies of its rows."""
    return aliased(model, history_by(model).table, adapt_on_names=True)


@cache
def _told(model: Any) -> sa.Select[Any]:
    """Return what reads entries: what was done, and what the row was by its attributes."""
    history, copy = history_by(model), copy_of(model)
    own = [each for each in history.table.columns if each.key.startswith("history_")]
    found = sa.select(*own, *_values(model, history.table, copy))
    return found.order_by(history.table.c.history_id.desc())


def _values(model: Any, table: sa.Table, copy: Any) -> Iterator[Any]:
    mapper = sa.inspect(model)
    for each in mapper.column_attrs:
        if each.columns[0].name in table.columns:
            yield getattr(copy, each.key).label(each.key)
