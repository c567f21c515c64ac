"""Periods that a downgrade gives rows, whose own are gone: each row has one that no other has."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.types import ColumnType, PerEngine
from ..names import quote_sql
from .operations import AddColumn, AddConstraint, Operation
from .schema import Column

_TIMES = {
    "date": PerEngine(
        "DATE '2000-01-01' + CAST({} AS INTEGER)",
        "date('2000-01-01', '+' || ({}) || ' days')",
    ),
    "datetime_local": PerEngine(
        "TIMESTAMP '2000-01-01 00:00:00' + ({}) * INTERVAL '1 minute'",
        "strftime('%Y-%m-%d %H:%M:%S.000000', '2000-01-01', '+' || ({}) || ' minutes')",
    ),
    "datetime": PerEngine(
        "TIMESTAMPTZ '2000-01-01 00:00:00Z' + ({}) * INTERVAL '1 minute'",
        "strftime('%Y-%m-%d %H:%M:%S.000000', '2000-01-01', '+' || ({}) || ' minutes')",
    ),
}


def end_of(operation: AddColumn, operations: Sequence[Operation]) -> PerEngine | None:
    """Return the start or the end of a row's period, where both of them come without values."""
    come = {
        each.column.name
        for each in operations
        if isinstance(each, AddColumn)
        and each.table == operation.table
        and each.column.fill is None
    }
    for each in operations:
        if isinstance(each, AddConstraint) and each.table == operation.table:
            period = each.constraint.period
            if operation.column.name in period and {*period} <= come:
                place = period.index(operation.column.name)
                return _end(operation.column.type, place)
    return None


def _end(kind: ColumnType, place: int) -> PerEngine:
    number = f"2 * counted.place + {place}"
    if kind.kind in _TIMES:
        sql = _TIMES[kind.kind]
        return PerEngine(sql.postgresql.format(number), sql.sqlite.format(number))
    if kind.kind == "decimal" and kind.scale:
        number = f"({number}) * {10.0 ** -kind.scale:.{kind.scale}f}"
    return PerEngine(number, number)


def filled(
    table: str, key: Sequence[Column], column: str, ends: PerEngine
) -> tuple[str, str]:
    """Return the statements, for each engine, that give rows without one an end of a period."""
    rows, name = quote_sql(table), quote_sql(column)
    keys = [quote_sql(each.name) for each in key]
    listed = ", ".join(keys)
    same = " AND ".join(f"{rows}.{each} = counted.{each}" for each in keys)
    places = (
        f"SELECT {listed}, row_number() OVER (ORDER BY {listed}) AS place FROM {rows}"
    )
    counted = f"FROM ({places}) AS counted\nWHERE {same}"
    return (
        f"UPDATE {rows} SET {name} = {ends.postgresql}\n{counted}",
        f"UPDATE {rows} SET {name} = {ends.sqlite}\n{counted}",
    )
