"""Relations of many to many that rows of another entity hold: `Product[] through(OrderLine)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language.design import FieldType
from ..record import Record
from .fields import Field
from .slots import Resolver, Slot


class Ends(Record, frozen=True):
    """The fields of an association that refer to the two entities which its rows relate."""

    near: Field  # to the one that says `through`
    far: Field  # to the one that it leads to


class Association(Record, frozen=True):
    """One side of a relation of many to many, of which rows stand under this side's paths."""

    field_name: str
    source: FieldType
    target: str  # the entity whose rows these are
    through: str  # the one whose rows relate the two
    near: tuple[Slot, ...]  # its columns with this side's key
    far: tuple[Slot, ...]  # and those with the target's
    ends: tuple[str, str]  # its fields that refer to this side and to the target

    @property
    def is_mirror(self) -> bool:
        """True for the side that says `by`."""
        return self.source.by is not None


def ends_of(fields: Mapping[str, Mapping[str, Field]], field: Field) -> Ends | None:
    """Return the ends of a `through`, unless it is left open which they are."""
    near, far = candidates(fields, field)
    if len(near) != 1 or len(far) != 1 or near == far:
        return None
    return Ends(near[0], far[0])


def candidates(
    fields: Mapping[str, Mapping[str, Field]], field: Field
) -> tuple[list[Field], list[Field]]:
    """Return what could refer to this side of a `through`, and what to the other one."""
    through, *said = field.source.through
    there = fields.get(through, {}).values()
    sides = (field.entity_name, field.source.type)
    near, far = (
        [
            each
            for each in there
            if each.kind == "reference" and each.source.type == side
        ]
        for side in sides
    )
    if said:
        near = [each for each in near if each.name == said[0]]
        far = [each for each in far if each.name == said[-1]]
    return near, far


def associations(
    resolver: Resolver, fields: Mapping[str, Field]
) -> Iterator[Association]:
    """Yield the relations of an entity that rows of others hold."""
    for field in fields.values():
        if field.kind == "through":
            yield from _side(resolver, field, field)
        elif field.kind == "mirror":
            there = resolver.fields[field.source.type][str(field.source.by)]
            if there.kind == "through":
                yield from _side(resolver, field, there)


def _side(resolver: Resolver, field: Field, declared: Field) -> Iterator[Association]:
    """Yield one side; nothing where the rules have something to say of it."""
    ends = ends_of(resolver.fields, declared)
    if ends is None:
        return
    near, far = (tuple(_columns(resolver, each)) for each in (ends.near, ends.far))
    names = (ends.near.name, ends.far.name)
    if field is not declared:
        near, far, names = far, near, names[::-1]
    if near and far:
        yield Association(
            field_name=field.name,
            source=field.source,
            target=field.source.type,
            through=declared.source.through[0],
            near=near,
            far=far,
            ends=names,
        )


def _columns(resolver: Resolver, field: Field) -> Iterator[Slot]:
    slots = resolver.slots(field.entity_name, ())
    return (each for each in slots if each.field_name == field.name)
