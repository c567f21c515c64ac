"""Soft deletion: a row is marked, and what refers to it follows its foreign key's ON DELETE."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapper

from .constraints import explain_delete, in_use
from .repository import SqlRepository
from .scopes import scope_of, scope_values, within_scope
from .soft_delete import DELETED, NotDeleted
from .unit_of_work import UnitOfWork

EntityT = TypeVar("EntityT")
Keys = Sequence[tuple[Any, ...]]

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Dependent:
    """A foreign key of a mapped class, and what it says of a deleted target."""

    model: type[Any]
    attributes: tuple[str, ...]  # that hold the target's key
    rule: str  # "RESTRICT", "CASCADE", "SET NULL"

    def refers(self, keys: Keys) -> sa.ColumnElement[bool]:
        """Return that a row refers to one with such a key."""
        return _among(self.model, self.attributes, keys)


class SoftDeletes(SqlRepository[EntityT]):
    """Marks rows instead of deleting them."""

    removal_stamps = DELETED
    _dependents: ClassVar[Sequence[Dependent]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            cls._dependents = _dependents(sa.inspect(cls.model))

    async def remove(
        self,
        entity: EntityT,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> None:
        """Mark an entity; raise as `change` does, or where rows that are there need it."""
        await super().remove(entity, expected)
        if self._dependents:
            names = _key(self.model)
            keys = [tuple(getattr(entity, name) for name in names)]
            mark = sa.select(self.model.deleted_at)
            mark = mark.where(_among(self.model, names, keys))
            removal = _Removal(self.work, await self._session.scalar(mark))
            await removal.follow(keys, self._dependents)

    @classmethod
    def _removing(cls) -> sa.Delete | sa.Update:
        mark = sa.bindparam("deleted_at", type_=cls.model.deleted_at.type)
        return sa.update(cls.model).values(deleted_at=mark)


class _Removal:
    """Goes from marked rows to those that refer to them, which are marked at the same moment."""

    def __init__(self, work: UnitOfWork, moment: object) -> None:
        self._work = work
        self._moment = moment

    async def follow(self, keys: Keys, dependents: Sequence[Dependent]) -> None:
        """Do with the rows that refer to any of these keys what their foreign keys say."""
        for start in range(0, len(keys), _AT_ONCE):
            for dependent in dependents:
                await self._follow(dependent, keys[start : start + _AT_ONCE])

    async def _follow(self, dependent: Dependent, keys: Keys) -> None:
        model, refers = dependent.model, dependent.refers(keys)
        if dependent.rule == "SET NULL":
            nothing = dict.fromkeys(dependent.attributes) | _next_version(model)
            await self._run(sa.update(model).where(refers).values(nothing))
        elif dependent.rule == "RESTRICT":
            if await self._visible(model, refers):
                raise in_use()
        elif _is_marked(model):
            found = await self._visible(model, refers)
            for start in range(0, len(found), _AT_ONCE):
                part = _among(model, _key(model), found[start : start + _AT_ONCE])
                mark = sa.update(model).where(part).values(deleted_at=self._moment)
                await self._run(mark)
            await self.follow(found, _dependents(sa.inspect(model)))
        else:
            await self._run(sa.delete(model).where(refers))

    async def _visible(self, model: type[Any], refers: sa.ColumnElement[bool]) -> Keys:
        key = [getattr(model, name) for name in _key(model)]
        wanted = sa.select(*key).where(refers, *within_scope(model))
        scope = scope_values(model, self._work.context)
        result = await self._work.session.execute(wanted, scope)
        return [tuple(row) for row in result]

    async def _run(self, statement: sa.Update | sa.Delete) -> None:
        unsynchronized = statement.execution_options(synchronize_session=False)
        try:
            await self._work.session.execute(unsynchronized)
        except IntegrityError as error:
            raise explain_delete(error) or error from error


@cache
def _dependents(mapper: Mapper[Any]) -> tuple[Dependent, ...]:
    """Return what refers to a mapped class; what can refuse comes first."""
    return tuple(sorted(_referring(mapper), key=lambda each: each.rule != "RESTRICT"))


def _referring(mapper: Any) -> Iterator[Dependent]:
    for other in mapper.registry.mappers:
        for constraint in other.local_table.foreign_key_constraints:
            kept = constraint.info.get("on_soft_delete") == "keep"
            if constraint.referred_table is not mapper.local_table or kept:
                continue
            own = {
                key.column: other.get_property_by_column(key.parent).key
                for key in constraint.elements
            }
            attributes = tuple(own[column] for column in mapper.primary_key)
            rule = constraint.ondelete or "RESTRICT"
            yield Dependent(other.class_, attributes, rule)


def _key(model: type[Any]) -> tuple[str, ...]:
    mapper = sa.inspect(model)
    return tuple(mapper.get_property_by_column(each).key for each in mapper.primary_key)


def _among(
    model: type[Any], attributes: Sequence[str], keys: Keys
) -> sa.ColumnElement[bool]:
    columns = [getattr(model, name) for name in attributes]
    if len(columns) > 1:
        return sa.tuple_(*columns).in_(keys)
    found: sa.ColumnElement[bool] = columns[0].in_([key for (key,) in keys])
    return found


def _is_marked(model: type[Any]) -> bool:
    return any(isinstance(each, NotDeleted) for each in scope_of(model))


def _next_version(model: type[Any]) -> dict[str, Any]:
    """Return what tells clients that a versioned row is another one now."""
    mapper = sa.inspect(model)
    column = mapper.version_id_col
    if column is None:
        return {}
    return {mapper.get_property_by_column(column).key: column + 1}
