"""`erase`: what a person's rows are, which are exported and erased with their account."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity, FieldType
from ..language.finding import Finding
from .feature import Feature, in_designs

_SHORTEST = {"string": 8, "char": 8, "varchar": 8, "text": 8, "email": 40, "url": 40}
"""How much room a mark needs that stands in a text's place."""

_FILLED = 19


def _wanted(design: Design) -> bool:
    return design.security is not None


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """What stays of a row needs somebody whose it is, and something that can be blanked."""
    if entity.erase is None:
        return
    if entity.owner is None:
        message = "It says of no row whose it is, so none is erased with anybody."
        hint = "Add `owner`, the path to the account, or leave it out."
        yield Finding(("entities", name, "erase"), "BD551", message, hint)
    if entity.erase.kind != "anonymise":
        return
    for each, field in entity.fields.items():
        if field.pii and not _can_be_blanked(field):
            message = "Its row stays, and nothing can stand in the place of its value."
            hint = "Let it be missing, with a question mark, or keep the row as it is."
            path = ("entities", name, "fields", each)
            yield Finding((*path, "pii"), "BD552", message, hint, path)


def _can_be_blanked(field: FieldType) -> bool:
    """Tell whether there is nothing, an empty list or a mark in the place of a value."""
    if field.nullable:
        return True
    if field.many:
        return field.minimum is None
    if field.pattern or field.upper or field.type not in _SHORTEST:
        return False
    room = int(field.arguments[0]) if field.arguments else field.max_length
    enough = room is None or room >= _SHORTEST[field.type]
    return enough and (field.min_length or 0) <= _FILLED


FEATURE = Feature(
    name="personal_data",
    said="erase: anonymise",
    summary="A person's rows are exported and erased with their account.",
    used_by=in_designs(_wanted),
    modules=("personal_data",),
    wanted=_wanted,
    rule=_rule,
    told=False,
)
