"""Fields that refer to accounts, of those who sign in."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..language.scalars import ACCOUNT
from ..resolve import Resolved
from ..resolve.fields import Field
from .finding import about, listed

_ACTIONS = ("cascade", "restrict", "set_null")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A field for an account needs accounts, and says what becomes of its row without one."""
    for field in resolved.fields:
        if field.source.type == ACCOUNT:
            yield from _account(resolved, field)
    if resolved.design.security is None:
        yield from _of_traits(resolved)


def _of_traits(resolved: Resolved) -> Iterator[Finding]:
    """Columns of traits need accounts to refer to, as well."""
    for name, entity in resolved.entities.items():
        led = [s.name for s in entity.slots if s.added and s.references == ACCOUNT]
        if led:
            message = f"Nobody signs in, so there are no accounts for {listed(led)}."
            hint = "Add `security: {authentication: jwt}`, or leave the trait out."
            yield Finding(("entities", name, "traits"), "BD531", message, hint)


def _account(resolved: Resolved, field: Field) -> Iterator[Finding]:
    said = field.source
    if resolved.design.security is None:
        message = "Nobody signs in, so there are no accounts."
        hint = "Add `security: {authentication: jwt}`, or relate it to an entity for users."
        yield about(field, "BD531", message, hint, "type")
    if field.part is not None:
        message = "A part of a value refers to no account."
        hint = "Give the entity a field of its own for it."
        yield about(field, "BD532", message, hint, "type")
    if said.has_default:
        message = "Which account it is depends on who asks, so it has no default."
        yield about(field, "BD205", message, "Leave the default out.", "default")
    if said.on_delete is not None and said.on_delete not in _ACTIONS:
        message = f"on_delete({said.on_delete}) is for relations between entities."
        hint = "Write on_delete(cascade), on_delete(restrict) or on_delete(set_null)."
        yield about(field, "BD302", message, hint, "on_delete")
    if said.on_delete == "set_null" and not said.nullable:
        message = "on_delete(set_null) needs a field that may be null."
        yield about(field, "BD302", message, "Write user?.", "on_delete")
