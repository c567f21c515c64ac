"""What the type of each field turned out to be."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Literal

from ..language.design import Design, Entity, FieldType
from ..language.scalars import TYPES
from ..language.tree import Path
from ..record import Record
from .composites import Composite, Part, without_relations
from .enums import own_enum
from .types import Enum

Kind = Literal[
    "value",
    "enum",
    "reference",
    "link",
    "through",
    "mirror",
    "inverse",
    "unknown",
]
"""A link is a relation of many to many; so is one through the rows of another entity.

A mirror is the other side of either, an inverse that of a reference.
"""


class Field(Record, frozen=True):
    """One field where it stands, and what it is."""

    entity_name: str
    entity: Entity
    name: str
    source: FieldType
    kind: Kind
    enum: Enum | None = None  # of which its values are, shared or its own
    part: Part | None = None  # of a value, where it is one

    @property
    def said(self) -> str:
        """What checks, indexes and lists call it: `price.amount`, where it is a part."""
        whole = self.part.field if self.part is not None else ""
        return f"{whole}.{self.part.name}" if self.part and whole else self.name

    @property
    def is_relation(self) -> bool:
        """True for a field that points to an entity, or is pointed at by one."""
        return self.kind in ("reference", "link", "through", "mirror", "inverse")

    @property
    def is_known(self) -> bool:
        """True for a field whose type means something."""
        return self.kind != "unknown"

    @property
    def values(self) -> tuple[str, ...]:
        """The values of its enum; none for other fields."""
        return tuple(each.value for each in self.enum.members) if self.enum else ()

    @property
    def has_column(self) -> bool:
        """True for a field that its own table stores."""
        return self.kind not in ("link", "through", "mirror", "inverse")

    @property
    def is_unique(self) -> bool:
        """True where no two rows have the same value, by its word or by a group of one."""
        groups = (each.fields for each in self.entity.unique)
        return self.source.unique or (self.name,) in groups

    @property
    def has_equal_nulls(self) -> bool:
        """True where only one row may lack a value."""
        return any(
            each.nulls_not_distinct and each.fields == (self.name,)
            for each in self.entity.unique
        )

    @property
    def in_key(self) -> bool:
        """True for a part of a key that the design gives."""
        key = self.entity.key
        return self.source.auto if key is None else self.name in key

    def path(self, *words: str | int) -> Path:
        """Return the path of the field, or of a word of it."""
        if self.part is not None:
            return (*self.part.place, *words)
        return ("entities", self.entity_name, "fields", self.name, *words)


def fields_of(
    design: Design,
    entity_name: str,
    shared: Mapping[str, Enum],
    taken: Container[str],
    composites: Iterable[Composite] = (),
) -> dict[str, Field]:
    """Return the fields of an entity, by their names; their enums avoid classes' names."""
    entity = design.entities[entity_name]
    parts = {name: part for each in composites for name, part in each.parts.items()}
    found = {}
    for name, source in entity.fields.items():
        kind = kind_of(design, entity_name, source)
        enum = shared.get(source.type) if kind == "enum" else None
        if source.type == "enum":
            enum = own_enum(entity_name, entity, name, taken)
        part = parts.get(name)
        found[name] = Field(entity_name, entity, name, source, kind, enum, part)
    return found


def parts_of_types(design: Design, shared: Mapping[str, Enum]) -> Iterator[Field]:
    """Yield the parts of every value type, as if a field were each of them alone."""
    for name, written in design.types.items():
        apart = Entity(fields=written.fields, operations=())
        for part, said in written.fields.items():
            source = without_relations(design, said)
            kind = kind_of(design, name, source)
            enum = shared.get(source.type) if kind == "enum" else None
            of = Part(name, part, "")
            yield Field(name, apart, part, source, kind, enum, of)


def referred_fields(
    fields: Mapping[str, Mapping[str, Field]],
) -> Mapping[str, frozenset[str]]:
    """Return the fields of entities by which others refer to them, beside the key."""
    found: dict[str, frozenset[str]] = {}
    for each in (field for of_one in fields.values() for field in of_one.values()):
        target, to = each.source.type, each.source.to
        if each.kind == "reference" and to is not None:
            found[target] = found.get(target, frozenset()) | {to}
    return found


def kind_of(design: Design, entity_name: str, source: FieldType) -> Kind:
    """Return what the type of a field turns out to be."""
    if source.type in design.entities:
        if source.by is not None:
            there = design.entities[source.type].fields.get(source.by)
            mirrors = there is not None and _leads_to(there, entity_name)
            return "mirror" if mirrors and source.many else "inverse"
        if not source.many:
            return "reference"
        return "through" if source.through else "link"
    if source.type == "enum" or source.type in design.enums:
        return "enum"
    return "value" if source.type in TYPES else "unknown"


def _leads_to(there: FieldType, entity_name: str) -> bool:
    """True for a relation of many to many that leads to an entity."""
    return there.many and there.by is None and there.type == entity_name
