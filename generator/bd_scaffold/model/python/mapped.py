"""The module of a mapped class: its imports, the tables of its links, and its attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...features.tables import Column as AddedColumn
from ...features.use import Use
from ...layout import (
    WIDTH,
    Node,
    Source,
    after,
    block,
    call,
    import_block,
    imported,
    lines,
    natural,
)
from ...names import python_string as quoted
from ...record import replace
from ...resolve.relations import Link as ResolvedLink
from ...resolve.slots import Slot
from ..links import dividing_of_links
from ..parts import EntityParts
from ..types import Column, Link, MappedCode
from ..value_types import Whole, wholes
from . import word_indexes
from .columns import BY_ENGINE, annotation, mapped_column, table_column
from .imports import of_column, of_value, standard
from .migration import differs
from .relationships import Attribute, relationships
from .sealed import SEALED, hashed_column, names_of_sealed, opened, sealed_column
from .tables import NEVER_AGAIN, ON_SQLITE, table_args
from .values import python_type

_MODULES = {
    "core.codes": frozenset({"code_of"}),
    "core.context": frozenset({"utc_now"}),
    "core.db.engines": frozenset({BY_ENGINE}),
    **SEALED,
    "core.db.enums": frozenset({"enum_type"}),
    "core.db.file_columns": frozenset({"FileColumn", "StoredFile"}),
    "core.db.json_columns": frozenset({"json_type"}),
    "core.db.lists": frozenset({"json_list"}),
    "core.db.local_datetimes": frozenset({"LocalDateTime", "utc_now_local"}),
    "core.db.padded": frozenset({"PaddedText"}),
    "core.db.native_enums": frozenset({"native_enum", ON_SQLITE}),
    "core.db.words": frozenset({word_indexes.MAPPED}),
    "core.db.types": frozenset({"ExactNumeric", "UtcDateTime", "utc_today"}),
    "core.identifiers": frozenset({"uuid7"}),
}
_INDENT = 4


def mapped_code(parts: EntityParts) -> MappedCode:
    """Return what the module of an entity's mapped class says."""
    sections = map("\n".join, _sections(parts))
    return MappedCode(
        imports="\n".join(_imports(parts)),
        tables=tuple(_link_table(parts, link) for link in parts.links),
        scope=tuple(_scope(parts)),
        sections=tuple(section for section in sections if section),
    )


# The class


def _scope(parts: EntityParts) -> Iterator[str]:
    conditions = tuple(call(name) for _, name in _conditions(parts))
    if conditions:
        made = Node("(", conditions, ")", comma=len(conditions) == 1)
        yield block(after("__scope__ = ", made), _INDENT)
    for feature in parts.entity.features:
        for name, (_, value) in feature.attributes.items():
            yield f"    {name} = {value}"


def _conditions(parts: EntityParts) -> Iterator[Use]:
    """Yield the classes of what makes a row visible, with their modules."""
    for feature in parts.entity.features:
        if feature.scope:
            yield feature.scope.condition


def _sections(parts: EntityParts) -> Iterator[Iterable[str]]:
    """Yield the lines of each group of attributes."""
    columns = [*zip(parts.table.columns, parts.slots, strict=True)]
    own = (each for each in columns if not each[0].trait)
    yield _attributes((*_own_columns(parts, own), *relationships(parts)))
    for link in parts.listed_keys:
        yield _keys(parts, link)
    yield _added(parts, columns)
    yield _table_args(parts)


def _own_columns(
    parts: EntityParts, columns: Iterable[tuple[Column, Slot]]
) -> Iterator[Attribute]:
    """Yield the columns of fields, and below those of its parts each value."""
    last = {each.last: each for each in wholes(parts.slots)}
    for column, slot in columns:
        yield _column(column, slot)
        if column.sealed:
            yield column.attribute, "", opened(column.sealed, slot)
        if slot.attribute in last:
            yield _whole(last[slot.attribute])


def _whole(whole: Whole) -> Attribute:
    kind = f"types.{whole.type}{' | None' * whole.nullable}"
    made = call("composite", *map(quoted, whole.parts))
    return whole.attribute, kind, replace(made, shared=True)


