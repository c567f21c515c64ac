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
    "uuid7": "a UUID of version 7",
    "now": "the present moment",
    "now_local": "the present moment, in UTC",
    "today": "the present day",
    "code": "a random code",
    "version": "1, and one more with each change",
    "next": "the next number",
    "sql": "the database",
}
_DELETED = {
    "CASCADE": "it is deleted, too",
    "SET NULL": "it refers to nothing",
    "SET DEFAULT": "it refers to the default",
    "RESTRICT": "that is refused",
    "NO ACTION": "that is refused",
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
        return f"copies of rows of {table.copies}, as they were"
    if table.link:
        return f"which rows belong together by {table.entity}.{table.link}"
    if table.entity:
        return f"a row for each {table.entity}"
    return "what the service itself keeps"


def _columns(table: Table, entity: Entity | None) -> Iterator[ColumnTold]:
    properties = {e.attribute: e for e in entity.properties} if entity else {}
    for each in table.columns:
        yield ColumnTold(
            name=each.name,
            type=type_told(each),
            needed="may be empty" if each.nullable else "required",
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
        return "the next number"
    if column.default is None:
        return ""
    return _FILLED.get(column.default.kind) or _constant(column.default.value)


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "an empty list" if value == [] else _short(str(value))


def _says(column: Column, properties: Mapping[str, Property]) -> str:
    found = properties.get(column.attribute)
    said = _short(found.description) if found else ""
    if column.sealed is not None:
        return f"{said} encrypted".strip()
    if column.hashes:
        return f"by which {column.hashes} is found"
    if column.enum:
        return f"{said} of {column.enum}".strip()
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
        about = f"the words of {about}, as {index.language} has them"
    if index.include:
        about = f"{about}; carries {', '.join(index.include)}"
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
