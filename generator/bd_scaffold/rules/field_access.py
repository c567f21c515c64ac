"""Rules of single fields: who sees a value, and who may give it one."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean
from ..language import access_expression as said
from ..language.access_expression import OWNER, TERMS, AccessExpression
from ..language.access_folding import Caller, callers, folded
from ..language.finding import Finding
from ..language.permissions import is_permission
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.access_rules import Rule
from ..resolve.fields import Field
from ..resolve.slots import has_default, is_server_set
from .access import Told, shape
from .finding import listed

_WORDS = ("readable", "writable")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A rule of a field is about who asks, and about a value that there is in JSON."""
    every = (e for each in resolved.entities.values() for e in each.fields.values())
    for field in every:
        for word in _WORDS:
            expression = getattr(field.source, word)
            if expression is not None:
                for code, message, hint in _mistakes(resolved, field, word, expression):
                    yield _about(field, word, code, message, hint)


def _about(field: Field, word: str, code: str, message: str, hint: str) -> Finding:
    """Return a finding at a field, or at the whole value that it is a part of."""
    whole = field.part.field if field.part is not None else ""
    place: Path = ("entities", field.entity_name, "fields", whole or field.name)
    return Finding((*place, word), code, message, hint, subject=place)


def _mistakes(
    resolved: Resolved, field: Field, word: str, expression: AccessExpression
) -> Iterator[Told]:
    security = resolved.design.security
    if security is None:
        message = "Nobody signs in, so nobody is told from others."
        yield "BD541", message, "Add `security: {authentication: jwt}`, or leave it out."
        return
    yield from _contradictions(field, word)
    if word == "readable":
        yield from _seen_elsewhere(resolved, field)
    for leaf in said.walk(expression.tree):
        match leaf:
            case said.Permission(name) if not is_permission(name):
                yield shape(name)
            case said.Name(name) if name not in (*TERMS, *security.roles):
                yield _word(field, name, tuple(security.roles))
            case said.Name(name) if name == OWNER:
                yield _about_a_row(name)
            case said.Comparison() | said.Missing() | said.OneOf():
                yield _about_a_row(said.to_text(leaf))


def _word(field: Field, name: str, roles: tuple[str, ...]) -> Told:
    if "." in name or name in field.entity.fields:
        return _about_a_row(name)
    hint = did_you_mean(name, (*roles, *TERMS))
    if not hint and roles:
        hint = f"Roles are {listed(roles)}."
    return "BD543", f'"{name}" is no role.', hint


def _about_a_row(text: str) -> Told:
    message = f'"{text}" is about a row, and the rule of a field about who asks.'
    hint = "Write roles and permissions; `access` of the entity says which rows."
    return "BD546", message, hint


def _contradictions(field: Field, word: str) -> Iterator[Told]:
    source = field.source
    if field.kind in ("inverse", "mirror", "through") or source.nested:
        message = f'"{word}" is for what stands in the JSON of a row.'
        yield "BD206", message, "What stands under its path follows rules of its own."
    elif word == "readable" and (source.writeonly or source.internal):
        yield "BD207", "It is never shown to anybody.", "Leave readable out."
    elif word == "readable" and field.in_key:
        message = "It is the key, which whoever sees a row sees in its path."
        yield "BD207", message, "Leave readable out."
    elif word == "writable" and (
        source.readonly or source.internal or source.auto or source.is_computed
    ):
        yield "BD207", "Only the server sets it.", "Leave writable out."


def _seen_elsewhere(resolved: Resolved, field: Field) -> Iterator[Told]:
    """Yield lists under the paths of other rows that would show what a rule hides."""
    for entity in resolved.entities.values():
        for each in entity.fields.values():
            relating = each.source.through[:1] == (field.entity_name,)
            if relating and field.kind == "reference":
                message = f"{entity.name}.{each.name} shows what its rows relate."
                yield "BD207", message, "Leave readable out, or the list."


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield fields that somebody who may create a row needs, and may not give."""
    security = resolved.design.security
    if security is None:
        return
    everybody = [*callers({n: role.may for n, role in security.roles.items()})]
    for entity in resolved.entities.values():
        access = entity.access
        create = access.rule_of("create") if access is not None else None
        if (
            access is None
            or create is None
            or "create" not in entity.written.operations
        ):
            continue
        for name, found in access.fields.items():
            if found.writable is None or not _is_needed(entity, name):
                continue
            stuck = [
                each.name
                for each in everybody
                if _may(create, each) and not _may(found.writable, each)
            ]
            if stuck:
                message = (
                    f"Who creates a row needs it, and {listed(stuck)} may not give it."
                )
                hint = "Give it a default or a question mark, or say who may create."
                yield _about(entity.fields[name], "writable", "BD963", message, hint)


def _may(rule: Rule, caller: Caller) -> bool:
    return folded(rule.written.tree, caller) is not False


def _is_needed(entity: ResolvedEntity, name: str) -> bool:
    """True for a field without which no row is created."""
    slots = [each for each in entity.slots if each.field_name == name]
    return any(
        not (each.schema.nullable or has_default(each) or is_server_set(each))
        for each in slots
    )
