"""What the module of a service is about, and the order of classes."""

from __future__ import annotations

from collections.abc import Sequence

from ..features.feature import Use
from ..layout import Node, block, imports, natural, subscript
from ..operation import Operation
from .parts import EntityParts
from .types import ServiceCode

_SERVICE: Use = ("core.service", "Service")


def class_order(name: str) -> tuple[bool, str]:
    """Return a sort key for class names: those that look like constants come first."""
    return (not (name.isupper() and len(name) > 1), natural(name.lower()))


def service(parts: EntityParts, operations: Sequence[Operation]) -> ServiceCode:
    """Return what the service is made of, and the types that it is about."""
    bodies = {each.call: each.body for each in operations if each.body}
    arguments = [bodies.get(each, "Never") for each in ("create", "replace", "update")]
    package = parts.own.package.partition(".")[0]
    bases = [each.service for each in parts.entity.features if each.service]
    bases = bases or [_SERVICE]
    uses = [
        *((f"{package}.{module}", base) for module, base in bases),
        *((("typing" if each == "Never" else ".schemas"), each) for each in arguments),
        (f"{package}.models", parts.own.class_name),
    ]
    made = [subscript(base, parts.own.class_name, *arguments) for _, base in bases]
    head = Node(f"class {parts.own.name}Service(", tuple(made), "):")
    return ServiceCode(
        imports="\n".join(imports(uses, package)),
        head=block(head),
    )
