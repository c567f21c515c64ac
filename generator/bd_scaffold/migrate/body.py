"""Operations as the body of `upgrade` or `downgrade`: Python as a careful colleague writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..layout import Source, call, lines, named, texts
from ..model.python.columns import migrated_column, migrated_type
from ..model.python.migration import batch_of
from ..model.python.tables import create_foreign_key, create_index, create_table
from ..model.types import Constraint
from ..names import python_string as quoted
from ..names import quote_sql
from . import in_step
from .casts import cast_of
from .functions import Section
from .given import filled_rows, literally, refusals
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeDefault,
    ChangeEngine,
    Copy,
    CreateIndex,
    CreateTable,
    CreateView,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    DropView,
    FillRows,
    InBlock,
    KeepInStep,
    LetGo,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    RenameValues,
)
from .schema import Column, Fill, Guard, Table, literal

_INDENT = 4
_PARAMETER = re.compile(r"(?<![:\w\\]):(?=\w)")
"""A colon that SQLAlchemy would take for a parameter's."""

_KINDS = {
    "unique": "unique",
    "check": "check",
    "foreign_key": "foreignkey",
    "primary_key": "primary",
}
_MAKERS = {
    "uuid": "uuid.uuid4",
    "number": "itertools.count(1).__next__",
    "name": "map(str, itertools.count(1)).__next__",
}
_MOMENTS = {
    "now": "dt.datetime.now(dt.UTC)",
    "today": "dt.datetime.now(dt.UTC).date()",
}


def body(operations: Sequence[Operation], guards: Sequence[Guard]) -> list[Section]:
    """Return what a function does that runs operations, what it asks of the rows first."""
    asked = [*refusals(guards)]
    sections = [Section("", tuple(asked))] if asked else []
    for group, members in groupby(operations, _group):
        found = list(members)
        written = tuple(_written(group, found))
        if written:
            sections.append(Section(_table(found[0]), written))
    return sections


def _table(operation: Operation) -> str:
    """Return the table that an operation is about."""
    match operation:
        case CreateTable(table) | DropTable(table):
            return table.name
        case RenameTable(_, _, new):
            return new
        case ChangeEngine():
            return ""
        case _:
            return operation.table


def _group(operation: Operation) -> tuple[str, str]:
    """Operations that stand next to each other and have this alike are written together."""
    if isinstance(operation, InBlock):
        return "block", operation.table
    if isinstance(operation, RenameIndex):
        return "indexes", operation.table
    if isinstance(operation, CreateIndex) and operation.concurrently:
        return "concurrent", ""
    if isinstance(operation, CreateView | DropView):
        return "views", ""
    return "one", str(id(operation))


def _written(group: tuple[str, str], operations: list[Operation]) -> Iterator[str]:
    kind, table = group
    if kind == "block":
        yield from _block(table, [o for o in operations if isinstance(o, InBlock)])
    elif kind == "indexes":
        renames = [o for o in operations if isinstance(o, RenameIndex)]
        yield from _renamed_indexes(table, renames)
    elif kind == "concurrent":
        yield from _concurrent([o for o in operations if isinstance(o, CreateIndex)])
    elif kind == "views":
        yield from _views(
            [o for o in operations if isinstance(o, CreateView | DropView)]
        )
    else:
        for operation in operations:
            yield from _twins(operation)
            if isinstance(operation, FillRows):
                yield from _filled_rows(operation)
            for source in _one(operation):
                yield from lines(source, _INDENT)


# Statements that stand alone


def _one(operation: Operation) -> Iterator[Source]:
    match operation:
        case CreateTable(table):
            yield from _create_table(table)
        case DropTable(table):
            yield call("op.drop_table", quoted(table.name))
        case RenameTable(_, old, new):
            yield call("op.rename_table", quoted(old), quoted(new))
        case RenameColumn(_, table, old, new):
            name = named("new_column_name", quoted(new))
            yield call("op.alter_column", quoted(table), quoted(old), name)
        case RenameValues(table, column, _, values):
            yield _sql(_renamed_values(table, column, values))
        case CreateIndex(table, index):
            yield create_index(table, index)
        case DropIndex(table, index):
            yield call("op.drop_index", quoted(index.name), quoted(table))
        case _:
            pass


