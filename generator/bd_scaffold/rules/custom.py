"""Operations of the design's own: whose they are, what they are given, and why they are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from keyword import iskeyword

from .. import names
from ..diagnostics import did_you_mean, one_of
from ..language.custom import CODE, CUSTOM_NAME, Custom, Refusal
from ..language.design import ALL_OPERATIONS, Design, FieldType
from ..language.finding import Finding
from ..language.scalars import ACCOUNT
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.custom import (
    IN_QUERY,
    MODULES,
    SIDES,
    CustomOperation,
    Side,
    areas,
    owners,
)
from ..resolve.endpoints import endpoints
from ..resolve.values import MADE
from .custom_access import access
from .naming import SNAKE, shaped

_TAKEN = frozenset({*ALL_OPERATIONS, "read", "write", "refer", "service", "work"})
_CODES = frozenset({each.name for each in HTTPStatus} | {"VALIDATION_ERROR"})
_OWN_STATUSES = (401, 405, 413, 415, 429)
"""Statuses that say something of every request, and of which headers tell more."""

_OF_WHOLES = frozenset({"type", "arguments", "nullable", "many", "description"})
"""What is said of a field whose value has parts; the rest is said of the parts."""

_OF_VALUES = _OF_WHOLES | {
    *("stored", "minimum", "maximum", "min_length", "max_length", "pattern"),
    *("not_blank", "trim", "lower", "upper", "default", "has_default"),
    # Of these the rules of fields tell.
    *(
        "one",
        "link",
        "unlisted",
        "nested",
        "owned",
        "deferred",
        "deferrable",
        "unindexed",
    ),
    *("by", "to", "through", "on_delete", "on_update"),
}
_LONGEST = 100
"""The characters of a job's name, as the table has it."""

_ATTRIBUTES = {FieldType.attribute(name): name for name in FieldType.words}


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Each belongs to something, has an address of its own, and says what it can say."""
    design = resolved.design
    for full, written in design.operations.items():
        place: Path = ("operations", full)
        yield from _named(design, place, full)
        for side in SIDES:
            yield from _side(design, place, written, side)
        yield from _errors(design, place, written.errors)
    for each in resolved.custom:
        yield from _about(each)
        yield from access(resolved, each)
    yield from _addresses(resolved)


def _named(design: Design, place: Path, full: str) -> Iterator[Finding]:
    owner, _, name = full.partition(".")
    if not re.fullmatch(CUSTOM_NAME, full, re.ASCII):
        message = f'"{full}" is not the name of an operation.'
        hint = "Write what it belongs to and what it does: Order.recount."
        yield Finding(place, "BD108", message, hint)
        return
    yield from shaped(place, name, SNAKE)
    if owner not in owners(design):
        message = f'"{owner}" is no entity, no area and not the project.'
        hint = did_you_mean(owner, owners(design)) or one_of(owners(design))
        yield Finding(place, "BD103", message, hint)
    if name in _TAKEN or iskeyword(name):
        message = f'"{name}" means something else in the code of an operation.'
        yield Finding(place, "BD112", message, f'Try "{owner}.{name}_all".')


def _about(each: CustomOperation) -> Iterator[Finding]:
    on, owner = each.written.on, each.owner
    if each.written.later and each.reads:
        message = "A get changes nothing, so that a client may send it again and again."
        hint = "Write `method: post`: each request has it done once more."
        yield Finding((*each.place, "async"), "BD982", message, hint)
    if each.written.later and len(each.full_name) > _LONGEST:
        message = f"A job is called like it, by {_LONGEST} characters at the most."
        yield Finding((*each.place, "async"), "BD983", message, "Call it otherwise.")
    place = (*each.place, "on")
    if owner.kind == "entity" and on == "none":
        message = (
            f"{owner.name} is an entity, so it is about a row or about all of them."
        )
        yield Finding(place, "BD561", message, "Write item or collection.")
    elif owner.kind != "entity" and on != "none":
        what = "an area" if owner.kind == "area" else "the project"
        message = f"{owner.name} is {what}, which has no rows."
        yield Finding(place, "BD561", message, "Write `on: none`.")


# What goes there and back


def _side(
    design: Design, place: Path, written: Custom, side: Side
) -> Iterator[Finding]:
    said = written.input if side == "input" else written.output
    inner = (*place, side)
    if isinstance(said, str):
        yield from _type(design, inner, said, side)
        said = design.types[said].fields if said in design.types else {}
    elif said is not None and not said:
        message = "There is nothing in it."
        yield Finding(inner, "BD115", message, "Leave it out.")
    else:
        for name, field in (said or {}).items():
            does = f"an operation {_DOES[side]}"
            yield from wrong_field(
                design, (*inner, name), name, field, does, answered=side == "output"
            )
    if side == "input" and written.method in IN_QUERY:
        for name, field in (said or {}).items():
            if _needs_body(design, field):
                message = f"{name} does not fit into the query of a {written.method}."
                hint = "Write `method: post`, which has a body."
                there = inner if isinstance(written.input, str) else (*inner, name)
                yield Finding(there, "BD562", message, hint)


def _needs_body(design: Design, field: FieldType) -> bool:
    whole = field.type in design.types or field.type in ("json", "bytes")
    return whole or field.many


def _type(design: Design, place: Path, said: str, side: Side) -> Iterator[Finding]:
    name = said.removesuffix("[]")
    if said in design.types:
        return
    if name in design.entities and side == "output":
        if "get" not in design.entities[name].operations:
            message = f"{name} does not offer get, and is answered as that answers it."
            yield Finding(place, "BD107", message, "Add it to its `operations`.")
    elif name in design.entities:
        message = f"An operation is not given {name}."
        hint = f"Write its key as a field, as in {{{names.snake(name)}_id: uuid}}."
        yield Finding(place, "BD562", message, hint)
    elif name in design.types:
        message = f"A list of {name} is not supported yet."
        yield Finding(place, "BD102", message, f"Answer {{items: …}}, or {name}.")
    else:
        known = [*design.types, *(design.entities if side == "output" else ())]
        message = f'"{said}" is not a value type{" or an entity" * (side == "output")}.'
        hint = did_you_mean(name, known) or "Write fields, as in {count: integer}."
        yield Finding(place, "BD103", message, hint)


def wrong_field(
    design: Design,
    place: Path,
    name: str,
    field: FieldType,
    does: str,
    *,
    answered: bool = False,
) -> Iterator[Finding]:
    """Yield why a field can't be given or answered; `does` says what happens to it."""
    yield from shaped(place, name, SNAKE)
    if field.type in design.entities:
        message = f"{field.type} is an entity, and its rows are in no such place."
        hint = f"Write its key, as in {name}_id: uuid."
        yield Finding((*place, "type"), "BD562", message, hint, place)
        return
    if field.type == ACCOUNT:
        message = "An account is told by who asks, and not given or answered."
        hint = f"Write {name}_id: uuid for its key."
        yield Finding((*place, "type"), "BD562", message, hint, place)
        return
    if field.type in design.types and field.many:
        message = f"A list of {field.type} is not supported yet."
        hint = "Write its parts as lists, or a field of type json."
        yield Finding((*place, "type"), "BD102", message, hint, place)
    whole = field.type in design.types
    here = _OF_WHOLES if whole else _OF_VALUES
    said = (each for each in _ATTRIBUTES if each not in here and getattr(field, each))
    words = [_ATTRIBUTES[each] for each in said if each != "has_default"]
    made = field.default in MADE.values()
    if field.has_default and not whole and (answered or made):
        words.append("default")
    for word in words:
        message = f'"{word}" does not apply to what {does}.'
        yield Finding((*place, word), "BD205", message, "Leave it out.", place)


