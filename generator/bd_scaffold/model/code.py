"""What the module of a service is about, and the order of classes."""

from __future__ import annotations

from collections.abc import Sequence

from ..layout import natural
from ..operation import Operation
from ..resolve.types import Pagination
from .types import ServiceCode


def class_order(name: str) -> tuple[bool, str]:
    """Return a sort key for class names: those that look like constants come first."""
    return (not (name.isupper() and len(name) > 1), natural(name.lower()))


def service(operations: Sequence[Operation], pagination: Pagination) -> ServiceCode:
    """Return the types that the service is about."""
    bodies = {each.call: each.body for each in operations if each.body}
    arguments = [bodies.get(each, "Never") for each in ("create", "replace", "update")]
    by_cursor = pagination == "cursor"
    return ServiceCode(
        base="CursorService" if by_cursor else "Service",
        module="cursor_service" if by_cursor else "service",
        arguments=tuple(arguments),
        schemas=tuple(argument for argument in arguments if argument != "Never"),
        never="Never" in arguments,
    )
