"""Operations that stand alone, each as its statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..layout import Source, call, collection, lines, named, tuple_of
from ..model.python import word_indexes
from ..model.python.columns import own_default
from ..model.python.tables import (
    create_index,
    create_table,
    drop_index,
    drop_table,
    exposed,
    from_clients,
    protected,
)
from ..names import folded, quote_sql, sql_literal
from ..names import python_string as quoted
from . import in_step
from .operations import (
    CreateIndex,
    CreateTable,
    CreateView,
    DropIndex,
    DropTable,
    DropView,
    Expose,
    KeepInStep,
    LetGo,
    Operation,
    Protect,
    RenameColumn,
    RenameIndex,
    RenameNotNull,
    RenameSequence,
    RenameTable,
    RenameValues,
    Values,
)
from .schema import Table
from .text import INDENT, cases, column_source, executed, executed_line


def statements(operation: Operation) -> Iterator[Source]:  # noqa: C901 - one case each
    """Yield the statements of an operation that both engines run alike."""
    match operation:
        case CreateTable(table):
            yield from _create_table(table)
        case DropTable(table):
            yield from drop_table(table.name, table.indexes)
        case Protect(table, policies):
            yield protected(table, policies)
        case Expose(table, policies):
            yield exposed(table, policies)
        case RenameTable(_, old, new):
            yield from _renamed_table(old, new)
        case RenameColumn(_, table, old, new):
            name = named("new_column_name", quoted(new))
            yield call("op.alter_column", quoted(table), quoted(old), name)
        case RenameNotNull(table, names):
            pairs = (tuple_of(quoted(quote_sql(n)) for n in each) for each in names)
            yield call("_rename_not_null", quoted(quote_sql(table)), collection(pairs))
        case RenameValues(table, column, _, values):
            yield executed_line(_renamed_values(table, column, values))
        case CreateIndex(table, index):
            yield create_index(table, index)
        case DropIndex(table, index):
            yield drop_index(table, index)
        case _:
            pass


def _renamed_table(old: str, new: str) -> Iterator[Source]:
    """Two names that differ by their case are one to SQLite, which gets a third between them."""
    steps = [old, new] if folded(old) != folded(new) else [old, f"_{new}"[:63], new]
    for one, other in pairwise(steps):
        yield call("op.rename_table", quoted(one), quoted(other))


def _create_table(table: Table) -> Iterator[Source]:
    columns = [
        column_source(
            each,
            *own_default(each.server_default),
            *from_clients(
                each.name, each.type, table.constraints, numbered=each.numbered
            ),
            nullable=each.nullable,
        )
        for each in table.columns
    ]
    constraints = [each for each in table.constraints if not each.late]
    return create_table(
        table.name,
        columns,
        constraints,
        table.indexes,
        numbered=bool(table.numbered),
        policies=table.policies,
    )


def _renamed_values(table: str, column: str, values: Values) -> str:
    """All at once, so that values which change places do."""
    name = quote_sql(column)
    if len(values) == 1:
        ((old, new),) = values
        change, where = sql_literal(new), f"{name} = {sql_literal(old)}"
    else:
        listed = ", ".join(sql_literal(old) for old, _ in values)
        change, where = f"CASE {name} {cases(values)} END", f"{name} IN ({listed})"
    return f"UPDATE {quote_sql(table)} SET {name} = {change} WHERE {where}"


def renamed_indexes(table: str, renames: Sequence[RenameIndex]) -> Iterator[str]:
    """PostgreSQL gives an index another name; SQLite makes it again."""
    yield from lines("if _is_postgresql():", INDENT)
    for each in renames:
        names = f"{quote_sql(each.old.name)} RENAME TO {quote_sql(each.new.name)}"
        yield from lines(executed_line(f"ALTER INDEX {names}"), INDENT + 4)
    yield from lines("else:", INDENT)
    for each in renames:
        yield from lines(drop_index(table, each.old), INDENT + 4)
        create = create_index(table, each.new)
        yield from lines(create, INDENT + 4)


def created_concurrently(operations: Sequence[CreateIndex]) -> Iterator[str]:
    """Yield the lines that build indexes while their tables are written to."""
    yield from lines(
        "# An interrupted build leaves an index that is not valid.", INDENT
    )
    yield from lines("with op.get_context().autocommit_block():", INDENT)
    for each in operations:
        if each.index.language:
            for source in word_indexes.concurrently(each.table, each.index):
                yield from lines(source, INDENT + 4)
            continue
        name, table = quoted(each.index.name), quoted(each.table)
        apart = "postgresql_concurrently=True"
        drop = call("op.drop_index", name, table, apart, "if_exists=True")
        create = create_index(each.table, each.index, apart)
        yield from lines(drop, INDENT + 4)
        yield from lines(create, INDENT + 4)


def renamed_sequence(operation: Operation) -> Iterator[str]:
    """PostgreSQL gives a sequence another name; SQLite's has none."""
    if isinstance(operation, RenameSequence):
        names = f"{quote_sql(operation.old)} RENAME TO {quote_sql(operation.new)}"
        yield from lines("if _is_postgresql():", INDENT)
        yield from lines(executed_line(f"ALTER SEQUENCE IF EXISTS {names}"), INDENT + 4)


def views(operations: Sequence[CreateView | DropView]) -> Iterator[str]:
    """PostgreSQL writes through a view; SQLite does not, and has one process to serve."""
    yield from lines("if _is_postgresql():", INDENT)
    for each in operations:
        drop = f"DROP VIEW {quote_sql(each.name)}"
        shown = in_step.view(each) if isinstance(each, CreateView) else drop
        yield from executed(shown, INDENT + 4)


def twins_of(operation: Operation) -> Iterator[str]:
    """Yield the lines that keep two columns of one meaning in step, or let them go."""
    match operation:
        case KeepInStep(table, twins):
            statements = in_step.kept_in_step
        case LetGo(table, twins):
            statements = in_step.let_go
        case _:
            return
    yield from lines("if _is_postgresql():", INDENT)
    for each in statements(table, twins, in_step.POSTGRESQL):
        yield from executed(each, INDENT + 4)
    yield from lines("else:", INDENT)
    for each in statements(table, twins, in_step.SQLITE):
        yield from executed(each, INDENT + 4)
