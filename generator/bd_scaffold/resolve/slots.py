"""Fields resolved to slots: each one JSON property that is also one column.

A scalar field is one slot; a relation is one slot for each part of the other side's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .. import names
from ..features.feature import Feature
from ..features.tables import Column
from ..language.design import Design, Entity, FieldType
from ..language.files import FILE
from ..language.filters import Form, asked_forms, forms_of
from ..language.namespace import completed
from ..language.scalars import ACCOUNT
from ..record import Record, replace
from .composites import Part
from .fields import Field
from .types import Enum, OwnWords, Schema
from .values import (
    INTEGER_BOUNDS,
    UUID_SCHEMA,
    Made,
    default_of,
    made_anew,
    schema_of,
)

ACCOUNTS, ACCOUNT_KEY = "accounts", "id"
"""The table of those who sign in, and its key."""


class Slot(Record, frozen=True):
    """One property and column of an entity."""

    name: str  # in JSON
    attribute: str
    schema: Schema
    enum: Enum | None
    source: FieldType | None  # None for what the design does not write
    field_name: str  # the design's field that this comes from
    key: bool
    references: str | None = None  # the entity that this points to, or "user"
    target: str | None = None  # the slot's name over there
    former: tuple[str, ...] = ()  # its names before, as far as fields were renamed
    description: str = ""
    filter: bool = False  # lists can be narrowed by it
    forms: tuple[Form, ...] = ()  # in which they can be, beside the usual ones
    sort: bool = False  # lists can be ordered by it
    added: Column | None = None  # what a capability says of it, if it adds it
    x: OwnWords | None = None
    own_column: str = ""  # the column's name, where that is another one
    part: Part | None = None  # of a value, where it is one
    from_caller: bool = False  # a new row that lacks it gets the account of who asks

    @property
    def column(self) -> str:
        """The name in the database."""
        return self.own_column or self.name


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves fields to slots; remembers the keys, which others point to."""

    design: Design
    fields: Mapping[str, Mapping[str, Field]]  # of each entity
    _keys: dict[str, tuple[Slot, ...]] = field(default_factory=dict)

    def key(self, entity: str) -> tuple[Slot, ...]:
        """Return the slots of an entity's key, in order, without what is in a circle."""
        if entity not in self._keys:
            self._keys[entity] = ()  # all that a circle of keys comes to
            self._keys[entity] = tuple(self._key(entity))
        return self._keys[entity]

    def slots(self, entity: str, features: Iterable[Feature]) -> tuple[Slot, ...]:
        """Return every slot: the key, the fields as written, then what capabilities add."""
        rest = (
            slot
            for each in self.fields[entity].values()
            if not each.in_key
            for slot in self._field(each)
        )
        written = self.design.entities[entity]
        added = (
            _added(column, written) for each in features for column in each.columns
        )
        slots = (*self.key(entity), *rest, *added)
        return tuple(self._with_words(slot) for slot in slots)

    def own_words(self, source: FieldType | None) -> OwnWords | None:
        """Return the words of a team's own that a field has."""
        said = source.own if source is not None else {}
        return completed(self.design.namespaces, "field", said)

    def _with_words(self, slot: Slot) -> Slot:
        """Return a slot with the words of a team's own; by default, where nobody wrote it."""
        x = self.own_words(slot.source)
        return slot if x is None else replace(slot, x=x)

    def _key(self, entity: str) -> Iterator[Slot]:
        written = self.design.entities[entity]
        if written.key is None and not written.key_fields:
            yield Slot("id", "id", UUID_SCHEMA, None, None, "id", key=True)
            return
        for name in dict.fromkeys(written.key_fields):
            if name in self.fields[entity]:
                yield from self._field(self.fields[entity][name])

    def _field(self, written: Field) -> Iterator[Slot]:
        if written.kind == "reference":
            yield from self._reference(written)
        elif written.source.type == ACCOUNT:
            yield self._account(written)
        elif written.has_column:
            yield self._value(written, in_key=written.in_key)

    def _value(self, written: Field, *, in_key: bool) -> Slot:
        name, source = written.name, written.source
        return Slot(
            name=name,
            attribute=names.safe_attribute(name),
            schema=schema_of(source, written.enum, key=in_key),
            enum=written.enum,
            source=source,
            field_name=name,
            key=written.in_key,
            description=source.description or "",
            former=written.part.former if written.part else _was(source),
            filter=bool(source.filter),
            forms=forms_of(source.filter),
            sort=source.sort,
            own_column="".join(source.column[:1]),
            part=written.part,
        )

    def _account(self, written: Field) -> Slot:
        """Return the column with the key of an account."""
        value = self._value(written, in_key=False)
        name = column_to(written.name, ACCOUNT_KEY, alone=True)
        owner = self.design.entities[written.entity_name].owner
        return replace(
            value,
            name=name,
            attribute=names.safe_attribute(name),
            schema=replace(UUID_SCHEMA, nullable=written.source.nullable),
            references=ACCOUNT,
            target=ACCOUNT_KEY,
            former=tuple(
                column_to(each, ACCOUNT_KEY, alone=True) for each in value.former
            ),
            filter=not written.source.internal,
            from_caller=owner == written.name or not written.source.nullable,
        )

    def _referred(self, written: Field) -> tuple[Slot, ...]:
        """Return what a reference holds the values of: the other's key, or one field."""
        source = written.source
        if source.to is None:
            return self.key(source.type)
        field = self.fields[source.type].get(source.to)
        if field is None or field.is_relation:
            return ()  # a mistake that the rules report
        return (self._value(field, in_key=written.in_key),)

    def _reference(self, written: Field) -> Iterator[Slot]:
        source, key = written.source, self._referred(written)
        for number, part in enumerate(key):
            name = column_to(written.name, part.name, alone=len(key) == 1)
            yield Slot(
                name=name,
                attribute=names.safe_attribute(name),
                schema=replace(part.schema, nullable=source.nullable),
                enum=part.enum,
                source=source,
                field_name=written.name,
                key=written.in_key,
                references=source.type,
                target=part.name,
                description=source.description or "",
                former=tuple(_formers(written.name, source, part, alone=len(key) == 1)),
                filter=not source.internal,
                forms=forms_of(source.filter),
                own_column="".join(source.column[number : number + 1]),
            )


