"""Entities whose rows are divided, such as by tenants: what may refer to them, and how."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.slots import dividing
from .finding import about, listed


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Rows that are divided are referred to by rows of their part, and by their keys."""
    apart = {
        name: dividing(each.slots)
        for name, each in resolved.entities.items()
        if dividing(each.slots)
    }
    if apart and resolved.design.security is None:
        for name in apart:
            message = f"Nobody signs in, so {name} has no rows of anybody's."
            hint = "Add `security: {authentication: jwt}`, or leave the trait out."
            yield Finding(("entities", name, "traits"), "BD533", message, hint)
    for field in resolved.fields:
        if field.is_relation and field.source.type in apart and field.part is None:
            yield from _relation(field, apart)


def _relation(field: Field, apart: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    target, source = field.source.type, field.source
    if field.entity_name not in apart and not _is_other_side(field):
        columns = listed(apart[target])
        message = (
            f"{field.entity_name} has no {columns}, so its rows would refer to rows of "
            f"any {columns.removesuffix('_id')}."
        )
        hint = (
            f"Give {field.entity_name} the trait as well, or relate it the other way."
        )
        yield about(field, "BD535", message, hint, "type")
    if source.to is not None:
        message = f"{target}.{source.to} tells a row only together with {listed(apart[target])}."
        yield about(field, "BD308", message, "Refer to its key.", "type")


def _is_other_side(field: Field) -> bool:
    """True for the other side of a relation, which the field over there says."""
    return field.kind in ("mirror", "inverse")
