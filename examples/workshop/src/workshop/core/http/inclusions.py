"""Answers with related rows in each of theirs: `include=customer,lines`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import MISSING, BaseModel

from workshop.core.db.inclusions import MOST, Reach
from workshop.core.db.repository import SqlRepository
from workshop.core.db.unit_of_work import UnitOfWork

from .responses import ResponseBuilder

RowT = TypeVar("RowT")


class IncludedList(BaseModel, Generic[RowT]):
    """The first of the rows that belong to one, and whether there are more."""

    data: list[RowT]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A relation that each row of an answer may have in it."""

    name: str
    repository: Callable[[UnitOfWork], SqlRepository[Any]]
    reach: Reach
    own: str  # the attribute by whose value rows belong to one
    shown: ResponseBuilder | Callable[[UnitOfWork], ResponseBuilder]

    async def read(self, rows: Sequence[Any], work: UnitOfWork) -> "_Included":
        """Return what belongs to some rows, of it what whoever asks would be listed."""
        values = {getattr(row, self.own) for row in rows} - {None}
        found = await self.repository(work).belonging(self.reach, [*values])
        shown = self.shown
        builder = shown if isinstance(shown, ResponseBuilder) else shown(work)
        if not self.reach.many:
            one = {of: builder.shown(row) for of, row in found}
            return _Included(self.name, self.own, one, None)
        several: dict[Any, list[Any]] = {}
        for of, row in found:
            several.setdefault(of, []).append(builder.shown(row))
        lists = {of: _listed(rows) for of, rows in several.items()}
        return _Included(self.name, self.own, lists, _listed([]))


class Inclusions:
    """All that the rows of an answer may have in them, by name."""

    def __init__(self, *inclusions: Inclusion) -> None:
        self._known = {each.name: each for each in inclusions}

    def needed(self, reads: tuple[str, ...], asked: str | MISSING) -> tuple[str, ...]:
        """Return what has to be read of rows, so that what belongs to them is found."""
        if not reads or asked is MISSING:
            return reads
        own = {self._known[name].own for name in asked.split(",")}
        return tuple(sorted({*reads, *own}))

    async def beside(
        self,
        builder: ResponseBuilder,
        rows: Sequence[Any],
        asked: str | MISSING,
        work: UnitOfWork,
    ) -> ResponseBuilder:
        """Return what shows rows with what is asked for; `builder` where nothing is."""
        if asked is MISSING:
            return builder
        names = dict.fromkeys(asked.split(","))
        included = [await self._known[name].read(rows, work) for name in names]
        return _Including(builder, included)


@dataclass(frozen=True, slots=True)
class _Included:
    """What belongs to each row of an answer, by the value of one attribute."""

    name: str
    own: str
    found: Mapping[Any, Any]
    nothing: Any  # what a row has to which nothing belongs


class _Including(ResponseBuilder):
    """Shows rows as another builder does, and what belongs to each of them."""

    def __init__(self, builder: ResponseBuilder, included: Sequence[_Included]) -> None:
        self._builder, self._included = builder, included

    def _shown(self, entity: object) -> dict[str, Any]:
        shown = self._builder.shown(entity)
        for each in self._included:
            shown[each.name] = each.found.get(getattr(entity, each.own), each.nothing)
        return shown


def _listed(rows: Sequence[Any]) -> dict[str, Any]:
    return {"data": rows[:MOST], "has_more": len(rows) > MOST}
