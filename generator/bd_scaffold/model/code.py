"""What the module of a service is about, and the order of classes."""

from __future__ import annotations

from collections.abc import Sequence

from ..features.feature import Use
from ..layout import natural
from ..operation import Operation
from .parts import EntityParts
from .types import Import, ServiceCode

_SERVICE: Use = ("core.service", "Service")


def class_order(name: str) -> tuple[bool, tuple[tuple[int, int], ...]]:
    """Return a sort key for class names: those that look like constants come first."""
    return (not (name.isupper() and len(name) > 1), natural(name.lower()))


def service(parts: EntityParts, operations: Sequence[Operation]) -> ServiceCode:
    """Return what the service is made of, and the types that it is about."""
    bodies = {each.call: each.body for each in operations if each.body}
    arguments = [bodies.get(each, "Never") for each in ("create", "replace", "update")]
    bases = [each.service for each in parts.entity.features if each.service]
    bases = bases or [_SERVICE]
    package = parts.own.package.partition(".")[0]
    return ServiceCode(
        bases=tuple(name for _, name in bases),
        core=tuple(Import(f"{package}.{module}", (n,)) for module, n in sorted(bases)),
        arguments=tuple(arguments),
        schemas=tuple(argument for argument in arguments if argument != "Never"),
        never="Never" in arguments,
    )