def _filled_rows(fill: FillRows) -> Iterator[str]:
    yield from filled_rows(fill.table, fill.column, fill.value, fill.where, fill.guards)


def _create_table(table: Table) -> Iterator[Source]:
    columns = [_column(each, nullable=each.nullable) for each in table.columns]
    constraints = [each for each in table.constraints if not each.late]
    return create_table(table.name, columns, constraints, table.indexes)


def _column(each: Column, *more: Source, nullable: bool) -> Source:
    return migrated_column(each.name, each.type, *more, nullable=nullable)


def _sql(statement: str) -> Source:
    return call("op.execute", quoted(statement))


def _renamed_values(table: str, column: str, values: Sequence[tuple[str, str]]) -> str:
    """All at once, so that values which change places do."""
    name = quote_sql(column)
    if len(values) == 1:
        ((old, new),) = values
        change, where = literal(new), f"{name} = {literal(old)}"
    else:
        cases = " ".join(f"WHEN {literal(a)} THEN {literal(b)}" for a, b in values)
        listed = ", ".join(literal(old) for old, _ in values)
        change, where = f"CASE {name} {cases} END", f"{name} IN ({listed})"
    return f"UPDATE {quote_sql(table)} SET {name} = {change} WHERE {where}"


def _renamed_indexes(table: str, renames: Sequence[RenameIndex]) -> Iterator[str]:
    """PostgreSQL gives an index another name; SQLite makes it again."""
    yield from lines("if _is_postgresql():", _INDENT)
    for each in renames:
        names = f"{quote_sql(each.old.name)} RENAME TO {quote_sql(each.new.name)}"
        yield from lines(_sql(f"ALTER INDEX {names}"), _INDENT + 4)
    yield from lines("else:", _INDENT)
    for each in renames:
        drop = call("op.drop_index", quoted(each.old.name), quoted(table))
        yield from lines(drop, _INDENT + 4)
        create = create_index(table, each.new)
        yield from lines(create, _INDENT + 4)


def _concurrent(operations: Sequence[CreateIndex]) -> Iterator[str]:
    yield from lines(
        "# An interrupted build leaves an index that is not valid.", _INDENT
    )
    yield from lines("with op.get_context().autocommit_block():", _INDENT)
    for each in operations:
        name, table = quoted(each.index.name), quoted(each.table)
        apart = "postgresql_concurrently=True"
        drop = call("op.drop_index", name, table, apart, "if_exists=True")
        create = create_index(each.table, each.index, apart)
        yield from lines(drop, _INDENT + 4)
        yield from lines(create, _INDENT + 4)


# Two names at once


def _views(operations: Sequence[CreateView | DropView]) -> Iterator[str]:
    """PostgreSQL writes through a view; SQLite does not, and has one process to serve."""
    yield from lines("if _is_postgresql():", _INDENT)
    for each in operations:
        drop = f"DROP VIEW {quote_sql(each.name)}"
        shown = in_step.view(each) if isinstance(each, CreateView) else drop
        yield from _executed(shown, _INDENT + 4)


def _twins(operation: Operation) -> Iterator[str]:
    match operation:
        case KeepInStep(table, twins):
            statements = in_step.kept_in_step
        case LetGo(table, twins):
            statements = in_step.let_go
        case _:
            return
    yield from lines("if _is_postgresql():", _INDENT)
    for each in statements(table, twins, in_step.POSTGRESQL):
        yield from _executed(each, _INDENT + 4)
    yield from lines("else:", _INDENT)
    for each in statements(table, twins, in_step.SQLITE):
        yield from _executed(each, _INDENT + 4)


