"""What kept answers hang on: every table of which a write may change one of them.

That is more than it has to be, and never less: what is made anew for nothing is only slow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapper

from shop.core.db.visibility import access_of
from shop.core.security.rules import paths_of
from shop.models.base import Base

from .cached import Cached

_FOLLOWING = ("CASCADE", "SET NULL", "SET DEFAULT")
_Classes = dict[sa.Table, type[DeclarativeBase]]


@dataclass(frozen=True, slots=True)
class Reach:
    """The tables that answers with rows of a class hang on, and the classes that they show."""

    models: tuple[type[DeclarativeBase], ...]
    tables: tuple[str, ...]


def cached_of(model: type[DeclarativeBase]) -> Cached | None:
    """Return how long answers with rows of a class are kept; None where they aren't."""
    cached: Cached | None = getattr(model, "__cache__", None)
    return cached


@cache
def model_of(cached: Cached) -> type[DeclarativeBase]:
    """Return the mapped class whose answers are kept so."""
    return next(each for each in _mapped() if cached_of(each) is cached)


@cache
def reach_of(model: type[DeclarativeBase]) -> Reach:
    """Return what answers with rows of a class hang on."""
    own, classes = _table_of(model), _classes(model)
    shown = {own, *_linked(own, classes)}
    cached = cached_of(model)
    if cached is not None and cached.related:
        # What is related is one step away, and has the keys of what is linked to it.
        shown |= {each for table in {*shown} for each in _beside(table, classes)}
        shown |= {each for table in {*shown} for each in _linked(table, classes)}
    models = [classes[table] for table in shown if table in classes]
    models.sort(key=lambda each: str(each.__name__))
    shown |= {each for one in models for each in _ruling(one, classes)}
    return Reach(tuple(models), tuple(sorted(each.name for each in shown)))


@cache
def watched() -> frozenset[str]:
    """Return every table that some kept answer hangs on."""
    kept = (each for each in _mapped() if cached_of(each) is not None)
    return frozenset(name for each in kept for name in reach_of(each).tables)


@cache
def touched_by(mapper: Mapper[Any]) -> frozenset[str]:
    """Return the tables that are written where an object is: its own, and those of its links."""
    joins = (each.secondary for each in mapper.relationships)
    tables = (mapper.local_table, *(each for each in joins if each is not None))
    return frozenset(cast("sa.Table", each).name for each in tables)


@cache
def followed_by(table: sa.Table, event: str) -> frozenset[str]:
    """Return the tables whose rows the database itself changes after those of one table.

    `event` is `ondelete` or `onupdate`, of the keys that refer to it.
    """
    keys = [
        (key.referred_table.name, other.name)
        for other in table.metadata.tables.values()
        for key in other.foreign_key_constraints
        if (getattr(key, event) or "").upper() in _FOLLOWING
    ]
    found: set[str] = set()
    left = [table.name]
    while left:
        current = left.pop()
        new = {own for referred, own in keys if referred == current} - found
        found |= new
        left += new
    return frozenset(found)


def _mapped() -> list[type[DeclarativeBase]]:
    return [each.class_ for each in Base.registry.mappers]


def _table_of(model: type[DeclarativeBase]) -> sa.Table:
    return cast("sa.Table", model.__table__)


def _classes(model: type[DeclarativeBase]) -> _Classes:
    """Return the classes of what clients see, by their tables."""
    mapped = (each.class_ for each in model.registry.mappers)
    found: _Classes = {_table_of(each): each for each in mapped}
    # Accounts, and all that is no entity, have no rules.
    return {table: one for table, one in found.items() if access_of(one) is not None}


def _beside(table: sa.Table, classes: _Classes) -> Iterator[sa.Table]:
    """Yield the tables that refer to one, or that it refers to, and that have a class."""
    for other in classes:
        if table in _referred(other) or other in _referred(table):
            yield other


def _linked(table: sa.Table, classes: _Classes) -> Iterator[sa.Table]:
    """Yield the tables of links between rows, and what is at their other ends."""
    for other in table.metadata.tables.values():
        ends = _referred(other)
        if other not in classes and table in ends:
            yield other
            yield from (each for each in ends if each in classes)


def _referred(table: sa.Table) -> set[sa.Table]:
    return {key.referred_table for key in table.foreign_key_constraints}


def _ruling(model: type[DeclarativeBase], classes: _Classes) -> Iterator[sa.Table]:
    """Yield the tables of the rows by which rules of access decide about those of a class."""
    access = access_of(model)
    rules = () if access is None else (access.list, access.get)
    steps = max((len(path) for rule in rules for path in paths_of(rule)), default=1)
    ahead: Iterable[sa.Table] = [_table_of(model)]
    for _ in range(steps - 1):
        ahead = [e for t in ahead for e in _referred(t) if e in classes]
        yield from ahead
