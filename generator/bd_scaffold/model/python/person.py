"""What is known of a person in an entity's rows, and what becomes of it, as code says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...language.erasing import Erase
from ...layout import Node, Source, after, block, tuple_of
from ...names import python_string as quoted
from ...record import replace
from ...resolve.access_rules import Read
from ...resolve.types import Schema
from ..parts import EntityParts
from ..types import PersonCode, Property
from .access import path_of

NULL, LIST, STAYS = "NULL", "LIST", "STAYS"
_TEXTS = {"string": "text", "text": "text", "email": "email", "url": "url"}
_SHORTEST = {"text": 8, "email": 40, "url": 40}
_FILLED = 19
"""How long a mark is: no text of which more is asked has one."""


def blank_of(schema: Schema) -> str:
    """Return what stands in the place of a value of a person, ready Python."""
    if schema.nullable:
        return NULL
    if schema.many:
        return STAYS if schema.min_items else LIST
    kind = _TEXTS.get(schema.type)
    shaped = schema.enum or schema.pattern or "upper" in schema.normal
    length = schema.max_length or 0
    if kind is None or shaped or (schema.min_length or 0) > _FILLED:
        return STAYS
    if length and length < _SHORTEST[kind]:
        return STAYS
    return f"{kind}({length or ''})"


def person_code(
    parts: EntityParts, properties: Sequence[Property]
) -> PersonCode | None:
    """Return what is said of the rows of an entity that belong to somebody, if they do."""
    access = parts.entity.access
    if access is None or access.owner is None:
        return None
    erase = parts.entity.written.erase
    return _code(parts.own.class_name, access.owner, erase, properties)


def _code(
    class_name: str, owner: Read, erase: Erase | None, properties: Sequence[Property]
) -> PersonCode:
    personal = [each for each in properties if each.personal]
    blanks = {each.attribute: _blank(each) for each in personal}
    hidden = tuple(each for each in properties if _is_hidden(each))
    kind = erase.kind if erase else ""
    items: list[Source] = [
        f"models.{class_name}",
        after("owner=", tuple_of(path_of(owner))),
    ]
    if hidden:
        held = (quoted(each.attribute) for each in hidden)
        items.append(after("hidden=", tuple_of(held)))
    if blanks and kind != "keep":
        pairs = tuple(f"{quoted(name)}: {blank}" for name, blank in blanks.items())
        items.append(Node("blanks={", pairs, "}"))
    if kind:
        items.append(f"erase={kind.upper()}")
    kinds = [kind.upper()] if kind else []
    if erase and erase.reason:
        items.append(f"reason={quoted(erase.reason)}")
    said = {each.partition("(")[0] for each in blanks.values() if kind != "keep"}
    return PersonCode(
        entry=block(Node("PersonalData(", tuple(items), ")", spread=True), 4, ","),
        constants=tuple(sorted(filter(str.isupper, {*said, *kinds}))),
        functions=tuple(sorted(filter(str.islower, said))),
        owner=owner.text,
        left_out=tuple(_names(hidden)),
        blanked=tuple(_names(personal)),
        stays=tuple(_names(e for e in personal if blanks[e.attribute] == STAYS)),
        kept=erase.reason if erase else "",
    )


def _blank(each: Property) -> str:
    if each.part is not None and each.part.needed:
        # Where there is a whole value, it has this part, though its column may be null.
        return blank_of(replace(each.schema, nullable=False))
    return blank_of(each.schema)


def _is_hidden(each: Property) -> bool:
    """True for what is never shown again, and for what is the program's own business."""
    return not each.in_read and (each.in_create or not each.personal)


def _names(found: Iterable[Property]) -> Iterator[str]:
    for each in found:
        yield f"{each.part.name}.{each.part.part}" if each.part else each.name
