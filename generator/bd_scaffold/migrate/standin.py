"""What a downgrade puts into required columns that it brings back, since their values are gone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model.types import ColumnKind, Constraint, PerEngine
from ..names import python_string as quoted
from ..names import sql_literal
from ..record import replace
from .apart import end_of
from .computed import restored
from .destructive import BOUND, values_of
from .operations import AddColumn, AddConstraint, CreateIndex, Operation
from .schema import Fill
from .wholes import blank, rows_with

_CONSTANTS = {
    "string": "''",
    "text": "''",
    "boolean": "false",
    "time": "'00:00:00.000000'",
    "json": "'[]'",
}


def with_stand_ins(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return operations in which required columns are filled, where they can be."""
    return tuple(_with_stand_in(each, operations) for each in operations)


def _with_stand_in(operation: Operation, operations: Sequence[Operation]) -> Operation:
    if not isinstance(operation, AddColumn) or operation.column.computed:
        return operation
    column = restored(operation, operations)
    if column is not None:
        return replace(operation, column=column)
    column = operation.column
    if column.fill is None and (ends := end_of(operation, operations)):
        return replace(
            operation, column=replace(column, fill=Fill("period", ends=ends))
        )
    if column.nullable and column.fill is None:
        return _with_blank(operation, operations)
    if column.nullable or column.fill is not None:
        return operation
    held = _held_to(operation, operations)
    unique = _is_unique(operation, operations)
    fill = _fill(column.type.kind, held, unique=unique)
    return replace(operation, column=replace(column, fill=fill))


def _with_blank(operation: AddColumn, operations: Sequence[Operation]) -> Operation:
    """Return an operation that fills the column where a value of several needs it."""
    where = rows_with(operation, operations)
    if not where:
        return operation
    column = operation.column
    own = [c for c in _held_to(operation, operations) if c.columns == (column.name,)]
    made = _fill(column.type.kind, own, unique=False)
    sql = made.sql if made is not None else ""
    given = PerEngine(sql, sql) if sql else blank(column.type.kind)
    fill = Fill("given", given=given, where=where)
    return replace(operation, column=replace(column, fill=fill))


def _held_to(operation: AddColumn, operations: Sequence[Operation]) -> list[Constraint]:
    return [
        each.constraint
        for each in operations
        if isinstance(each, AddConstraint)
        and each.table == operation.table
        and operation.column.name in each.constraint.columns
    ]


def _is_unique(operation: AddColumn, operations: Sequence[Operation]) -> bool:
    by_constraint = any(
        each.kind in ("unique", "primary_key")
        for each in _held_to(operation, operations)
    )
    return by_constraint or any(
        isinstance(each, CreateIndex)
        and each.index.unique
        and operation.column.name in each.index.columns
        for each in operations
    )


def _fill(kind: ColumnKind, held: Sequence[Constraint], *, unique: bool) -> Fill | None:
    if any(each.kind == "foreign_key" for each in held):
        return None
    checks = [each for each in held if each.kind == "check"]
    for check in checks:
        if check.origin == "values":
            return Fill("constant", sql_literal(values_of(check.expression)[0]))
        if check.origin == "not_blank" and not unique:
            return Fill("constant", "'-'")
    if kind in ("smallint", "integer", "bigint", "decimal", "float"):
        return Fill("number") if unique else Fill("constant", _number(checks))
    if kind == "uuid":
        return Fill("uuid")
    if kind in ("date", "datetime", "datetime_local", "time") and not unique:
        return _moment(kind, checks)
    if kind == "bytes" and not unique:
        return Fill("constant", source='b""')
    if kind in ("string", "text") and unique:
        return Fill("name")
    return Fill("constant", _CONSTANTS[kind]) if kind in _CONSTANTS else None


def _moment(kind: ColumnKind, checks: Sequence[Constraint]) -> Fill:
    """Return the day or time that the column's own bounds begin or end with, or the present."""
    found = (_TIME.fullmatch(each.expression) for each in checks)
    end = next((each[1] for each in found if each), "")
    if kind == "time":
        return Fill("constant", sql_literal(end) if end else _CONSTANTS[kind])
    if not end:
        return Fill(_PRESENT[kind])
    if kind == "datetime":
        return Fill("constant", source=f"dt.datetime.fromisoformat({quoted(end)})")
    return Fill("constant", sql_literal(end))


_PRESENT = {"date": "today", "datetime": "now", "datetime_local": "now_local"}
_TIME = re.compile(r".+ [<>]= '([^']*)'")


def _number(checks: Sequence[Constraint]) -> str:
    """Return the number nearest to zero that the column's own bounds allow."""
    beyond = {">=": 1, "<=": -1}
    for check in checks:
        bound = BOUND.fullmatch(check.expression)
        if bound is not None and float(bound[3]) * beyond[bound[2]] > 0:
            return bound[3]
    return "0"
