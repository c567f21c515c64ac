"""Names in the database: what PostgreSQL and SQLite both take, and what everything here can say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import names
from ..language.enum_types import EnumType
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.constraint_names import implied_names
from ..resolve.enums import native_type
from ..resolve.fields import Field
from .finding import about

# Compiled where one is met: most designs have none, and pay for each pattern at the start.
_SHAPE = r"[^\W_][\w \-#$&()+/?!@*]*|_[\w \-#$&()+/?!@*]*"
_ADVICE = (
    "Letters, digits, underscores, spaces and - # $ & ( ) + / ? ! @ * can stand in one."
)
_SYSTEM_COLUMNS = frozenset({"cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"})
_ROW_NUMBERS = frozenset({"_rowid_", "oid", "rowid"})


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A design's own names of tables, columns and constraints are names to both engines."""
    for name, enum in resolved.design.enums.items():
        yield from _enum_type(("enums", name), enum)
    for name, entity in resolved.entities.items():
        if entity.written.table is not None:
            yield from _table(("entities", name, "table"), entity.written.table)
        for field in entity.fields.values():
            yield from _field(entity, field)
        yield from _said(entity, ("entities", name))


def _enum_type(path: Path, enum: EnumType) -> Iterator[Finding]:
    """What PostgreSQL's type of an enum cannot be called."""
    said = (*path, "type")
    if enum.type is not None and not enum.native:
        message = "An enum that is not native is a text, and no type has a name."
        yield Finding(said, "BD207", message, "Write `native: true` as well.")
    elif enum.native:
        name = native_type(str(path[-1]), enum)
        place = path if enum.type is None else said
        if enum.type is not None:
            yield from _shaped(said, name)
        if names.is_sql_type(name):
            message = f'PostgreSQL has a type "{name}" of its own.'
            hint = f"Say another `type`, such as {name}_kind."
            yield Finding(place, "BD112", message, hint)


def _field(entity: ResolvedEntity, field: Field) -> Iterator[Finding]:
    source = field.source
    if source.table is not None:
        if field.kind == "link":
            yield from _table(field.path(), source.table)
        elif field.is_known:
            message = f"{field.name} has no table of its own."
            hint = "A table is for a list of keys, Tag[]; write `table` at the entity."
            yield about(field, "BD205", message, hint, "table")
    if source.column and field.is_known:
        yield from _columns(entity, field)
    if source.constraint and field.is_known:
        yield from _constraints(entity, field)


def _said(entity: ResolvedEntity, path: Path) -> Iterator[Finding]:
    """What names of constraints and indexes cannot be."""
    written = entity.written
    said: list[tuple[Path, str | None]] = [
        ((*path, "key_constraint"), written.key_constraint)
    ]
    for position, group in enumerate(written.unique):
        said.append(((*path, "unique", position, "constraint"), group.constraint))
    for position, check in enumerate(written.checks):
        said.append(((*path, "checks", position, "constraint"), check.constraint))
    for position, exclusion in enumerate(written.exclude):
        said.append(((*path, "exclude", position, "constraint"), exclusion.constraint))
    for position, index in enumerate(written.indexes):
        said.append(((*path, "indexes", position, "name"), index.name))
    for place, name in said:
        if name is not None:
            yield from _named(place, name)


_UNIQUE = "One that is unique: `unique: [{fields: [code], constraint: UQ_Code}]`."
_ELSEWHERE = {
    "inverse": "Write it there.",
    "mirror": "Write it there.",
    "through": "Write it at the entity that relates the two.",
}


def _constraints(entity: ResolvedEntity, field: Field) -> Iterator[Finding]:
    given, usual = field.source.constraint, implied_names(entity, field)
    if not usual:
        message = f"{field.name} has no constraint that could be named."
        hint = _ELSEWHERE.get(field.kind, _UNIQUE)
        yield about(field, "BD206", message, hint, "constraint")
    elif len(given) > len(usual):
        counted = names.counted(len(usual), "constraint")
        message = f"{field.name} has {counted}, not {len(given)}."
        hint = f"By default: {', '.join(usual)}."
        yield about(field, "BD202", message, hint, "constraint")
    for name in given:
        yield from _named(field.path(), name)


def _columns(entity: ResolvedEntity, field: Field) -> Iterator[Finding]:
    given = field.source.column
    called = _defaults(entity, field)
    if field.kind in ("inverse", "mirror"):
        message = f"{field.name} is the other side of a relation and has no column."
        yield about(field, "BD206", message, "Write it there.", "column")
    elif field.kind == "through":
        message = f"{field.name} has no column of its own."
        yield about(field, "BD206", message, _ELSEWHERE["through"], "column")
    elif called and len(given) != len(called):
        message = f"{field.name} has {names.counted(len(called), 'column')}, not {len(given)}."
        hint = f"By default: {', '.join(called)}."
        yield about(field, "BD202", message, hint, "column")
    for name in given:
        yield from _column(field.path(), name)


def _defaults(entity: ResolvedEntity, field: Field) -> list[str]:
    """Return what the columns of a field are called where the design doesn't say it."""
    for link in entity.links:
        if link.field_name == field.name:
            return [each.variable for each in (*link.near, *link.far)]
    return [slot.name for slot in entity.slots if slot.field_name == field.name]


def _table(path: Path, name: str) -> Iterator[Finding]:
    if "." in name:
        message = (
            f"{names.python_string(name)} names a schema, and there is one for all."
        )
        hint = "Leave it out: the role's search_path says in which schema tables are."
        yield Finding(path, "BD108", message, hint)
        return
    yield from _named(path, name)


def _named(path: Path, name: str) -> Iterator[Finding]:
    """What a table, an index or a constraint cannot be called."""
    yield from _shaped(path, name)
    if names.folded(name).startswith("sqlite_"):
        yield Finding(path, "BD112", "SQLite reserves names that start like this.")


def _column(path: Path, name: str) -> Iterator[Finding]:
    yield from _shaped(path, name)
    if name in _SYSTEM_COLUMNS:
        message = f'Every table of PostgreSQL has a column "{name}" of its own.'
        yield Finding(path, "BD112", message, "Choose another name.")
    elif names.folded(name) in _ROW_NUMBERS:
        message = f'SQLite calls the number of a row "{name}".'
        yield Finding(path, "BD112", message, "Choose another name.")


def _shaped(path: Path, name: str) -> Iterator[Finding]:
    shown = names.python_string(name[:70])
    size = len(name.encode())
    if size > names.IDENTIFIER_LIMIT:
        message = (
            f"{shown} has {size} bytes, and PostgreSQL keeps {names.IDENTIFIER_LIMIT}."
        )
        yield Finding(path, "BD108", message, "Choose a shorter name.")
    elif not re.fullmatch(_SHAPE, name) or name != name.strip() or "$$" in name:
        yield Finding(path, "BD108", f"{shown} cannot be a name.", _ADVICE)
