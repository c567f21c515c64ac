"""Collisions: two things of the design that would have the same name somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import names
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.claims import KEY, TRAIT, Claim, scopes
from .finding import about


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Within its scope, every derived name stands for one thing."""
    for claims in scopes(resolved):
        for claim, other in _taken(claims):
            code, message, hint = _said(claim, other)
            yield Finding(claim.path, code, message, hint, _subject(claim))
    yield from _too_long(resolved)


def _taken(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield each claimant of a name that another one has, once, with that one."""
    first: dict[str, Claim] = {}
    told: set[Path] = set()
    for claim in claims:
        other = first.setdefault(claim.name, claim)
        if (other.path, other.owner) != (claim.path, claim.owner):
            if claim.path not in told:
                yield claim, other
            told.add(claim.path)


def _subject(claim: Claim) -> Path:
    return claim.path[:-1] if claim.kind == "parameter" else ()


_RENAME = "Rename one of them."


def _said(claim: Claim, other: Claim) -> tuple[str, str, str]:
    """Return the code, the message and the hint of a collision."""
    name, owner = claim.name, other.owner
    match claim.kind:
        case "type":
            return "BD503", f'"{name}" is also the name of a type of {owner}.', _RENAME
        case "class":
            message = f"Its class would be {name}, like that of {owner}."
            return "BD503", message, _RENAME
        case "table":
            message = f'Its table and path would be "{name}", like those of {owner}.'
            return "BD502", message, _RENAME
        case "link table":
            message = f'Its link table would be "{name}", like that of {owner}.'
            return "BD502", message, _RENAME
        case "link column":
            message = f'Its link table would have two columns "{name}".'
            return "BD501", message, "Rename the field."
        case "parameter":
            message = f'Its filter "{name}" is also that of {owner}.'
            return "BD505", message, "Rename it, or leave filter out."
        case "member":
            message = f'"{claim.owner}" and "{owner}" would both be {name}.'
            return "BD504", message, _RENAME
        case "check":
            message = f'"{name}" is the name of another check: {owner}.'
            return "BD415", message, "Choose another name."
    return ("BD501", *_column(name, owner))


def _column(name: str, owner: str) -> tuple[str, str]:
    if owner == KEY:
        hint = f"Write `key: {name}` to make it the key, or rename it."
        return f'"{name}" is the generated key.', hint
    if owner == TRAIT:
        hint = "Rename it, or leave the trait out."
        return f'"{name}" is a column of a trait.', hint
    return f'"{name}" would stand for it and for {owner}.', _RENAME


def _too_long(resolved: Resolved) -> Iterator[Finding]:
    """Relations with a column that PostgreSQL would cut off without a word."""
    limit = names.IDENTIFIER_LIMIT
    for entity in resolved.entities.values():
        columns = {
            slot.field_name: slot.name
            for slot in reversed(entity.slots)
            if slot.references and len(slot.name) > limit
        }
        for name, column in columns.items():
            message = f'Its column "{column}" would be longer than {limit} characters.'
            hint = "Choose a shorter name."
            yield about(entity.fields[name], "BD108", message, hint)
