"""What the design said of an entity, read from its model without what follows from it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..model.types import Column, Constraint, Entity, Index, Link, Property
from ..resolve.types import OwnWords, Schema
from ..resolve.values import KEY_PATTERN

Part = tuple[str, Schema]
"""A part of the key that a relation refers by: its name over there, and what it may be."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: a value, or a relation with a column or a link table for it."""

    name: str
    was: str
    columns: tuple[str, ...]
    value: Property  # of several columns, the first
    parts: tuple[Part, ...]
    linked: bool  # many to many
    least: str | None
    greatest: str | None
    unique: bool
    is_key: bool  # the whole of it, and so unique, said or not
    filter: bool
    sort: bool
    search: bool
    on_delete: str

    @property
    def target(self) -> str:
        """The entity that a relation refers to; nothing for a value."""
        return self.value.references or ""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """A list of those that refer here: `lines: OrderLine[] by order`."""

    name: str
    was: str
    target: str
    by: str
    x: OwnWords | None = field(default=None, compare=False)  # which are told by word


@dataclass(frozen=True, slots=True)
class DeclaredIndex:
    """An index that the design asks for."""

    fields: tuple[str, ...]
    unique: bool
    where: str
    include: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A check that the design states."""

    sql: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Declared:
    """All that is said of one entity beyond its single words."""

    fields: tuple[Field, ...]
    others: tuple[OtherSide, ...]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]  # groups of several fields
    asked: tuple[DeclaredIndex, ...]
    present: frozenset[DeclaredIndex]  # every index that is there, asked for or implied
    rules: tuple[Rule, ...]


def declared_of(entity: Entity) -> Declared:
    """Return what the design said of an entity."""
    home = {column.name: column.field for column in entity.columns}
    groups = tuple(_unique_groups(entity))
    fields = (*_fields(entity, groups), *_links(entity))
    indexes = [_asked(i, home) for i in entity.indexes if not _is_of_a_group(i)]
    key = _homes((part.name for part in entity.key), home)
    unique = [_homes(each, home) for each in groups]
    return Declared(
        fields=fields,
        others=tuple(_others(entity)),
        key=key,
        unique=tuple(group for group in unique if len(group) > 1),
        asked=tuple(_asked_for(fields, indexes, [key, *unique])),
        present=frozenset(indexes),
        rules=tuple(_rules(entity, fields)),
    )


def _homes(columns: Iterable[str], home: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that columns come from, each once."""
    return tuple(dict.fromkeys(home.get(each, each) for each in columns))


# Fields


def _fields(entity: Entity, groups: Sequence[tuple[str, ...]]) -> Iterator[Field]:
    properties = {each.name: each for each in entity.properties}
    columns: dict[str, list[Column]] = {}
    for column in entity.columns:
        if not column.trait and column.name in properties:
            columns.setdefault(column.field, []).append(column)
    on_delete = {
        each.fields: str(keyword(each.arguments, "ondelete"))
        for each in entity.constraints
        if each.kind == "foreign_key"
    }
    for name, own in columns.items():
        if not _is_generated_key(entity, own[0]):
            written = tuple(each.name for each in own)
            values = [properties[each] for each in written]
            yield Field(
                name=name,
                was=own[0].was,
                columns=written,
                value=_as_written(entity, values[0]),
                parts=tuple(_part(name, each) for each in values),
                linked=False,
                least=_bound(entity, values[0], ">="),
                greatest=_bound(entity, values[0], "<="),
                unique=written in groups,
                is_key=written == tuple(part.name for part in entity.key),
                filter=any(each.column == own[0].attribute for each in entity.filters),
                sort=any(each.name == written[0] for each in entity.sorts),
                search=own[0].attribute in entity.search,
                on_delete=on_delete.get(written, ""),
            )


def _is_generated_key(entity: Entity, column: Column) -> bool:
    """True for the `id` that an entity has where its design gives no key."""
    return [part.name for part in entity.key] == ["id"] == [column.name] and (
        "default=uuid7" in column.arguments
    )


def _as_written(entity: Entity, value: Property) -> Property:
    """Return the property without what it has for being in the key."""
    if all(part.name != value.name for part in entity.key):
        return value
    pattern = None if value.schema.pattern == KEY_PATTERN else value.schema.pattern
    schema = replace(value.schema, pattern=pattern)
    return replace(value, schema=schema, in_update=value.in_create)


def _part(field: str, value: Property) -> Part:
    return value.name.removeprefix(f"{field}_"), replace(value.schema, nullable=False)


