"""What a table's rows need before its block: new columns filled, values turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..layout import Source, call, lines, named
from ..model.python.columns import migrated_type, own_default, sql_text
from ..model.python.migration import batch_of
from ..names import python_string as quoted
from ..names import quote_sql
from . import in_step
from .casts import cast_of
from .given import filled_rows
from .operations import AddColumn, AlterColumn, Copy, InBlock
from .schema import Column, Fill
from .text import INDENT, column_source, executed, executed_line

_MAKERS = {
    "uuid": "uuid.uuid4",
    "number": "itertools.count(1).__next__",
    "name": "map(str, itertools.count(1)).__next__",
}
_MOMENTS = {
    "now": "dt.datetime.now(dt.UTC)",
    "today": "dt.datetime.now(dt.UTC).date()",
}


def before_block(
    table: str, operation: InBlock, ruled: frozenset[str]
) -> Iterator[str]:
    """Yield what a table's rows need before its block: new columns that have to be filled."""
    match operation:
        case AddColumn(_, _, column, _, Copy() as copy):
            yield from _copied(table, column, copy)
        case AddColumn(_, key, column, "") if not column.nullable or column.is_given:
            yield from _added(table, key, column)
        case AlterColumn(_, key, old, new):
            yield from _turned(table, old, new, is_ruled=new.name in ruled)
            if old.nullable and not new.nullable and new.fill is not None:
                for source in _filled(table, key, new, new.fill):
                    yield from lines(source, INDENT)
        case _:
            pass


def _copied(table: str, column: Column, copy: Copy) -> Iterator[str]:
    add = call("op.add_column", quoted(table), column_source(column, nullable=True))
    yield from lines(add, INDENT)
    update = f"UPDATE {quote_sql(table)} SET {quote_sql(column.name)} ="
    for_postgresql, for_sqlite = (
        f"{update} {in_step.copied(copy, column, engine)}"
        for engine in (in_step.POSTGRESQL, in_step.SQLITE)
    )
    if for_postgresql == for_sqlite:
        yield from executed(for_postgresql, INDENT)
        return
    yield from lines("if _is_postgresql():", INDENT)
    yield from executed(for_postgresql, INDENT + 4)
    yield from lines("else:", INDENT)
    yield from executed(for_sqlite, INDENT + 4)


def _added(table: str, key: Sequence[Column], column: Column) -> Iterator[str]:
    fill = column.fill
    if column.fills_itself:
        yield from _added_with_default(table, column)
        return
    if fill is not None and fill.sql:
        default = named("server_default", call("sa.text", sql_text(fill.sql)))
        new = column_source(column, default, nullable=False)
        yield from lines(call("op.add_column", quoted(table), new), INDENT)
        return
    new = column_source(column, nullable=True)
    yield from lines(call("op.add_column", quoted(table), new), INDENT)
    if fill is not None and fill.given is not None:
        yield from filled_rows(table, column.name, fill.given, "", fill.guards)
    elif fill is not None:
        for source in _filled(table, key, column, fill):
            yield from lines(source, INDENT)


def _added_with_default(table: str, column: Column) -> Iterator[str]:
    """SQLite adds a column with a constant as it is; with an expression, it copies the rows."""
    new = column_source(column, *own_default(column.server_default), nullable=False)
    default = column.server_default
    if default is None or not default.sqlite.startswith("("):
        yield from lines(call("op.add_column", quoted(table), new), INDENT)
        return
    yield from lines(batch_of(table), INDENT)
    yield from lines(call("batch.add_column", new), INDENT + 4)


def _filled(
    table: str, key: Sequence[Column], column: Column, fill: Fill
) -> Iterator[Source]:
    if fill.sql:
        name = quote_sql(column.name)
        yield call(
            "op.execute",
            sql_text(
                f"UPDATE {quote_sql(table)} SET {name} = {fill.sql} WHERE {name} IS NULL"
            ),
        )
        return
    listed = (*key, column) if fill.by_row else (column,)
    columns = (
        call("sa.column", quoted(each.name), migrated_type(each.type))
        for each in listed
    )
    rows = call("sa.table", quoted(table), *columns)
    if fill.by_row:
        yield call("_fill_each", rows, quoted(column.name), _maker(fill))
    else:
        value = fill.source or _MOMENTS[fill.kind]
        yield call("_fill", rows, quoted(column.name), value)


def _maker(fill: Fill) -> str:
    if fill.kind == "code":
        return f"lambda: secrets.token_hex({fill.source}).upper()[:{fill.source}]"
    return _MAKERS[fill.kind]


def _turned(table: str, old: Column, new: Column, *, is_ruled: bool) -> Iterator[str]:
    """Yield what makes of values what SQLite's copy takes; a check that goes holds until then."""
    cast = cast_of(old, new) if old.type != new.type else None
    if cast is not None and cast.sqlite:
        name = quote_sql(new.name)
        turned = cast.sqlite.format(name)
        yield from lines("if not _is_postgresql():", INDENT)
        statements = [f"UPDATE {quote_sql(table)} SET {name} = {turned}"]
        if is_ruled:
            pragma = "PRAGMA ignore_check_constraints ="
            statements = [f"{pragma} ON", *statements, f"{pragma} OFF"]
        for statement in statements:
            yield from lines(executed_line(statement), INDENT + 4)
