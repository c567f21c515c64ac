"""Who may call operations of the design's own: rules that they can be held to."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import access_expression as said
from ..language.access_expression import OWNER, TERMS, AccessExpression
from ..language.finding import Finding
from ..language.permissions import is_permission
from ..resolve import Resolved
from ..resolve.custom import CustomOperation
from ..resolve.custom_access import default_action
from .access import Told, expressions_of, shape


def access(resolved: Resolved, each: CustomOperation) -> Iterator[Finding]:
    """What is about a row has a rule about it, and what is about none asks who calls."""
    written, place = each.written.access, (*each.place, "access")
    entity = resolved.entities.get(each.owner.name)
    if resolved.design.security is None:
        if written is not None:
            message = "Nobody signs in, so nobody is told from others."
            hint = "Add `security: {authentication: jwt}`, or leave it out."
            yield Finding(place, "BD541", message, hint)
    elif written is not None and each.is_of_row and entity is not None:
        yield from expressions_of(resolved, entity).findings(place, written)
    elif written is not None:
        for code, message, hint in _of_nobody(resolved, written):
            yield Finding(place, code, message, hint)
    elif not each.is_of_row and entity is not None and entity.access is not None:
        rule = entity.access.rules[default_action(each)]
        told = [*_of_nobody(resolved, rule.written)] if rule is not None else []
        if rule is not None and told:
            message = (
                f'It says no `access`, and that of `{default_action(each)}`, "{rule.text}", '
                "is about a row."
            )
            hint = (
                "Say who may call it: roles and permissions, authenticated or public."
            )
            yield Finding(each.place, "BD546", message, hint)


def _of_nobody(resolved: Resolved, written: AccessExpression) -> Iterator[Told]:
    """Yield what of a rule is not about who asks."""
    security = resolved.design.security
    roles = tuple(security.roles) if security is not None else ()
    for leaf in said.walk(written.tree):
        match leaf:
            case said.Permission(name) if not is_permission(name):
                yield shape(name)
            case said.Name(name) if name == OWNER or name not in (*TERMS, *roles):
                yield _about_a_row(name)
            case said.Comparison() | said.Missing() | said.OneOf():
                yield _about_a_row(said.to_text(leaf))


def _about_a_row(text: str) -> Told:
    message = f'"{text}" is about a row or no role, and there is no row here.'
    return "BD546", message, "Write roles and permissions, authenticated or public."