def _bound(entity: Entity, value: Property, sign: str) -> str | None:
    """Return a bound that the design gives; that of the type is none."""
    given = any(
        each.kind == "check"
        and each.implied
        and each.fields == (value.name,)
        and f" {sign} " in _sql(each)
        for each in entity.constraints
    )
    bound = value.schema.minimum if sign == ">=" else value.schema.maximum
    return bound if given else None


def _links(entity: Entity) -> Iterator[Field]:
    properties = {each.name: each for each in entity.properties}
    return (
        _linked(link, properties[link.name])
        for link in entity.links
        if link.name in properties
    )


def _linked(link: Link, value: Property) -> Field:
    return Field(
        name=link.field,
        was=link.was,
        columns=(),
        value=value,
        parts=((link.target_key, replace(value.schema, many=False)),),
        linked=True,
        least=None,
        greatest=None,
        unique=False,
        is_key=False,
        filter=False,
        sort=False,
        search=False,
        on_delete="",
    )


def _others(entity: Entity) -> Iterator[OtherSide]:
    linked = {link.relationship for link in entity.links}
    for each in entity.relationships:
        if each.annotation.startswith("list[") and each.attribute not in linked:
            target = each.annotation.removeprefix("list[").strip("\"]'")
            by = str(keyword(each.arguments, "back_populates"))
            yield OtherSide(each.attribute, "", target, by, each.x)


# Groups and indexes


def _unique_groups(entity: Entity) -> Iterator[tuple[str, ...]]:
    for constraint in entity.constraints:
        if constraint.kind == "unique":
            yield constraint.fields
    for index in entity.indexes:
        if _is_of_a_group(index):
            yield index.columns


def _is_of_a_group(index: Index) -> bool:
    """True for an index that keeps a group of fields unique among the living."""
    where = keyword(index.arguments, "postgresql_where")
    return index.unique and not index.partial and where is not None


def _asked(index: Index, home: Mapping[str, str]) -> DeclaredIndex:
    include = keyword(index.arguments, "postgresql_include") or ()
    return DeclaredIndex(
        fields=_homes(index.columns, home),
        unique=index.unique,
        where=keyword(index.arguments, "postgresql_where") or "",
        include=_homes(include, home),
        method=keyword(index.arguments, "postgresql_using") or "",
    )


def _asked_for(
    fields: Iterable[Field],
    indexes: Sequence[DeclaredIndex],
    keys: Iterable[tuple[str, ...]],
) -> Iterator[DeclaredIndex]:
    """Yield the indexes that would not be there but for the design's word."""
    implied = {(each.name,) for each in fields if _is_looked_up(each)}
    implied.add(("created_at",))
    covering = [*keys, *(each.fields for each in indexes if not each.where)]
    for each in indexes:
        covered = _is_covered(each, covering)
        if covered or each.fields not in implied or not _is_plain(each):
            yield each


def _is_plain(index: DeclaredIndex) -> bool:
    return not (index.unique or index.where or index.include or index.method)


def _is_covered(index: DeclaredIndex, covering: Sequence[tuple[str, ...]]) -> bool:
    """True where another index or key serves the same look-up, so none is implied."""
    count = len(index.fields)
    starts = [each for each in covering if each[:count] == index.fields]
    return len(starts) > 1


def _is_looked_up(field: Field) -> bool:
    """True for a field that has an index of its own without a word of the design."""
    if field.target:
        return not field.linked
    schema = field.value.schema
    selective = schema.type not in ("boolean", "enum", "text") and not schema.many
    return selective and (field.filter or field.sort)


# Checks


def _rules(entity: Entity, fields: Iterable[Field]) -> Iterator[Rule]:
    whole = {each.columns for each in fields if len(each.columns) > 1}
    for each in entity.constraints:
        if each.kind != "check" or each.implied or each.fields in whole:
            continue
        name = each.name.removeprefix(f"ck_{entity.table}_")
        yield Rule(_sql(each), name, each.message)


def _sql(check: Constraint) -> str:
    return str(ast.literal_eval(check.arguments[0]))


# Python


def keyword(arguments: Iterable[str], name: str) -> Any:
    """Return the value of a keyword among arguments that are ready Python, or None."""
    for each in arguments:
        if each.startswith(f"{name}="):
            node = ast.parse(each.removeprefix(f"{name}="), mode="eval").body
            if isinstance(node, ast.Call):  # `sa.text("…")`
                node = node.args[0]
            return ast.literal_eval(node)
    return None
