"""Rows that refer to rows of their own table: none comes to stand above itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from shop.core.errors import ConflictError, ErrorDetail

from .repository import SqlRepository

EntityT = TypeVar("EntityT")

_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:table, 0))")


@dataclass(frozen=True, slots=True)
class _Way:
    """The way up from row to row."""

    attribute: str  # that refers to the row above
    key: str  # the attribute that it refers to
    leads_to: sa.Select[Any]  # finds a row at or above another one


class Acyclic(SqlRepository[EntityT]):
    """Refuses a change that would put a row below itself."""

    _ways: ClassVar[tuple[_Way, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            cls._ways = tuple(_ways(cls.model))

    async def _prepared(
        self, values: Mapping[str, Any], _entity: EntityT | None = None
    ) -> dict[str, Any]:
        ready = await super()._prepared(values, _entity)
        for way in self._ways:
            above = ready.get(way.attribute)
            if _entity is None:
                own, before = ready.get(way.key), None
            else:
                own, before = getattr(_entity, way.key), getattr(_entity, way.attribute)
            if above is None or own is None or above == before:
                continue
            if _entity is not None:
                await self._one_move_at_a_time()
            between = {"start": above, "end": own}
            if above == own or await self._session.scalar(way.leads_to, between):
                message = "The record would come to stand below itself."
                detail = ErrorDetail(way.attribute, message, "circular_reference")
                raise ConflictError(message, [detail])
        return ready

    async def _one_move_at_a_time(self) -> None:
        """Let no other transaction move a row of the table until this one has ended.

        Two moves may close a circle of which neither sees the other's half. SQLite has only
        one writer anyway.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(_LOCK, {"table": self.model.__tablename__})


def _ways(model: type[Any]) -> Iterator[_Way]:
    """Yield each reference of a table to itself, if it is of one column."""
    mapper = sa.inspect(model)
    table = mapper.local_table
    for constraint in table.foreign_key_constraints:
        if constraint.referred_table is table and len(constraint.elements) == 1:
            own, key = constraint.elements[0].parent, constraint.elements[0].column
            yield _Way(
                mapper.get_property_by_column(own).key,
                mapper.get_property_by_column(key).key,
                _leads_to(own, key),
            )


def _leads_to(own: sa.Column[Any], key: sa.Column[Any]) -> sa.Select[Any]:
    start, end = (sa.bindparam(name, type_=key.type) for name in ("start", "end"))
    first = sa.select(key.label("place"), own.label("above")).where(key == start)
    up = first.cte("up", recursive=True)
    up = up.union(sa.select(key, own).where(key == up.c.above))
    return sa.select(sa.literal(1)).where(up.c.place == end)
