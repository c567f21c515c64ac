"""The tables of a model as values: what a database has, read back from the model's ready Python."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ..model.types import Column as ModelColumn
from ..model.types import Constraint as ModelConstraint
from ..model.types import Entity, Link, MigratedTable, Model, Property
from ..model.values import sql_type
from ..names import python_string as quoted
from ..resolve.types import Enum
from .expressions import columns_in

_MADE = {"uuid7": "uuid", "utc_now": "now", "utc_today": "today"}


@dataclass(frozen=True, slots=True)
class Fill:
    """What rows get that have no value yet."""

    kind: str  # "constant", "now", "today", "uuid", "code", "number", "name"
    sql: str = ""  # a constant that both engines write alike
    source: str = ""  # a constant that they do not, as Python; or a code's length

    @property
    def by_row(self) -> bool:
        """True where each row gets a value of its own."""
        return self.kind in ("uuid", "code", "number", "name")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `fill` is None where nobody can know what it would hold."""

    name: str
    subject: str  # as the design calls it: "Product.sku"
    type: str  # ready Python: "sa.String(length=40)"
    nullable: bool
    fill: Fill | None = None
    items: str = ""  # of a list: the type that one of its values would have


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint by its kind, and what its kind is about."""

    name: str
    kind: str  # "primary_key", "unique", "check", "foreign_key"
    subject: str  # as the design calls what it is about: "Order.customer"
    columns: tuple[str, ...] = ()
    sql: str = ""  # of a check
    enum: str = ""  # of a check that a column holds one of its values
    target: str = ""  # of a foreign key: the table, its columns, what a delete does
    target_columns: tuple[str, ...] = ()
    on_delete: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    name: str
    subject: str
    columns: tuple[str, ...]
    unique: bool = False
    where: str = ""
    include: tuple[str, ...] = ()
    using: str = ""
    concurrently: bool = False  # its table has too many rows to keep writers waiting


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an entity or of a many-to-many relation."""

    name: str
    subject: str  # "Product", "Product.tags"
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]  # a late foreign key is none of them
    indexes: tuple[Index, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return next(c.columns for c in self.constraints if c.kind == "primary_key")


@dataclass(frozen=True, slots=True)
class Schema:
    """Every table, each after those that it points to; the foreign keys that close circles."""

    tables: tuple[Table, ...]
    late: tuple[tuple[str, Constraint], ...]  # (table, foreign key)

    def table(self, name: str) -> Table:
        """Return the table of a name."""
        return next(table for table in self.tables if table.name == name)

    def constraints(self, table: Table) -> tuple[Constraint, ...]:
        """Return a table's constraints, the late ones among them."""
        late = tuple(
            constraint for owner, constraint in self.late if owner == table.name
        )
        return (*table.constraints, *late)


def schema_of(model: Model) -> Schema:
    """Return the tables that a model's design asks for."""
    return Schema(
        tables=tuple(_tables(model)),
        late=tuple(
            (entity.table, _constraint(entity.name, _fields(entity), {}, constraint))
            for entity in model.entities
            for constraint in entity.constraints
            if constraint.late
        ),
    )


_LARGE = 1_000_000


def _tables(model: Model) -> Iterator[Table]:
    entities = {entity.table: entity for entity in model.entities}
    links = {link.table: (e, link) for e in model.entities for link in e.links}
    enums = {enum.name: enum for enum in model.enums}
    for migrated in model.migration.tables:
        if migrated.name in entities:
            yield _entity_table(entities[migrated.name], migrated, enums)
        else:
            yield _link_table(*links[migrated.name], migrated)


def _entity_table(
    entity: Entity, migrated: MigratedTable, enums: Mapping[str, Enum]
) -> Table:
    properties = {each.name: each for each in entity.properties}
    fields = _fields(entity)
    values = {
        name: enum.name
        for name, each in properties.items()
        if (enum := enums.get(each.schema.enum or "")) is not None
    }
    large = (entity.volume or 0) >= _LARGE
    return Table(
        name=entity.table,
        subject=entity.name,
        columns=tuple(
            _column(entity, each, properties.get(each.name)) for each in entity.columns
        ),
        constraints=tuple(
            _constraint(entity.name, fields, values, each)
            for each in migrated.constraints
        ),
        indexes=tuple(
            _index(entity.name, fields, each, large=large) for each in migrated.indexes
        ),
    )


def _link_table(entity: Entity, link: Link, migrated: MigratedTable) -> Table:
    subject = f"{entity.name}.{link.field}"
    columns = tuple(
        Column(str(ast.literal_eval(name)), subject, kind, nullable=False)
        for name, kind, *_ in migrated.columns
    )
    fields = {column.name: link.field for column in columns}
    return Table(
        name=link.table,
        subject=subject,
        columns=columns,
        constraints=tuple(
            _constraint(entity.name, fields, {}, each) for each in migrated.constraints
        ),
        indexes=tuple(
            _index(entity.name, fields, each, large=(entity.volume or 0) >= _LARGE)
            for each in migrated.indexes
        ),
    )


def _fields(entity: Entity) -> dict[str, str]:
    return {column.name: column.field for column in entity.columns}


def _column(entity: Entity, column: ModelColumn, prop: Property | None) -> Column:
    _, kind, nullable = column.migration
    return Column(
        name=column.name,
        subject=f"{entity.name}.{column.field}",
        type=kind,
        nullable=nullable == "nullable=True",
        fill=_fill(column, prop),
        items=_items(prop),
    )


def _items(prop: Property | None) -> str:
    if prop is None or not prop.schema.many:
        return ""
    return sql_type(replace(prop.schema, many=False), None).migration


def _fill(column: ModelColumn, prop: Property | None) -> Fill | None:
    if prop is not None and prop.has_default and prop.default is not None:
        return _constant(prop)
    if column.trait and column.name == "version":
        return Fill("constant", "1")
    made = next((a for a in column.arguments if a.startswith("default=")), "")
    call = made.removeprefix("default=")
    if code := re.fullmatch(r"code_of\((\d+)\)", call):
        return Fill("code", source=code[1])
    return Fill(_MADE[call]) if call in _MADE else None


def _constant(prop: Property) -> Fill:
    value, schema = prop.default, prop.schema
    if schema.many or schema.type == "json":
        return Fill("constant", literal(json.dumps(value)))
    if schema.type == "datetime":
        source = f"dt.datetime.fromisoformat({quoted(str(value))})"
        return Fill("constant", source=source)
    if schema.type == "bytes":
        return Fill("constant", source=f"base64.b64decode({quoted(str(value))})")
    if schema.type == "time":
        return Fill("constant", literal(_to_the_microsecond(str(value))))
    if schema.type == "uuid":
        return Fill("constant", literal(str(value).replace("-", "")))
    if isinstance(value, bool):
        return Fill("constant", str(value).lower())
    if schema.type == "decimal":
        return Fill("constant", format(Decimal(str(value)), "f"))
    return Fill("constant", literal(value) if isinstance(value, str) else str(value))


def _to_the_microsecond(time: str) -> str:
    """Return a time of day as SQLite keeps it, which PostgreSQL reads alike."""
    return time if "." in time else f"{time}.000000"


def literal(text: str) -> str:
    """Return a text as SQL."""
    return "'{}'".format(text.replace("'", "''"))


def _constraint(
    entity: str,
    fields: Mapping[str, str],
    enums: Mapping[str, str],
    constraint: ModelConstraint,
) -> Constraint:
    given, named = _arguments(constraint.arguments)
    about = tuple(dict.fromkeys(fields.get(name, name) for name in constraint.fields))
    subject = ".".join([entity, "+".join(about)]) if about else entity
    kind = constraint.kind
    if kind == "foreign_key":
        columns, targets = given
        subject = f"{entity}.{fields[columns[0]]}"
        return Constraint(
            constraint.name,
            kind,
            subject,
            columns=columns,
            target=targets[0].rpartition(".")[0],
            target_columns=tuple(each.rpartition(".")[2] for each in targets),
            on_delete=named["ondelete"],
        )
    if kind == "check":
        one_of = constraint.implied and " IN (" in given[0]
        return Constraint(
            constraint.name,
            kind,
            subject,
            columns=columns_in(given[0], fields),
            sql=given[0],
            enum=enums.get(constraint.fields[0], "") if one_of else "",
        )
    return Constraint(constraint.name, kind, subject, columns=given)


def _index(
    entity: str, fields: Mapping[str, str], arguments: tuple[str, ...], *, large: bool
) -> Index:
    (name, _, columns), named = _arguments(arguments)
    about = dict.fromkeys(fields.get(column, column) for column in columns)
    return Index(
        name=name,
        subject=f"{entity}.{'+'.join(about)}",
        columns=columns,
        unique=named.get("unique", False),
        where=named.get("postgresql_where", ""),
        include=named.get("postgresql_include", ()),
        using=named.get("postgresql_using", ""),
        concurrently=large,
    )


@lru_cache(maxsize=10_000)  # an older model says most of it again
def _arguments(sources: tuple[str, ...]) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
    """Return the values of a call's arguments, of which the model has the source."""
    call = ast.parse(f"call({', '.join(sources)})", mode="eval").body
    assert isinstance(call, ast.Call)  # noqa: S101 - it was just written as one
    named = {each.arg or "": _value(each.value) for each in call.keywords}
    return tuple(_value(each) for each in call.args), named


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.List):
        return tuple(_value(each) for each in node.elts)
    if isinstance(node, ast.Call):  # sa.text("…")
        return _value(node.args[0])
    return ast.literal_eval(node)
