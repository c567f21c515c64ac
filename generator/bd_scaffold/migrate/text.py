"""Statements as lines of a revision."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout import Source, call, lines
from ..model.python.columns import (
    escaped,
    migrated_column,
    migrated_type,
)
from ..names import python_string as quoted
from ..names import sql_literal
from .operations import Values
from .schema import Column

INDENT = 4
"""Of what a function does."""


def column_source(each: Column, *more: Source, nullable: bool) -> Source:
    """Return a column as a revision creates it."""
    return migrated_column(
        each.name,
        each.type,
        *more,
        nullable=nullable,
        numbered=each.numbered,
        counted=each.counted,
        computed=each.computed,
    )


def type_source(each: Column) -> Source:
    """Return the type of a column as a revision says it."""
    return migrated_type(each.type, numbered=each.numbered)


def cases(values: Values) -> str:
    """Return the branches of a CASE that gives values their newer names."""
    return " ".join(f"WHEN {sql_literal(a)} THEN {sql_literal(b)}" for a, b in values)


def executed_line(statement: str) -> Source:
    """Return the call that runs a statement of one line."""
    return call("op.execute", quoted(escaped(statement)))


def executed(statement: str, indent: int) -> Iterator[str]:
    """Yield a statement that is run, as it stands where it has several lines."""
    sql = escaped(statement)
    if "\n" not in statement:
        yield from lines(call("op.execute", quoted(sql)), indent)
        return
    inside = " " * (indent + 4)
    yield f'{" " * indent}op.execute("""'
    for line in sql.replace("\\", "\\\\").split("\n"):
        yield f"{inside}{line}"
    yield f'{inside}""")'