_DOES: Mapping[Side, str] = {"input": "is given", "output": "answers"}


# Refusals


def _errors(
    design: Design, place: Path, errors: Mapping[str, Refusal]
) -> Iterator[Finding]:
    for code, refusal in errors.items():
        inner = (*place, "errors", code)
        if not re.fullmatch(CODE, code, re.ASCII):
            better = names.snake(code).upper() or "ORDER_CLOSED"
            message = f'"{code}" is not a code.'
            hint = f"Write capitals joined by underscores: {better}."
            yield Finding(inner, "BD108", message, hint)
        elif code in _CODES:
            message = f"{code} is what every operation is refused with."
            hint = "Say in another word why this one is."
            yield Finding(inner, "BD112", message, hint)
        if not 400 <= refusal.status <= 499 or refusal.status in _OWN_STATUSES:
            message = f"{refusal.status} is not the status of a refusal of one's own."
            hint = "Write one from 400 to 499: 409, 410 or 422."
            yield Finding((*inner, "status"), "BD563", message, hint)
        first, owner = _first(design, code)
        same = (first.status, first.message) == (refusal.status, refusal.message)
        if not same and ("operations", owner) != place:
            message = f"{code} says something else at {owner}."
            hint = "Say the same there, or call one of them otherwise."
            yield Finding(inner, "BD563", message, hint)


def _first(design: Design, code: str) -> tuple[Refusal, str]:
    """Return what is said of a code first, and by which operation."""
    return next(
        (each.errors[code], name)
        for name, each in design.operations.items()
        if code in each.errors
    )


# Addresses


def _addresses(resolved: Resolved) -> Iterator[Finding]:
    """A path of one's own is no row's, and no other operation's by whatever method."""
    others = [e for e in endpoints(resolved) if e.place[0] != "operations"]
    known = {_bare(each.path): each.owner for each in others}
    told = {(each.method, _bare(each.path)) for each in others}
    for each in resolved.custom:
        path = _bare(each.path)
        if (each.method, path) in told:
            continue  # that is a collision of routes
        if path in known:
            message = f"{each.path} is the address of {known[path]} already."
            yield Finding(each.place, "BD506", message, "Call it otherwise.")
        elif not each.is_of_row:
            yield from _rows_of(resolved, each)
        if each.owner.kind == "project":
            for area in areas(resolved.design):
                if area in MODULES:
                    message = f'Its module would be that of the area "{area}".'
                    yield Finding(each.place, "BD112", message, "Rename the area.")


def _bare(path: str) -> str:
    """Return a path without the names of its parameters, which tell none apart."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def _rows_of(resolved: Resolved, each: CustomOperation) -> Iterator[Finding]:
    """Yield entities of which a row may have a key that says this path."""
    above, _, last = each.path.rpartition("/")
    for entity in resolved.entities.values():
        if entity.names.path != above or len(entity.key) != 1:
            continue
        schema = entity.key[0].schema
        texts = schema.type in ("string", "text") and not schema.enum
        if not texts or len(last) > (schema.max_length or len(last)):
            continue
        if re.search(schema.pattern or "", last):
            message = (
                f'A row of {entity.name} may have the key "{last}", and its address.'
            )
            hint = "Give the key a pattern that leaves it out, or call it otherwise."
            yield Finding(each.place, "BD506", message, hint)
