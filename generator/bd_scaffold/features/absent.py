"""What a capability adds to stages of which its record says nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..language.design import Design, Entity
    from ..language.finding import Finding
    from ..operation import Operation
    from .feature import Expected, Subject, Usage
    from .setting import Setting
    from .tables import AddedTable
    from .watching import Watched

NOTHING: Mapping[Any, Any] = MappingProxyType({})
"""What a record has by default where it has a mapping."""


def no_findings(_name: str, _entity: Entity) -> Iterable[Finding]:
    """Return nothing, for a capability that contradicts no other word."""
    return ()


def no_notes(_expected: Expected) -> Iterable[Finding]:
    """Return nothing, for a capability that costs what anybody would expect."""
    return ()


def unchanged(operation: Operation) -> Operation:
    """Return an operation as it is, for a capability that changes none."""
    return operation


def always(_design: Design) -> bool:
    """Return that any design may use it."""
    return True


def no_remarks(_design: Design) -> Iterable[Finding]:
    """Return nothing, for a capability of which no word can be without effect."""
    return ()


def no_settings(_design: Design) -> Iterable[Setting]:
    """Return nothing, for a capability that is the same wherever it runs."""
    return ()


def no_tables(_design: Design) -> Iterable[AddedTable]:
    """Return nothing, for a capability whose rows are all of entities."""
    return ()


def no_operations(_subject: Subject) -> Iterable[Operation]:
    """Return nothing, for a capability without operations of its own."""
    return ()


def not_watched(_design: Design) -> Watched | None:
    """Return nothing, for a capability whose failures show as those of requests."""
    return None


def not_described(_usage: Usage, _given: Collection[str]) -> Iterable[str]:
    """Return nothing, for a capability that the tests of all resources need not know."""
    return ()