def _column(column: Column, slot: Slot) -> Attribute:
    if column.sealed:
        return f"_{column.attribute}", *sealed_column(column)
    if column.hashes:
        return column.attribute, *hashed_column(column, slot)
    return column.attribute, annotation(slot), mapped_column(column, slot)


def _attributes(attributes: Iterable[Attribute]) -> Iterator[str]:
    return (line for each in attributes for line in _attribute(*each))


def _attribute(name: str, kind: str, value: Node) -> Iterator[str]:
    if not kind:
        yield from lines(after(f"{name} = ", value), _INDENT)
        return
    head = f"{name}: Mapped[{kind}] = "
    if _INDENT + len(head + value.head) <= WIDTH:
        yield from lines(after(head, value), _INDENT)
    elif _INDENT + len(head) < WIDTH:
        yield f"    {head}("
        yield from lines(value, 2 * _INDENT)
        yield "    )"
    else:
        yield f"    {name}: Mapped["
        yield f"        {kind}"
        yield from lines(after("] = ", value), _INDENT)


def _added(parts: EntityParts, columns: Iterable[tuple[Column, Slot]]) -> Iterator[str]:
    """Yield the columns of traits; what the mapper is told of one stands right below it."""
    mappers = {each.name: each.mapper for each in _mapping(parts)}
    for column, slot in columns:
        if column.trait:
            yield from _attribute(*_column(column, slot))
            if column.name in mappers:
                yield f"    __mapper_args__ = {mappers[column.name]}({column.name})"


def _mapping(parts: EntityParts) -> Iterator[AddedColumn]:
    """Yield the column that makes the mapper's arguments, if there is one."""
    columns = (each for feature in parts.entity.features for each in feature.columns)
    return (each for each in columns if each.mapper)


def _table_args(parts: EntityParts) -> Iterator[str]:
    items = _arguments(parts)
    if items:
        args = Node("__table_args__ = table_args(", items, ")", spread=True)
        yield block(args, _INDENT)


def _arguments(parts: EntityParts) -> tuple[Source, ...]:
    numbered = any(column.numbered for column in parts.table.columns)
    beside = _beside_the_columns(parts, parts.own.table)
    return (*beside, *(NEVER_AGAIN if numbered else ()))


def _beside_the_columns(parts: EntityParts, name: str) -> tuple[Source, ...]:
    return tuple(table_args(parts.tables, name))


# Links


def _link_table(parts: EntityParts, link: Link) -> str:
    found = next(each for each in parts.entity.links if each.table == link.table)
    slots = (each.part for each in (*found.near, *found.far))
    items = (
        quoted(link.table),
        "Base.metadata",
        *map(table_column, parts.tables[link.table].columns, slots),
        *_dividing(parts, found),
        *_beside_the_columns(parts, link.table),
    )
    return block(Node(f"{found.variable} = sa.Table(", items, ")", spread=True))


def _dividing(parts: EntityParts, link: ResolvedLink) -> Iterator[Source]:
    """Yield the columns by which links are divided: they follow the row that has them."""
    for slot in dividing_of_links(parts.resolved, parts.name, link):
        if slot.added and slot.added.in_links:
            (near,) = link.near
            own = f"{parts.own.table}.{near.part.column}"
            made = call(slot.added.in_links[1], quoted(near.variable), quoted(own))
            column = (quoted(slot.column), "sa.Uuid()", "nullable=False")
            yield call("sa.Column", *column, after("default=", made))


def _keys(parts: EntityParts, link: Link) -> Iterator[str]:
    """Yield the property with the keys of the other side."""
    key = parts.resolved.entities[link.target].key[0]
    kind = python_type(key.schema, key.enum)
    head = Node(f"def {link.attribute}(", ("self",), f") -> list[{kind}]:")
    yield "    @property"
    yield block(head, _INDENT)
    yield from _each(f"each.{link.target_key}", f"self.{link.relationship}")


def _each(item: str, items: str) -> Iterator[str]:
    line = f"{item} for each in {items}"
    if len(f"        return [{line}]") <= WIDTH:
        yield f"        return [{line}]"
        return
    yield "        return ["
    if len(f"            {line}") <= WIDTH:
        yield f"            {line}"
    else:
        yield f"            {item}"
        yield f"            for each in {items}"
    yield "        ]"


