"""The statements that give rows what somebody said they get, and ask whether it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..layout import call, lines
from ..model.python.columns import escaped, sql_text
from ..model.types import PerEngine
from ..names import python_string as quoted
from ..names import quote_sql
from .schema import Guard
from .text import INDENT, executed


def filled_rows(
    table: str, column: str, value: PerEngine, where: str, guards: Sequence[Guard]
) -> Iterator[str]:
    """Yield the lines that fill a column, where something is true of its rows."""
    if value.is_portable:
        yield from _update(table, column, value.postgresql, where, INDENT)
    else:
        yield from lines("if _is_postgresql():", INDENT)
        yield from _update(table, column, value.postgresql, where, INDENT + 4)
        yield from lines("else:", INDENT)
        yield from _update(table, column, value.sqlite, where, INDENT + 4)
    yield from refusals(guards)


def added_row(statement: PerEngine) -> Iterator[str]:
    """Yield the lines that see to it that a row is there."""
    yield from lines("if _is_postgresql():", INDENT)
    yield from executed(statement.postgresql, INDENT + 4)
    yield from lines("else:", INDENT)
    yield from executed(statement.sqlite, INDENT + 4)


def refusals(guards: Sequence[Guard]) -> Iterator[str]:
    """Yield the lines that stop where rows are found that there should not be."""
    for guard in guards:
        if not guard.postgresql:
            yield from _refusal(guard.rows, guard.sql, INDENT)
            continue
        yield from lines("if _is_postgresql():", INDENT)
        yield from _refusal(guard.rows, guard.postgresql, INDENT + 4)
        yield from lines("else:", INDENT)
        yield from _refusal(guard.rows, guard.sql, INDENT + 4)


def _refusal(rows: str, sql: str, indent: int) -> Iterator[str]:
    yield from lines(call("_refuse", quoted(rows), quoted(escaped(sql))), indent)


def _update(
    table: str, column: str, value: str, where: str, indent: int
) -> Iterator[str]:
    rest = f" WHERE {where}" if where else ""
    statement = f"UPDATE {quote_sql(table)} SET {quote_sql(column)} = {value}{rest}"
    yield from lines(call("op.execute", sql_text(statement)), indent)