def _executed(statement: str, indent: int) -> Iterator[str]:
    """Yield a statement that is run, as it stands where it has several lines."""
    escaped = _PARAMETER.sub(r"\\:", statement)
    if "\n" not in statement:
        yield from lines(call("op.execute", quoted(escaped)), indent)
        return
    inside = " " * (indent + 4)
    yield f'{" " * indent}op.execute("""'
    for line in escaped.replace("\\", "\\\\").split("\n"):
        yield f"{inside}{line}"
    yield f'{inside}""")'


# A table in one block


def _block(table: str, operations: Sequence[InBlock]) -> Iterator[str]:
    renames = [o for o in operations if isinstance(o, RenameConstraint)]
    ruled = _ruled(operations)
    yield from _joined(line for o in operations for line in _before(table, o, ruled))
    yield from _named_anew(table, renames)
    inside = [source for each in operations for source in _inside(each)]
    if renames or inside:
        yield from lines(batch_of(table), _INDENT)
    if renames:
        yield from lines("if not _is_postgresql():", _INDENT + 4)
        for rename in renames:
            for source in _made_anew(rename):
                yield from lines(source, _INDENT + 8)
    for source in inside:
        yield from lines(source, _INDENT + 4)


def _joined(lines_: Iterable[str]) -> Iterator[str]:
    """Yield lines, the same condition only once where it stands twice in a row."""
    above = ""
    for line in lines_:
        if line == above:
            continue
        if not line.startswith(" " * (_INDENT + 1)):
            above = line if line.lstrip().startswith("if ") else ""
        yield line


def _ruled(operations: Sequence[InBlock]) -> frozenset[str]:
    """Return the columns of which a check goes."""
    gone = [o.constraint for o in operations if isinstance(o, DropConstraint)]
    checks = (each for each in gone if each.kind == "check")
    return frozenset(column for each in checks for column in each.columns)


def _named_anew(table: str, renames: Sequence[RenameConstraint]) -> Iterator[str]:
    if renames:
        yield from lines("if _is_postgresql():", _INDENT)
    for each in renames:
        names = f"{quote_sql(each.old.name)} TO {quote_sql(each.new.name)}"
        rename = f"ALTER TABLE {quote_sql(table)} RENAME CONSTRAINT {names}"
        yield from lines(_sql(rename), _INDENT + 4)


def _made_anew(rename: RenameConstraint) -> Iterator[Source]:
    yield _drop(rename.old)
    yield _create(rename.new)


def _before(table: str, operation: InBlock, ruled: frozenset[str]) -> Iterator[str]:
    """Yield what a table's rows need before its block: new columns that have to be filled."""
    match operation:
        case AddColumn(_, _, column, _, Copy() as copy):
            yield from _copied(table, column, copy)
        case AddColumn(_, key, column, "") if _is_filled_first(column):
            yield from _added(table, key, column)
        case AlterColumn(_, key, old, new):
            yield from _turned(table, old, new, is_ruled=new.name in ruled)
            if old.nullable and not new.nullable and new.fill is not None:
                for source in _filled(table, key, new, new.fill):
                    yield from lines(source, _INDENT)
        case _:
            pass


def _copied(table: str, column: Column, copy: Copy) -> Iterator[str]:
    add = call("op.add_column", quoted(table), _column(column, nullable=True))
    yield from lines(add, _INDENT)
    update = f"UPDATE {quote_sql(table)} SET {quote_sql(column.name)} ="
    for_postgresql, for_sqlite = (
        f"{update} {in_step.copied(copy, column, engine)}"
        for engine in (in_step.POSTGRESQL, in_step.SQLITE)
    )
    if for_postgresql == for_sqlite:
        yield from _executed(for_postgresql, _INDENT)
        return
    yield from lines("if _is_postgresql():", _INDENT)
    yield from _executed(for_postgresql, _INDENT + 4)
    yield from lines("else:", _INDENT)
    yield from _executed(for_sqlite, _INDENT + 4)


def _is_filled_first(column: Column) -> bool:
    """Tell whether a new column has its values before it is held to any rule."""
    return not column.nullable or _is_given(column)


def _is_given(column: Column) -> bool:
    return column.fill is not None and column.fill.given is not None


