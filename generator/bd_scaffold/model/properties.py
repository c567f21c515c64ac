"""The members of an entity's JSON object, and what clients may do with each."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..language.field_type import FieldType
from ..record import replace
from ..resolve.composites import Part
from ..resolve.computed import DESCRIPTION
from ..resolve.normal import form_said
from ..resolve.slots import (
    Slot,
    default_value,
    has_default,
    is_computed,
    is_encrypted,
    is_server_set,
    made,
)
from .parts import EntityParts
from .types import PartOf, Property


def properties_of_json(parts: EntityParts) -> Iterator[Property]:
    """Yield the properties of an entity: the key first, what capabilities add last."""
    written = [slot for slot in parts.slots if not slot.added]
    for slot in written:
        yield _property(slot)
    for link in parts.listed_keys:
        target = parts.resolved.entities[link.target].key[0]
        yield Property(
            name=link.name,
            attribute=link.attribute,
            schema=replace(target.schema, many=True),
            description="",
            references=link.target,
            has_default=True,
            default=[],
            in_read=True,
            in_list=link.in_list,
            in_create=True,
            in_replace=True,
            in_update=True,
            required=False,
            x=link.x,
            readable=_said(parts.entity.fields[link.field].source, "readable"),
            writable=_said(parts.entity.fields[link.field].source, "writable"),
        )
    for slot in parts.slots:
        if slot.added and not slot.added.hidden:
            yield _property(slot)


def _said(source: FieldType | None, word: str) -> str:
    """Return who sees a field, or who gives it a value, where that is not everybody."""
    rule = getattr(source, word, None)
    return "" if rule is None else str(rule)


def _property(slot: Slot) -> Property:
    server = is_server_set(slot)
    source = slot.source
    immutable = slot.key or (source is not None and source.immutable)
    defaulted = has_default(slot)
    return Property(
        name=slot.name,
        attribute=slot.attribute,
        schema=slot.schema,
        description=_description(slot),
        references=slot.references,
        has_default=defaulted,
        made=slot.schema.nullable
        and not server
        and (slot.from_caller or made(slot) is not None),
        default=default_value(slot) if defaulted else None,
        in_read=source is None or not (source.writeonly or source.internal),
        in_create=not server,
        in_replace=not server and not immutable,
        in_update=not server and not immutable,
        required=not (
            server
            or slot.schema.nullable
            or slot.from_caller
            or defaulted
            or made(slot)
        ),
        part=_part(slot.part) if slot.part else None,
        x=slot.x,
        personal=source is not None and source.pii,
        encrypted=is_encrypted(slot),
        readable=_said(source, "readable"),
        writable=_said(source, "writable"),
    )


def _part(part: Part) -> PartOf:
    return PartOf(
        name=part.field,
        attribute=names.safe_attribute(part.field),
        type=part.type,
        part=part.name,
        needed=part.needed,
        nullable=part.optional,
        description=part.description,
    )


def _description(slot: Slot) -> str:
    """Return what the design says of a value, and what a new row gets that has none."""
    kind = made(slot)
    anew = _MADE.get(f"{kind} {slot.schema.type}") or _MADE.get(kind or "")
    if slot.from_caller:
        anew = "the account of who asks, unless it is given"
    said = f"In a new row {anew}." if anew else ""
    if is_computed(slot):
        said = DESCRIPTION
    form = form_said(slot.schema.normal, padded=slot.schema.padded)
    return "\n\n".join(filter(None, (slot.description, said, form)))


_MADE = {
    "now": "the present moment, unless it is given",
    "now datetime_local": "the present in UTC, unless it is given",
    "today": "the present day, in UTC, unless it is given",
    "uuid": "a new UUID, unless it is given",
    "next": "the next number",
    "sql": "what the database makes, unless it is given",
}