# Imports


def _imports(parts: EntityParts) -> Iterator[str]:
    used, related = frozenset(_names(parts)), frozenset(_related(parts))
    others = related - {parts.name}
    typing = [*(("TYPE_CHECKING",) if others else ()), *({"Any"} & used)]
    yield from standard(used)
    if typing:
        yield f"from typing import {', '.join(typing)}"
    if typing or any(standard(used)):
        yield ""
    yield "import sqlalchemy as sa"
    relationship = ("relationship",) if related else ()
    composite = ("composite",) if "types" in used else ()
    added = (*composite, *relationship)
    if any(each.kind == "exclude" for each in parts.table.constraints):
        yield "from sqlalchemy.dialects.postgresql import ExcludeConstraint"
    yield from imported("sqlalchemy.orm", ("Mapped", "mapped_column", *added))
    yield ""
    yield from _own(parts, used)
    if others:
        yield from ("", "if TYPE_CHECKING:")
        yield from _other_classes(parts, others)


def _own(parts: EntityParts, used: Collection[str]) -> Iterator[str]:
    """Yield the lines that import from the project."""
    package = parts.package
    yield from import_block(
        {
            **{f"{package}.{module}": {name} for module, name in _conditions(parts)},
            **{f"{package}.{module}": {name} for module, name in _of_links(parts)},
            **{
                f"{package}.{name}": each & set(used) for name, each in _MODULES.items()
            },
            f"{package}.models": {"enums", "types"} & set(used),
            f"{package}.models.base": set(_base(parts)),
            **_of_slice(parts),
        }
    )


def _of_links(parts: EntityParts) -> Iterator[Use]:
    """Yield what makes the defaults of columns by which links are divided."""
    for link in parts.entity.links:
        for slot in dividing_of_links(parts.resolved, parts.name, link):
            if slot.added and slot.added.in_links:
                yield slot.added.in_links


def _of_slice(parts: EntityParts) -> dict[str, set[str]]:
    """Return what the modules of the entity's own slice say of its class."""
    found: dict[str, set[str]] = {}
    for feature in parts.entity.features:
        for module, name in feature.attributes.values():
            found.setdefault(f"{parts.own.package}.{module}", set()).add(name)
    return found


def _base(parts: EntityParts) -> Iterator[str]:
    yield "Base"
    if _arguments(parts):
        yield "table_args"
    yield from (each.mapper for each in _mapping(parts))


def _other_classes(parts: EntityParts, entities: Iterable[str]) -> Iterator[str]:
    """Yield the lines that import other mapped classes, which only type checkers need."""
    found = [parts.resolved.entities[name].names for name in entities]
    for own in sorted(found, key=lambda each: natural(each.variable)):
        module = f"{parts.package}.models.{own.variable}"
        yield from imported(module, (own.class_name,), _INDENT)


def _related(parts: EntityParts) -> Iterator[str]:
    """Yield the entities that the relationships lead to."""
    yield from (key.target for key in parts.table.foreign_keys)
    yield from (inverse.target for inverse in parts.inverses)
    yield from (link.target for link in parts.links)
    yield from (link.target for link in parts.entity.nested_links)


def _names(parts: EntityParts) -> Iterator[str]:
    """Yield the names that columns are written with, and the keys of links."""
    for slot in parts.slots:
        yield from of_value(slot.schema)
        if slot.part is not None:
            yield "types"
    files = {slot.column for slot in parts.slots if slot.schema.type == "file"}
    if files:
        yield "FileColumn"
    tables = (parts.own.table, *(link.table for link in parts.links))
    for column in (each for name in tables for each in parts.tables[name].columns):
        yield from names_of_sealed(column)
        yield from () if column.name in files else of_column(column)
        if differs(column):
            yield BY_ENGINE
    table = parts.tables[parts.own.table]
    if any(each.postgresql for each in table.constraints) or any(
        each.nulls_not_distinct for each in table.indexes
    ):
        yield BY_ENGINE
    if any(each.only_sqlite for each in table.constraints):
        yield ON_SQLITE
    if any(each.language for each in table.indexes):
        yield word_indexes.MAPPED
    for link in parts.links:
        yield from of_value(parts.resolved.entities[link.target].key[0].schema)
