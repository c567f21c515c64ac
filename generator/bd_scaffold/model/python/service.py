"""The module of a service: its imports, and what its class is made of."""

from __future__ import annotations

from collections.abc import Sequence

from ...features.use import Use
from ...layout import Node, Source, block, imports, subscript
from ...operation import Operation
from ..parts import EntityParts
from ..types import ServiceCode

_SERVICE: Use = ("core.service", "Service")


def bodies_of(operations: Sequence[Operation]) -> list[str]:
    """Return the classes of bodies by which a service is made for an entity."""
    bodies = {each.call: each.body for each in operations if each.body}
    return [bodies.get(each, "Never") for each in ("create", "replace", "update")]


def service_code(parts: EntityParts, operations: Sequence[Operation]) -> ServiceCode:
    """Return what the module of an entity's service says."""
    arguments = bodies_of(operations)
    features = parts.entity.features
    own = [
        (module, f"{parts.own.name}{base}")
        for module, base in (each.own_service for each in features if each.own_service)
    ]
    bases = [each.service for each in features if each.service]
    bases = bases if own else bases or [_SERVICE]
    uses: list[Use] = [*own]
    if bases:
        uses += [(f"{parts.package}.{module}", base) for module, base in bases]
        uses += [("typing" if e == "Never" else ".schemas", e) for e in arguments]
        uses.append((f"{parts.package}.models", parts.own.class_name))
    made: list[Source] = [name for _, name in own]
    made += [subscript(base, parts.own.class_name, *arguments) for _, base in bases]
    head = Node(f"class {parts.own.name}Service(", tuple(made), "):")
    return ServiceCode(
        imports="\n".join(imports(uses, parts.package)),
        head=block(head),
    )