def values_of(slots: Iterable[Slot]) -> dict[str, list[tuple[Slot, Part]]]:
    """Return the columns of each value of several parts, each with what it is of the value."""
    found: dict[str, list[tuple[Slot, Part]]] = {}
    for slot in slots:
        if slot.part is not None:
            found.setdefault(slot.part.field, []).append((slot, slot.part))
    return found


def _was(source: FieldType) -> tuple[str, ...]:
    return (source.was,) if source.was else ()


def _added(column: Column, written: Entity) -> Slot:
    schema = Schema(
        type=column.type,
        nullable=column.nullable,
        minimum=None if column.minimum is None else str(column.minimum),
        maximum=None if column.maximum is None else str(column.maximum),
    )
    of_account = column.references == ACCOUNTS
    return Slot(
        name=column.name,
        attribute=column.name,
        schema=schema,
        enum=None,
        source=None,
        field_name=column.name,
        key=False,
        references=ACCOUNT if of_account else None,
        target=ACCOUNT_KEY if of_account else None,
        filter=column.filter or column.name in written.filter,
        forms=asked_forms(written.filter, column.name),
        sort=column.sort or column.name in written.sort,
        added=column,
    )


def column_to(name: str, key: str, *, alone: bool) -> str:
    """Return the column of a relation to a key, or to a part of one: `city` → `city_id`.

    A key that says the relation's name already, `city_id`, doesn't say it twice.
    """
    return key if alone and key.startswith(f"{name}_") else f"{name}_{key}"


def _formers(name: str, source: FieldType, part: Slot, *, alone: bool) -> Iterator[str]:
    """Yield what a reference's column was, whichever of the two renames is history by now."""
    for own in (source.was, name):
        for other in (*part.former, part.name):
            if own and (own, other) != (name, part.name):
                yield column_to(own, other, alone=alone)


def dividing(slots: Iterable[Slot]) -> tuple[str, ...]:
    """Return the columns by which rows are divided: those of other values don't concern them."""
    return tuple(slot.column for slot in slots if slot.added and slot.added.divides)


def primary_key_of(slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return the columns of the primary key: of divided rows, a part's name and its own key.

    A key that is made is nowhere else, so it tells a row apart from those of all parts.
    """
    key = [slot for slot in slots if slot.key]
    columns = tuple(slot.column for slot in key)
    return columns if all(map(_is_made_once, key)) else (*dividing(slots), *columns)


def dividing_key(slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return the columns without which the key of divided rows tells none apart."""
    primary = primary_key_of(slots)
    return tuple(each for each in dividing(slots) if each in primary)


def _is_made_once(slot: Slot) -> bool:
    """True for a key that no other row has, wherever it is."""
    if slot.source is None:
        return True
    return slot.source.auto and slot.schema.type in ("uuid", *INTEGER_BOUNDS)


def is_server_set(slot: Slot) -> bool:
    """True where a client never writes the value."""
    source = slot.source
    if source is None or source.readonly or source.auto or source.internal:
        return True
    return source.type == FILE or is_computed(slot)


def is_encrypted(slot: Slot) -> bool:
    """True for a value that the database holds encrypted."""
    return slot.source is not None and slot.source.encrypted


def is_computed(slot: Slot) -> bool:
    """True for a column that the database computes from others of its row."""
    source = slot.source  # asked so often that a call of its property would count
    return (
        source is not None
        and (source.computed is not None or source.computed_sql != ())
        and not slot.references
    )


def is_virtual(slot: Slot) -> bool:
    """True for a column that has no room in its row, and so none in an index."""
    source = slot.source
    return source is not None and source.virtual and is_computed(slot)


def is_numbered(slot: Slot) -> bool:
    """True for a key that the database gives each new row: the next number."""
    auto = slot.source is not None and slot.source.auto
    return auto and slot.schema.type in INTEGER_BOUNDS


def has_default(slot: Slot) -> bool:
    """True where a value is there without a client's."""
    source = slot.source
    return source is not None and source.has_default and made(slot) is None


def made(slot: Slot) -> Made | None:
    """Return what a new row gets that is made anew, where a client gives nothing."""
    if slot.source is None or slot.references:
        return None
    return made_anew(slot.source)


def default_value(slot: Slot) -> object:
    """Return the default's JSON value, of a slot that has one."""
    return None if slot.source is None else default_of(slot.source, slot.schema)
