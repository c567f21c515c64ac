"""Rows that are marked as deleted: they are listed where that is asked for, and restored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapper

from workshop.core.queries import ListQuery
from workshop.core.security.access import Action, refusal
from workshop.core.security.rules import NOBODY, PUBLIC, Rule

from .conditions import Condition, ListFilter
from .constraints import explain_write
from .removal import SoftDeletes
from .scopes import scope_of
from .shape import Shape, Statements, equal_to
from .soft_delete import NotDeleted, ScopedReferences
from .visibility import access_of, narrowed, visible_values

EntityT = TypeVar("EntityT")

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AmongDeleted(ListFilter):
    """Turns a statement to the rows that are marked as deleted, instead of all others."""

    parameter: str = "among_deleted"

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that a row has the mark."""
        marked: sa.ColumnElement[bool] = model.deleted_at.is_not(None)
        return marked


_AMONG_DELETED = AmongDeleted()


class _Statements(Statements):
    """Statements that find rows with the mark where they are turned to these."""

    def _matching(
        self, conditions: tuple[Condition, ...]
    ) -> list[sa.ColumnElement[bool]]:
        if _AMONG_DELETED not in conditions:
            return super()._matching(conditions)
        scope = (e for e in scope_of(self._model) if not isinstance(e, NotDeleted))
        return [each.expression(self._model) for each in (*scope, *conditions)]


class Restores(SoftDeletes[EntityT], ScopedReferences[EntityT]):
    """Takes the mark off rows again, for whoever may delete them."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            cls.statements = _Statements(cls.model)

    async def restore(self, *key: object) -> EntityT | None:
        """Restore an entity, and what was deleted along with it; None where there is none.

        Raise ConflictError where another row has taken its place meanwhile, or where what it
        refers to is deleted; ForbiddenError where whoever asks may not delete it.
        """
        same = dict(zip(self.statements.key, key, strict=True))
        entity = await self._among_deleted(same)
        if entity is None:
            return None
        rules = narrowed(self.model, self.work.context.principal.grants, "delete")
        if rules and await self._among_deleted(same, *rules) is None:
            raise refusal(self.work.context.principal)
        await super()._prepared(self._referred_to(entity))
        marked: Any = entity
        moment = marked.deleted_at
        await super().change(entity, {"deleted_at": None})
        model: Any = self.model  # which mypy takes for something to remember by
        held = {name: getattr(entity, name) for name in _held(model)}
        await self._restore_along(model, [held], moment)
        return entity

    async def _among_deleted(
        self, same: Mapping[str, object], *rules: Condition
    ) -> EntityT | None:
        """Return a row with the mark, as far as whoever asks may see it and rules let them."""
        principal = self.work.context.principal
        grants = principal.grants
        if self._verdict_of("get") == NOBODY and principal.is_anonymous:
            raise refusal(principal)
        seen = (*narrowed(self.model, grants), *rules)
        shape = Shape((*equal_to(*same), _AMONG_DELETED, *seen))
        values = visible_values(self.model, self.work.context) | dict(same)
        found = self.statements.entities(shape)
        found = found.with_for_update(key_share=True, of=self.model)
        result = await self._session.execute(found, values)
        return cast("EntityT | None", result.scalar_one_or_none())

    def _asked(self, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """Return the shape of a list; of deleted rows, of what whoever asks may delete."""
        shape, values = super()._asked(query)
        if _AMONG_DELETED not in shape.conditions:
            return shape, values
        principal = self.work.context.principal
        if self._verdict_of("delete") == NOBODY:
            raise refusal(principal)
        rules = narrowed(self.model, principal.grants, "delete")
        return replace(shape, conditions=(*shape.conditions, *rules)), values

    def _verdict_of(self, action: Action) -> Rule:
        access = access_of(self.model)
        grants = self.work.context.principal.grants
        return PUBLIC if access is None else access.verdict(action, grants)

    def _referred_to(self, entity: EntityT) -> dict[str, Any]:
        """Return the keys that an entity has of rows which may be deleted themselves."""
        names = (name for each, _ in self._references for name in each.attributes)
        return {name: getattr(entity, name) for name in names}

    async def _restore_along(
        self, model: Any, rows: Sequence[Mapping[Any, Any]], moment: object
    ) -> None:
        """Restore what refers to rows, and was deleted along with them at a moment."""
        for other, pairs in _along(model):
            own = [getattr(other, name) for name, _ in pairs]
            keys = [tuple(row[theirs] for _, theirs in pairs) for row in rows]
            for start in range(0, len(keys), _AT_ONCE):
                among = _among(own, keys[start : start + _AT_ONCE])
                marked = (among, other.deleted_at == moment)
                held = [getattr(other, name) for name in _held(other)]
                there = await self._session.execute(sa.select(*held).where(*marked))
                found = [each._mapping for each in there]
                restored = sa.update(other).where(*marked).values(deleted_at=None)
                await self._unmark(other, restored)
                if found:
                    await self._restore_along(other, found, moment)

    async def _unmark(self, model: type[Any], statement: sa.Update) -> None:
        alone = statement.execution_options(synchronize_session=False)
        try:
            await self._session.execute(alone)
        except IntegrityError as error:
            raise explain_write(error, model.__table__, ()) or error from error


@cache
def _along(model: Any) -> tuple[tuple[Any, tuple[tuple[str, str], ...]], ...]:
    """Return whose rows are marked along with a row, and by which attributes they refer to it."""
    mapper = sa.inspect(model)
    return tuple(
        (other.class_, tuple(_pairs(other, mapper, key)))
        for other in mapper.registry.mappers
        for key in other.local_table.foreign_key_constraints
        if key.referred_table is mapper.local_table and key.ondelete == "CASCADE"
        if any(isinstance(each, NotDeleted) for each in scope_of(other.class_))
    )


def _pairs(
    other: Mapper[Any], mapper: Mapper[Any], key: sa.ForeignKeyConstraint
) -> Iterator[tuple[str, str]]:
    for each in key.elements:
        own = other.get_property_by_column(each.parent).key
        yield own, mapper.get_property_by_column(each.column).key


@cache
def _held(model: Any) -> tuple[str, ...]:
    """Return the attributes of a row by which others refer to it, or those of its key."""
    mapper = sa.inspect(model)
    key = [mapper.get_property_by_column(each).key for each in mapper.primary_key]
    referred = [theirs for _, pairs in _along(model) for _, theirs in pairs]
    return tuple(dict.fromkeys([*key, *referred]))


def _among(
    columns: Sequence[Any], keys: Sequence[tuple[Any, ...]]
) -> sa.ColumnElement[bool]:
    if len(columns) > 1:
        return sa.tuple_(*columns).in_(keys)
    found: sa.ColumnElement[bool] = columns[0].in_([key for (key,) in keys])
    return found
