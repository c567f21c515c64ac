"""What the design says of an entity, gathered by field from the facts of its model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..language.filters import Form
from ..model.types import (
    Column,
    Computed,
    Constraint,
    Entity,
    Index,
    Link,
    Model,
    OnDelete,
    OnUpdate,
    Property,
    Table,
)
from ..names import safe_attribute
from ..record import Record, replace
from ..resolve.types import OwnWords, Schema
from ..resolve.values import KEY_PATTERN
from .database_names import (
    Called,
    columns_called,
    constraints_called,
    indexes_called,
    link_table_of,
)
from .filters import forms_asked

Part = tuple[str, Schema]
"""A part of the key that a relation refers by: its name over there, and what it may be."""

Group = tuple[str, ...]
"""Fields that something is said of together."""


class Field(Record, frozen=True):
    """One field: a value, or a relation with a column or a link table for it."""

    name: str
    was: str
    value: Property  # of several columns, the first
    parts: tuple[Part, ...]
    linked: bool = False  # many to many
    nested: bool = False  # the same, under the row's path
    least: str | None = None
    greatest: str | None = None
    unique: bool = False
    is_key: bool = False  # the whole of it, and so unique, said or not
    filter: bool = False
    sort: bool = False
    search: bool = False
    encrypted: bool = False
    pii: bool = False
    auto: bool = False  # a key that new rows get
    on_delete: OnDelete | Literal["KEEP"] | None = None
    made: str = ""  # what new rows get by the database, or instead of null: "next"
    on_update: OnUpdate | None = None
    deferred: bool = False  # its foreign key is checked at the commit
    deferrable: bool = False  # it may be, where a transaction says so
    unindexed: bool = False  # no index is made for it
    columns: tuple[Called, ...] = ()
    table: tuple[Called, ...] = ()  # of a relation from many to many
    constraints: tuple[Called, ...] = ()  # the same
    index: tuple[Called, ...] = ()
    former: tuple[str, ...] = ()  # of a part: its names if a rename is history
    computed: Computed | None = None  # how the database computes it
    forms: tuple[
        Form, ...
    ] = ()  # in which lists are narrowed by it, beside the usual ones
    include: bool = False  # answers show the related rows where they are asked for

    @property
    def target(self) -> str:
        """The entity that a relation refers to; nothing for a value."""
        return self.value.references or ""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Those that refer here: `lines: OrderLine[] by order`; or the one that does."""

    name: str
    was: str
    target: str
    by: str
    many: bool
    x: OwnWords | None = field(default=None, compare=False)  # which are told by word
    filter: bool = False  # lists are narrowed by it
    include: bool = False  # answers show them where they are asked for
    through: tuple[str, ...] = ()  # whose rows relate the two, and the fields for each
    on_delete: OnDelete | None = (
        None  # of links, when the row of this side's field goes
    )
    owned: int | None = None  # how many bodies have at most, where they stand in them


class Declared(Record, frozen=True):
    """All that is said of one entity beyond its single words."""

    fields: tuple[Field, ...]
    others: tuple[OtherSide, ...]
    key: Group
    generated: Group  # the key that no field says
    unique: tuple[Group, ...]  # of several fields
    equal_nulls: tuple[Group, ...]  # those in which one null is like another
    indexes: tuple[Index, ...]  # every one, with fields in the place of columns
    rules: tuple[Constraint, ...]
    exclusions: tuple[Constraint, ...]  # with fields in the place of columns


def declared_of(model: Model, entity: Entity) -> Declared:
    """Return what the design says of an entity."""
    table = model.tables[entity.table]
    home = {each.name: each.field or each.name for each in table.columns}
    home |= {each.name: home[each.hashes] for each in table.columns if each.hashes}
    keys = {each.key or each.name: home[each.name] for each in table.columns}
    unique = tuple(_unique_groups(table, model.uses.dividing))
    groups = (_homes(columns, home) for columns in unique)
    return Declared(
        fields=(
            *_fields(entity, table, unique, model.uses.dividing),
            *_links(model, entity),
        ),
        others=tuple(_others(model, entity)),
        key=_homes([part.name for part in entity.key], keys),
        generated=tuple(
            each.name
            for each in table.columns
            if each.primary and not each.field and not each.trait
        ),
        unique=tuple(group for group in groups if len(group) > 1),
        equal_nulls=tuple(
            _homes(each.columns, home)
            for each in table.indexes
            if each.nulls_not_distinct
        ),
        indexes=tuple(
            replace(
                each,
                columns=_homes(each.columns, home),
                include=_homes(each.include, home),
            )
            for each in table.indexes
            if each.origin != "unique"
        ),
        rules=tuple(_rules(table)),
        exclusions=tuple(
            replace(
                each,
                columns=_homes(each.same, home),
                period=_homes(each.period, home),
            )
            for each in table.constraints
            if each.kind == "exclude"
        ),
    )


def _homes(columns: Sequence[str], home: Mapping[str, str]) -> Group:
    """Return the fields that columns come from, each once."""
    return tuple(dict.fromkeys(home.get(each, each) for each in columns))


def _rules(table: Table) -> Iterator[Constraint]:
    """Yield the checks that the design states, by their names in it."""
    for each in table.constraints:
        if each.origin == "declared":
            yield replace(each, name=each.name.removeprefix(f"ck_{table.name}_"))


def _unique_groups(table: Table, dividing: Collection[str]) -> Iterator[Group]:
    """Yield what is unique, without the columns by which rows are divided."""
    for group in _grouped(table):
        yield _without(dividing, group)


def _without(dividing: Collection[str], columns: Sequence[str]) -> Group:
    return tuple(each for each in columns if each not in dividing)