def _added(table: str, key: Sequence[Column], column: Column) -> Iterator[str]:
    fill = column.fill
    if fill is not None and fill.sql:
        default = named("server_default", call("sa.text", literally(fill.sql)))
        new = _column(column, default, nullable=False)
        yield from lines(call("op.add_column", quoted(table), new), _INDENT)
        return
    new = _column(column, nullable=True)
    yield from lines(call("op.add_column", quoted(table), new), _INDENT)
    if fill is not None and fill.given is not None:
        yield from filled_rows(table, column.name, fill.given, "", fill.guards)
    elif fill is not None:
        for source in _filled(table, key, column, fill):
            yield from lines(source, _INDENT)


def _filled(
    table: str, key: Sequence[Column], column: Column, fill: Fill
) -> Iterator[Source]:
    if fill.sql:
        name = quote_sql(column.name)
        yield call(
            "op.execute",
            literally(
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
        yield from lines("if not _is_postgresql():", _INDENT)
        statements = [f"UPDATE {quote_sql(table)} SET {name} = {turned}"]
        if is_ruled:
            pragma = "PRAGMA ignore_check_constraints ="
            statements = [f"{pragma} ON", *statements, f"{pragma} OFF"]
        for statement in statements:
            yield from lines(_sql(statement), _INDENT + 4)


def _inside(operation: InBlock) -> Iterator[Source]:
    match operation:
        case AddColumn():
            yield from _column_added(operation)
        case DropColumn(_, _, column):
            yield call("batch.drop_column", quoted(column.name))
        case AlterColumn(_, _, old, new):
            yield call("batch.alter_column", quoted(new.name), *_alteration(old, new))
        case ChangeDefault(_, column, _, sql):
            value = call("sa.text", literally(sql)) if sql else "None"
            given = named("server_default", value)
            kind = f"existing_type={migrated_type(column.type)}"
            yield call("batch.alter_column", quoted(column.name), kind, given)
        case AddConstraint(_, constraint):
            yield _create(constraint)
        case DropConstraint(_, constraint):
            yield _drop(constraint)
        case _:
            pass


def _column_added(operation: AddColumn) -> Iterator[Source]:
    column, default = operation.column, operation.default
    if operation.copy or (column.nullable and _is_given(column)):
        return  # it had to be there before
    if column.nullable:
        yield call("batch.add_column", _column(column, nullable=True))
    elif default:
        given = named("server_default", call("sa.text", literally(default)))
        yield call("batch.add_column", _column(column, given, nullable=False))
    else:
        by_default = column.fill is not None and column.fill.sql
        done = "server_default=None" if by_default else "nullable=False"
        kind = f"existing_type={migrated_type(column.type)}"
        yield call("batch.alter_column", quoted(column.name), kind, done)


def _alteration(old: Column, new: Column) -> Iterator[Source]:
    yield f"existing_type={migrated_type(old.type)}"
    if old.type != new.type:
        cast = cast_of(old, new)
        uncast = cast is not None and cast.uncast
        before, after = migrated_type(old.type), migrated_type(new.type)
        kind = call("_uncast", before, after) if uncast else after
        yield named("type_", kind)
        if cast is not None and cast.postgresql:
            using = cast.postgresql.format(quote_sql(new.name))
            yield f"postgresql_using={quoted(using)}"
    if old.nullable != new.nullable:
        yield f"nullable={new.nullable}"
    else:
        yield f"existing_nullable={old.nullable}"


def _drop(constraint: Constraint) -> Source:
    kind = f"type_={quoted(_KINDS[constraint.kind])}"
    return call("batch.drop_constraint", quoted(constraint.name), kind)


def _create(constraint: Constraint) -> Source:
    name = quoted(constraint.name)
    if constraint.kind == "check":
        expression = quoted(constraint.expression)
        return call("batch.create_check_constraint", name, expression)
    if constraint.kind == "unique":
        columns = texts(constraint.columns)
        return call("batch.create_unique_constraint", name, columns)
    if constraint.kind == "primary_key":
        return call("batch.create_primary_key", name, texts(constraint.columns))
    return create_foreign_key(constraint)
