"""What a capability adds to each stage, as one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from ..language.design import Entity
from ..language.finding import Finding
from ..operation import Operation
from ..record import Record


class Usage(Record, frozen=True):
    """What an entity says by which it uses a capability."""

    traits: frozenset[str] = frozenset()
    pagination: Literal["page", "cursor"] = "page"
    links: bool = False  # it has a relation of many to many
    search: bool = False  # some field is searched


class Column(Record, frozen=True):
    """A column that a capability adds to an entity's table; no client ever sets it."""

    name: str
    type: Literal["integer", "datetime"]
    nullable: bool = False
    minimum: int | None = None
    maximum: int | None = None
    hidden: bool = False  # it is no property of the entity's JSON
    filter: bool = False  # lists can be narrowed by it
    sort: bool = False  # lists can be ordered by it
    on_insert: Literal["now", "version"] | None = None  # what fills it in a new row
    on_update: Literal["now"] | None = None  # what fills it whenever a row changes


def no_findings(_name: str, _entity: Entity) -> Iterable[Finding]:
    """Return nothing, for a capability that contradicts no other word."""
    return ()


def unchanged(operation: Operation) -> Operation:
    """Return an operation as it is, for a capability that changes none."""
    return operation


class Feature(Record, frozen=True):
    """One capability; every stage loops over those that an entity uses."""

    name: str
    used_by: Callable[[Usage], bool]
    columns: tuple[Column, ...] = ()
    rule: Callable[[str, Entity], Iterable[Finding]] = no_findings
    operation: Callable[[Operation], Operation] = unchanged
    part: bool = True  # the blueprint has a part of its name
