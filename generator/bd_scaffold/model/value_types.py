"""The value types of a design, and the attributes by which mapped classes have whole values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..language.design import FieldType
from ..record import Record
from ..resolve import Resolved
from ..resolve.custom import SIDES, fields_of_side
from ..resolve.jobs import given_to
from ..resolve.normal import form_said, normal_of
from ..resolve.slots import Slot, values_of
from ..resolve.values import schema_of
from .types import ValuePart, ValueType


class Whole(Record, frozen=True):
    """A whole value of a mapped class, and the attributes of its parts in their order."""

    attribute: str
    type: str
    nullable: bool
    parts: tuple[str, ...]
    last: str  # of its parts, as the class has them


def value_types(resolved: Resolved) -> Iterator[ValueType]:
    """Yield the types that some entity has values of, or some operation."""
    used = {
        each.source.type
        for entity in resolved.entities.values()
        for each in entity.composites
    }
    used |= {
        source.type
        for each in resolved.custom
        for side in SIDES
        for source in fields_of_side(resolved.design, each.written, side).values()
    }
    used |= {
        source.type
        for job in resolved.jobs
        for source in given_to(resolved.design, job).values()
    }
    enums = {
        (each.entity_name, each.name): each.enum
        for each in resolved.fields
        if each.part is not None
    }
    for name, written in resolved.design.types.items():
        if name not in used:
            continue
        parts = [
            ValuePart(
                name=part,
                schema=schema_of(said, enums[name, part], key=False),
                description=_described(said),
            )
            for part, said in written.fields.items()
        ]
        yield ValueType(
            name=name,
            was=written.was or "",
            parts=tuple(sorted(parts, key=lambda each: each.schema.nullable)),
            description=written.description or "",
        )


def _described(part: FieldType) -> str:
    form = form_said(normal_of(part), padded=part.stored == "char")
    return "\n\n".join(filter(None, (part.description, form)))


def wholes(slots: Sequence[Slot]) -> Iterator[Whole]:
    """Yield the whole values that are made of an entity's columns."""
    for name, parts in values_of(slots).items():
        ordered = sorted(parts, key=lambda each: not each[1].needed)
        _, of = parts[0]
        last, _ = parts[-1]
        yield Whole(
            attribute=names.safe_attribute(name),
            type=of.type,
            nullable=of.optional,
            parts=tuple(slot.attribute for slot, _ in ordered),
            last=last.attribute,
        )
