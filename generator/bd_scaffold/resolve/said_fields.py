"""The fields that an operation or a job says itself, of what it is given or answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..language.design import Design, Entity, FieldType
from ..language.scalars import ACCOUNT
from ..record import replace
from .composites import Part
from .enums import own_enum, own_enum_name
from .fields import Field, kind_of
from .types import Enum

Said = str | Mapping[str, FieldType] | None
"""A value type by its name, or fields."""


def parts_of_said(design: Design, said: Said) -> Mapping[str, FieldType]:
    """Return the fields: those of a value type are its parts."""
    if isinstance(said, str):
        return design.types[said].fields if said in design.types else {}
    return said or {}


def fields_said(
    design: Design,
    shared: Mapping[str, Enum],
    owner: str,
    said: Said,
    *,
    stem: str,
    formers: Callable[[FieldType, str], Iterable[tuple[str, str]]],
    part: Callable[[str], Part],
) -> Iterator[Field]:
    """Yield the fields that are said here; a value type tells of its parts itself.

    The enums of fields are called by `stem`; by which stem and field each was called, `formers`
    says.
    """
    if said is None or isinstance(said, str):
        return
    apart = Entity(fields=dict(said), operations=())
    for name, source in said.items():
        if source.type in (*design.types, *design.entities, ACCOUNT):
            continue  # values of parts tell of these themselves; the others can't be here
        kind = kind_of(design, owner, source)
        enum = shared.get(source.type) if kind == "enum" else None
        if source.type == "enum":
            enum = own_enum(stem, apart, name, ())
            former = (own_enum_name(*each) for each in formers(source, name))
            told = tuple(each for each in former if each != enum.name)
            enum = replace(enum, was=next(iter(told), ""), former=told)
        yield Field(owner, apart, name, source, kind, enum, part(name))
