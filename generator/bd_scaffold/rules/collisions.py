"""Collisions: two things of the design that would have the same name somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from .. import names
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.claim import Claim, Kind
from ..resolve.claims import KEY, TRAIT, scopes
from .finding import about

_FOLLOWING: Collection[Kind] = (
    "operation",
    "path",
    "route",
    "schema",
    "module",
    "named column",
    "index",
)
"""What is named after something else: where that collides, this is no news."""

_FOLDED: Collection[Kind] = frozenset(
    (
        "table",
        "link table",
        "named table",
        "enum type",
        "link column",
        "named column",
        "index",
    )
)
"""What SQLite calls the same whatever its case."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Within its scope, every derived name stands for one thing."""
    told: set[Path] = set()
    for claims in scopes(resolved):
        for claim, other in _taken(claims):
            if claim.kind in _FOLLOWING and claim.path in told:
                continue
            told.add(claim.path)
            code, message, hint = _said(claim, other)
            yield Finding(claim.path, code, message, hint, _subject(claim))
    yield from _too_long(resolved)


def _taken(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield each claimant of a name that another one has, once, with that one."""
    first: dict[str, Claim] = {}
    told: set[Path] = set()
    for claim in claims:
        name = names.folded(claim.name) if claim.kind in _FOLDED else claim.name
        other = first.setdefault(name, claim)
        if other is claim:
            continue
        if (other.path, other.owner) != (claim.path, claim.owner):
            if claim.path not in told:
                yield claim, other
            told.add(claim.path)


def _subject(claim: Claim) -> Path:
    return claim.path[:-1] if claim.kind == "parameter" else ()


_RENAME = "Rename one of them."

_SAID: Mapping[Kind, tuple[str, str, str]] = {
    "type": ("BD503", '"{name}" is also the name of a type of {other}.', _RENAME),
    "class": ("BD503", "Its class would be {name}, like that of {other}.", _RENAME),
    "table": (
        "BD502",
        'Its table and path would be "{name}", like those of {other}.',
        _RENAME,
    ),
    "link table": (
        "BD502",
        'The table of {owner} would be "{name}", like that of {other}.',
        _RENAME,
    ),
    "named table": (
        "BD502",
        'Its table "{name}" is that of {other}.',
        "Choose another name.",
    ),
    "enum type": (
        "BD502",
        'Its type "{name}" would be called like what {other} has.',
        "Say another `type`.",
    ),
    "named column": (
        "BD501",
        'Its column "{name}" is that of {other}.',
        "Choose another name.",
    ),
    "path": (
        "BD506",
        'Its path "{name}" is that of {other}.',
        "Say another `path` for one of them.",
    ),
    "link column": (
        "BD501",
        'Its link table would have two columns "{name}".',
        "Rename the field.",
    ),
    "parameter": (
        "BD505",
        'Its filter "{name}" is also that of {other}.',
        "Rename it, or leave filter out.",
    ),
    "path parameter": (
        "BD505",
        'Its path would say "{name}" for {owner} and for {other}.',
        _RENAME,
    ),
    "check": (
        "BD415",
        '"{name}" is the name of another check: {other}.',
        "Choose another name.",
    ),
    "constraint": (
        "BD415",
        '"{name}" is the name of another constraint of its table: {other}.',
        "Choose another name.",
    ),
    "operation": (
        "BD506",
        'Its operation "{name}" would have the id of {other}.',
        _RENAME,
    ),
    "route": (
        "BD506",
        'Its operation "{name}" would have the address of {other}.',
        _RENAME,
    ),
    "schema": (
        "BD503",
        "{name} would be the type of {owner}, and of {other}.",
        _RENAME,
    ),
    "module": (
        "BD112",
        'Its module "{name}" is one of {other}.',
        "Choose another name.",
    ),
    "index": ("BD507", '"{name}" would be {owner}, and {other}.', _RENAME),
    "finder": ("BD507", '"{name}" would look up {owner}, and {other}.', _RENAME),
}
"""The code, the message and the hint of a collision; that of columns depends on whose they are."""


def _said(claim: Claim, other: Claim) -> tuple[str, str, str]:
    if claim.kind == "column":
        return ("BD501", *_column(claim.name, other.owner))
    code, message, hint = _SAID[claim.kind]
    told = message.format(name=claim.name, owner=claim.owner, other=other.owner)
    return code, told, hint


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
            if slot.references and not slot.own_column and len(slot.name) > limit
        }
        for name, column in columns.items():
            message = f'Its column "{column}" would be longer than {limit} characters.'
            hint = "Choose a shorter name."
            yield about(entity.fields[name], "BD108", message, hint)