def _grouped(table: Table) -> Iterator[Group]:
    for constraint in table.constraints:
        if constraint.kind == "unique" and not constraint.divides:
            yield constraint.columns
    for index in table.indexes:
        if index.origin == "unique":
            yield index.columns


def _fields(
    entity: Entity, table: Table, unique: Sequence[Group], dividing: Collection[str]
) -> Iterator[Field]:
    properties = {each.name: each for each in entity.properties}
    included = {each.name for each in entity.inclusions}
    columns: dict[str, list[Column]] = {}
    for column in table.columns:
        if column.field and (column.key or column.name) in properties:
            columns.setdefault(column.field, []).append(column)
    for name, (first, *others) in columns.items():
        written = tuple(each.name for each in (first, *others))
        hashed = first.sealed.hash if first.sealed else ""
        rules = {
            each.origin or each.kind: each
            for each in table.constraints
            if not each.divides and _without(dividing, each.columns) == written
        }
        value = properties[first.key or first.name]
        key = rules.get("foreign_key")
        targets = _without(dividing, key.target_columns) if key else written
        yield Field(
            name=name,
            was=first.was,
            former=first.former if value.part else (),
            value=_as_written(value) if first.primary else value,
            parts=tuple(
                (
                    target,
                    replace(
                        properties[column.key or column.name].schema, nullable=False
                    ),
                )
                for target, column in zip(targets, (first, *others), strict=True)
            ),
            least=value.schema.minimum if "minimum" in rules else None,
            greatest=value.schema.maximum if "maximum" in rules else None,
            unique=written in unique or (hashed,) in unique,
            is_key="primary_key" in rules,
            filter=any(each.column == first.attribute for each in entity.filters),
            forms=forms_asked(entity.filters, first.attribute),
            sort=any(each.name == (first.key or first.name) for each in entity.sorts),
            search=first.attribute in entity.search,
            encrypted=value.encrypted,
            pii=value.personal,
            auto=first.primary and not value.in_create,
            on_delete="KEEP" if key and key.keeps else key.on_delete if key else None,
            made=_made(first),
            on_update=key.on_update if key else None,
            deferred=key is not None and key.deferred,
            deferrable=key is not None and key.deferrable,
            unindexed=key is not None and key.unindexed,
            columns=columns_called((first, *others)),
            computed=first.computed,
            include=name in included,
        )


_ANEW = {
    "next": "next",
    "now": "now",
    "now_local": "now",
    "today": "today",
    "uuid7": "uuid",
}


def _made(column: Column) -> str:
    """Return what a column gets anew, as the design says it, where its property doesn't."""
    kind = column.default.kind if column.default else ""
    if kind != "sql" or column.server_default is None:
        return _ANEW.get(kind, "") if column.nullable or kind == "next" else ""
    given = column.server_default
    both = dict.fromkeys(each[1:-1] for each in (given.postgresql, given.sqlite))
    return "sql({})".format(", ".join(f'"{each}"' for each in both))


def _as_written(value: Property) -> Property:
    """Return a part of the key without what it has for being one."""
    pattern = None if value.schema.pattern == KEY_PATTERN else value.schema.pattern
    schema = replace(value.schema, pattern=pattern)
    return replace(value, schema=schema, in_update=value.in_create)


def _links(model: Model, entity: Entity) -> Iterator[Field]:
    properties = {each.name: each for each in entity.properties}
    filters = {each.column for each in entity.filters if each.link}
    included = {each.name for each in entity.inclusions}
    for link in entity.links:
        value = _key_of(model, link) if link.nested else properties[link.name]
        yield replace(
            _linked(link, value),
            nested=link.nested,
            filter=link.relationship in filters,
            on_delete=model.tables[link.table].constraints[-1].on_delete,
            on_update=model.tables[link.table].constraints[-1].on_update,
            columns=columns_called(model.tables[link.table].columns),
            table=(link_table_of(entity, link),),
            constraints=constraints_called(model.tables[link.table]),
            index=indexes_called(model.tables[link.table]),
            include=link.field in included,
        )


def _linked(link: Link, value: Property) -> Field:
    parts = ((link.target_key, replace(value.schema, many=False)),)
    return Field(link.field, link.was, value, parts, linked=True)


def _key_of(model: Model, link: Link) -> Property:
    """Return the keys of the other side, as a property would have them."""
    target = next(each for each in model.entities if each.name == link.target)
    schema = replace(target.key[0].schema, many=True)
    return Property(
        name=link.name,
        attribute=link.attribute,
        schema=schema,
        references=link.target,
        has_default=True,
        default=[],
    )


def _others(model: Model, entity: Entity) -> Iterator[OtherSide]:
    filters = {each.column for each in entity.filters if each.link}
    included = {each.name for each in entity.inclusions}
    owned = {each.field: each.most for each in entity.owned}
    for each in entity.relationships:
        if each.by:
            yield OtherSide(
                name=each.field,
                was="",
                target=each.target,
                by=each.by,
                many=each.many,
                x=each.x,
                filter=each.attribute in filters,
                include=each.field in included,
                on_delete=_rule_of_links(model, each.target, each.by),
                owned=owned.get(each.field),
            )
    for held in entity.associations:
        yield OtherSide(
            name=held.field,
            was="",
            target=held.target,
            by=held.by,
            many=True,
            x=held.x,
            filter=safe_attribute(held.field) in filters,
            through=(held.through.entity, *held.ends),
        )


def _rule_of_links(model: Model, owner: str, field: str) -> OnDelete | None:
    """Return what becomes of an entity's links when the row goes that has them."""
    links = (each.links for each in model.entities if each.name == owner)
    for link in next(links, ()):
        if link.field == field:
            return model.tables[link.table].constraints[1].on_delete
    return None
