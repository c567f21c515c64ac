"""The tables of a model in words: columns, constraints, indexes, references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.types import Column, Constraint, Entity, Model, Property, Table
from ..model.types.figures import ColumnTold, ReferenceTold, RuleTold, TableTold
from ..resolve.types import Index

_TYPES = {
    "datetime": "timestamptz",
    "datetime_local": "timestamp",
    "float": "double precision",
    "json": "jsonb",
    "bytes": "bytea",
}
_FILLED = {
    "uuid7": "UUIDv7",
    "now": "current time",
    "now_local": "current time, in UTC",
    "today": "current date",
    "code": "random code",
    "version": "1, incremented by each change",
    "next": "next number",
    "sql": "set by the database",
}
_DELETED = {
    "CASCADE": "cascade: the row is deleted, too",
    "SET NULL": "set null",
    "SET DEFAULT": "set default",
    "RESTRICT": "restrict: the delete is rejected",
    "NO ACTION": "no action: the delete is rejected",
}
_METHODS = {"gin": "GIN", "gist": "GiST", "spgist": "SP-GiST", "brin": "BRIN"}
_LONGEST = 120


def tables_told(model: Model) -> Iterator[TableTold]:
    """Yield every table in words, in the order in which they are made."""
    entities = {each.name: each for each in model.entities}
    for table in model.tables.values():
        entity = entities.get(table.entity or table.copies)
        yield TableTold(
            name=table.name,
            holds=_holds(table),
            columns=tuple(_columns(table, entity)),
            constraints=tuple(map(_constraint, table.constraints)),
            indexes=tuple(map(index_told, table.indexes)),
        )


def _holds(table: Table) -> str:
    if table.copies:
        return f"History of {table.copies}: a copy of each changed row"
    if table.link:
        return f"Join table of {table.entity}.{table.link}"
    if table.entity:
        return f"One row for each {table.entity}"
    return "Internal to the service, without an entity in the design"


def _columns(table: Table, entity: Entity | None) -> Iterator[ColumnTold]:
    properties = {e.attribute: e for e in entity.properties} if entity else {}
    for each in table.columns:
        yield ColumnTold(
            name=each.name,
            type=type_told(each),
            needed="null" if each.nullable else "not null",
            filled=_filled(each),
            says=_says(each, properties),
        )


def type_told(column: Column) -> str:
    """Return a column's type as PostgreSQL calls it."""
    kind = column.type
    if kind.native:
        return kind.native
    if kind.kind == "string":
        name = "char" if kind.padded else "varchar"
        return f"{name}({kind.length})" if kind.length else "text"
    if kind.kind == "decimal":
        return f"numeric({kind.precision}, {kind.scale})"
    return _TYPES.get(kind.kind, kind.kind)


def _filled(column: Column) -> str:
    if column.computed is not None:
        return f"computed: {_short(column.computed.said)}"
    if column.numbered:
        return "next number"
    if column.default is None:
        return ""
    return _FILLED.get(column.default.kind) or _constant(column.default.value)


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "empty list" if value == [] else _short(str(value))


def _says(column: Column, properties: Mapping[str, Property]) -> str:
    found = properties.get(column.attribute)
    said = _short(found.description) if found else ""
    if column.sealed is not None:
        return f"{said} encrypted".strip()
    if column.hashes:
        return f"keyed hash of {column.hashes}, for look-ups"
    if column.enum:
        return f"{said} {column.enum}".strip()
    return said


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"


def _constraint(constraint: Constraint) -> RuleTold:
    kind = constraint.kind.replace("_", " ").replace("exclude", "exclusion")
    about = ", ".join(constraint.columns)
    if constraint.kind == "check":
        about = constraint.told
    elif constraint.kind == "foreign_key":
        about = f"{about} → {constraint.target}"
    return RuleTold(constraint.name, kind, _short(about))


def kind_told(index: Index) -> str:
    """Return what kind of index one is."""
    name = _METHODS.get(index.method, index.method or "B-tree")
    return f"unique {name}" if index.unique else name


def index_told(index: Index) -> RuleTold:
    """Return an index in words."""
    about = ", ".join(key.sql for key in index.keys) or ", ".join(index.columns)
    if index.language:
        about = f"words of {about} ({index.language})"
    if index.include:
        about = f"{about}; includes {', '.join(index.include)}"
    if index.where:
        about = f"{about}; where {index.where}"
    return RuleTold(index.name, kind_told(index), _short(about))


def references_told(model: Model) -> Iterator[ReferenceTold]:
    """Yield every foreign key in words."""
    for table in model.tables.values():
        for each in table.constraints:
            if each.kind == "foreign_key":
                columns = ", ".join(each.columns)
                yield ReferenceTold(
                    source=f"{table.name}.{columns}",
                    target=f"{each.target}.{', '.join(each.target_columns)}",
                    deleted=_DELETED[each.on_delete or "NO ACTION"],
                    index=_index_of(table, each),
                )


def _index_of(table: Table, key: Constraint) -> str:
    """Return what begins with the columns of a foreign key, by its name."""
    width = len(key.columns)
    for each in table.indexes:
        if {*each.columns[:width]} == {*key.columns} and not each.where:
            return each.name
    for rule in table.constraints:
        unique = rule.kind in ("primary_key", "unique")
        if unique and {*rule.columns[:width]} == {*key.columns}:
            return rule.name
    return ""
