"""Fields resolved to slots: each one JSON property that is also one column.

A scalar field is one slot; a relation is one slot for each part of the other side's key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .. import names
from ..language.design import Design, Entity, FieldType
from ..language.namespace import completed
from .naming import EntityNames
from .types import Enum, OwnWords, Schema
from .values import UUID_SCHEMA, default_of, plain, schema_of


@dataclass(frozen=True, slots=True)
class Slot:
    """One property and column of an entity."""

    name: str
    attribute: str
    schema: Schema
    enum: Enum | None
    source: (
        FieldType | None
    )  # None for what the design does not write: `id` and the traits
    field_name: str  # the design's field that this comes from
    key: bool
    references: str | None = None  # the entity that this points to
    target: str | None = None  # the slot's name over there
    former: tuple[str, ...] = ()  # its names before, as far as fields were renamed
    description: str = ""
    x: OwnWords | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """A many-to-many relation."""

    field_name: str
    source: FieldType


@dataclass(frozen=True, slots=True)
class Inverse:
    """The other side of a relation: no column."""

    field_name: str
    source: FieldType
    target: str
    by: str


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks up what names in a design mean; remembers the keys it has resolved."""

    design: Design
    names: Mapping[str, EntityNames]
    enums: Mapping[str, Enum]
    _keys: dict[str, tuple[Slot, ...]] = field(default_factory=dict)
    _slots: dict[str, tuple[Slot, ...]] = field(default_factory=dict)

    def key(self, entity: str) -> tuple[Slot, ...]:
        """Return the slots of an entity's key, in order."""
        if entity not in self._keys:
            self._keys[entity] = tuple(self._key(entity))
        return self._keys[entity]

    def slots(self, entity: str) -> tuple[Slot, ...]:
        """Return every slot of an entity: the key, the fields as written, then the traits."""
        if entity not in self._slots:
            self._slots[entity] = self._all(entity)
        return self._slots[entity]

    def _all(self, entity: str) -> tuple[Slot, ...]:
        written = self.design.entities[entity]
        key = self.key(entity)
        rest = (
            slot
            for name, source in written.fields.items()
            if name not in (written.key or ())
            for slot in self._field(entity, name, source, key=False)
        )
        slots = (*key, *rest, *_traits(written))
        return tuple(self._with_words(slot) for slot in slots)

    def _with_words(self, slot: Slot) -> Slot:
        """Return a slot with the words of a team's own; by default, where nobody wrote it."""
        x = self.own_words(slot.source)
        return slot if x is None else replace(slot, x=x)

    def own_words(self, source: FieldType | None) -> OwnWords | None:
        """Return the words of a team's own that a field has."""
        said = source.own if source is not None else {}
        return completed(self.design.namespaces, "field", said)

    def many(self, entity: str) -> tuple[Many, ...]:
        """Return an entity's many-to-many relations."""
        return tuple(
            Many(name, source)
            for name, source in self.design.entities[entity].fields.items()
            if self._is_relation(source) and source.many and source.by is None
        )

    def inverses(self, entity: str) -> tuple[Inverse, ...]:
        """Return the relations of an entity whose column is on the other side."""
        return tuple(
            Inverse(name, source, source.type, source.by)
            for name, source in self.design.entities[entity].fields.items()
            if self._is_relation(source) and source.by is not None
        )

    def enum_of(self, entity: str, name: str, source: FieldType) -> Enum | None:
        """Return the enum of a field, shared or its own."""
        if source.type == "enum":
            return self.enums[own_enum_name(entity, name)]
        return self.enums.get(source.type)

    def _key(self, entity: str) -> Iterator[Slot]:
        written = self.design.entities[entity]
        if written.key is None:
            yield Slot("id", "id", UUID_SCHEMA, None, None, "id", key=True)
            return
        for name in written.key:
            yield from self._field(entity, name, written.fields[name], key=True)

    def _field(
        self, entity: str, name: str, source: FieldType, *, key: bool
    ) -> Iterator[Slot]:
        if self._is_relation(source):
            if not source.many:
                yield from self._reference(name, source, key=key)
            return
        enum = self.enum_of(entity, name, source)
        schema = schema_of(source, enum, key=key)
        attribute = names.safe_attribute(name)
        words = source.description or ""
        yield Slot(
            name=name,
            attribute=attribute,
            schema=schema,
            enum=enum,
            source=source,
            field_name=name,
            key=key,
            description=words,
            former=(source.was,) if source.was else (),
        )

    def _reference(self, name: str, source: FieldType, *, key: bool) -> Iterator[Slot]:
        for part in self.key(source.type):
            slot_name = f"{name}_{part.name}"
            yield Slot(
                name=slot_name,
                attribute=names.safe_attribute(slot_name),
                schema=replace(part.schema, nullable=source.nullable),
                enum=part.enum,
                source=source,
                field_name=name,
                key=key,
                references=source.type,
                target=part.name,
                description=source.description or "",
                former=tuple(_formers(name, source, part)),
            )

    def _is_relation(self, source: FieldType) -> bool:
        return source.type in self.design.entities


def _formers(name: str, source: FieldType, part: Slot) -> Iterator[str]:
    """Yield what a reference's column was, whichever of the two renames is history by now."""
    for own in (source.was, name):
        for other in (*part.former, part.name):
            if own and (own, other) != (name, part.name):
                yield f"{own}_{other}"


def own_enum_name(entity: str, field_name: str) -> str:
    """Return the name of an enum that one field writes in place: `Order`, `kind` → `OrderKind`."""
    return entity + "".join(word.capitalize() for word in field_name.split("_"))


def is_server_set(slot: Slot) -> bool:
    """True where a client never writes the value."""
    return slot.source is None or slot.source.readonly


def has_default(slot: Slot) -> bool:
    """True where a value is there without a client's."""
    return slot.source is not None and slot.source.has_default and not slot.references


def default_value(slot: Slot) -> object:
    """Return the default's JSON value, of a slot that has one."""
    return None if slot.source is None else default_of(slot.source, slot.schema)


def _traits(entity: Entity) -> Iterator[Slot]:
    if entity.versioned:
        schema = replace(plain("integer"), minimum="1", maximum="2147483647")
        yield Slot("version", "version", schema, None, None, "version", key=False)
    if entity.soft_delete:
        schema = replace(plain("datetime"), nullable=True)
        yield Slot(
            "deleted_at", "deleted_at", schema, None, None, "deleted_at", key=False
        )
    if entity.timestamps:
        for name in ("created_at", "updated_at"):
            yield Slot(name, name, plain("datetime"), None, None, name, key=False)
