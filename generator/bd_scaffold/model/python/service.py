"""The module of a service: its imports, and what its class is made of."""

from __future__ import annotations

from collections.abc import Sequence

from ...features.feature import Use
from ...layout import Node, block, imports, subscript
from ...operation import Operation
from ..parts import EntityParts
from ..types import ServiceCode

_SERVICE: Use = ("core.service", "Service")


def service_code(parts: EntityParts, operations: Sequence[Operation]) -> ServiceCode:
    """Return what the module of an entity's service says."""
    bodies = {each.call: each.body for each in operations if each.body}
    arguments = [bodies.get(each, "Never") for each in ("create", "replace", "update")]
    bases = [each.service for each in parts.entity.features if each.service]
    bases = bases or [_SERVICE]
    uses = [
        *((f"{parts.package}.{module}", base) for module, base in bases),
        *((("typing" if each == "Never" else ".schemas"), each) for each in arguments),
        (f"{parts.package}.models", parts.own.class_name),
    ]
    made = [subscript(base, parts.own.class_name, *arguments) for _, base in bases]
    head = Node(f"class {parts.own.name}Service(", tuple(made), "):")
    return ServiceCode(
        imports="\n".join(imports(uses, parts.package)),
        head=block(head),
    )
