"""What loses data or can fail on existing rows, and the rows that tell whether it does.

Operations are read in their order, so that what is asked of the rows before anything has
changed can use the names that tables and columns have then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..model.types import Constraint, Index
from ..names import quote_sql
from ..record import Record
from .casts import called, cast_of
from .expressions import replaced
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeEngine,
    Copy,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    Operation,
    RenameColumn,
    RenameTable,
    RenameValues,
)
from .schema import Column, literal


class DestructiveChange(Record, frozen=True):
    """What happens only when it is asked for by its name."""

    name: str  # "drop:Tag", "narrow:Product.sku"
    text: str


class Guard(Record, frozen=True):
    """A count of rows that has to be zero before anything changes."""

    rows: str  # what they are, after their number: "rows of products have a longer sku"
    sql: str


class _Finding(Record, frozen=True):
    danger: DestructiveChange
    guard: Guard | None = None


def destructive_changes(
    operations: Sequence[Operation],
) -> tuple[DestructiveChange, ...]:
    """Return what of the operations has to be allowed by name, each once."""
    found = {each.danger.name: each.danger for each in _findings(operations)}
    return tuple(found.values())


def guards(operations: Sequence[Operation]) -> tuple[Guard, ...]:
    """Return what has to be true of the rows before the operations run."""
    found = (each.guard for each in _findings(operations))
    return tuple(dict.fromkeys(guard for guard in found if guard is not None))


@dataclass(slots=True)
class _Start:
    """What tables and columns are called before the first operation."""

    tables: dict[str, str] = field(default_factory=dict)  # by their present names
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)  # tables that were not there
    added: dict[tuple[str, str], Column] = field(default_factory=dict)
    constraints: list[tuple[str, Constraint]] = field(default_factory=list)  # gone
    indexes: list[tuple[str, Index]] = field(default_factory=list)
    values: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    casts: dict[str, dict[str, str]] = field(default_factory=dict)  # SQL of new values

    def follow(self, operation: Operation) -> None:
        """Note what an operation does to the names, for those after it."""
        match operation:
            case RenameTable(_, old, new):
                self.tables[new] = self.tables.pop(old, old)
                self.columns[new] = self.columns.pop(old, {})
                self.constraints = [
                    (new if table == old else table, each)
                    for table, each in self.constraints
                ]
            case RenameColumn(_, table, old, new):
                known = self.columns.setdefault(table, {})
                known[new] = known.pop(old, old)
            case CreateTable(table):
                self.made.add(table.name)
            case AddColumn(table, _, column):
                self.added[table, column.name] = column
            case AlterColumn(table, _, old, new) if old.type != new.type:
                cast = cast_of(old, new)
                self.casts.setdefault(table, {})[new.name] = (
                    cast.value if cast else "{0}"
                )
            case DropConstraint(table, constraint):
                self.constraints.append((table, constraint))
            case DropIndex(table, index):
                self.indexes.append((table, index))
            case RenameValues(table, column, _, values):
                self.values[table, column] = {new: old for old, new in values}
            case _:
                pass

    def table(self, name: str) -> str:
        return quote_sql(self.tables.get(name, name))

    def column(self, table: str, name: str) -> str:
        return quote_sql(self.columns.get(table, {}).get(name, name))

    def value(self, table: str, name: str) -> str:
        """What the rows will hold in a column, by what they hold now."""
        cast = self.casts.get(table, {}).get(name, "{0}")
        return cast.format(self.column(table, name))

    def expression(self, table: str, sql: str) -> str:
        touched = {*self.columns.get(table, {}), *self.casts.get(table, {})}
        return replaced(sql, {each: self.value(table, each) for each in touched})

    def knows(self, table: str, columns: Sequence[str]) -> bool:
        """True where all of a table's columns were there before the first operation."""
        return not any((table, each) in self.added for each in columns)


def _findings(operations: Sequence[Operation]) -> Iterator[_Finding]:
    start = _Start()
    for operation in operations:
        yield from _found(start, operation)
        start.follow(operation)


def _found(start: _Start, operation: Operation) -> Iterator[_Finding]:
    match operation:
        case ChangeEngine(old, new):
            text = f"The data stays in {old}; moving it to {new} is up to you."
            yield _Finding(DestructiveChange("engine", text))
        case DropTable(table):
            text = f"The table {table.name} is dropped, with its rows."
            yield _Finding(DestructiveChange(f"drop:{table.subject}", text))
        case DropColumn(table, _, column):
            text = f"The column {table}.{column.name} is dropped, with its values."
            yield _Finding(DestructiveChange(f"drop:{column.subject}", text))
        case AddColumn(table, _, column) if not column.nullable and not column.fill:
            yield _added(start, table, column)
        case AddColumn(table, _, column, _, Copy(source)):
            yield from _turned(start, table, source, column)
        case AlterColumn(table, _, old, new):
            yield from _altered(start, table, old, new)
        case AddConstraint(table, constraint, subject) if table not in start.made:
            yield from _constrained(start, table, constraint, subject)
        case CreateIndex(table, index, subject) if (
            index.unique and table not in start.made
        ):
            yield from _unique(start, table, subject, index.columns, where=index.where)
        case _:
            pass


def _added(start: _Start, table: str, column: Column) -> _Finding:
    text = f"{column.subject} is required, and no row has it yet."
    return _Finding(
        DestructiveChange(f"require:{column.subject}", text),
        _count(f"rows of {table} would have no {column.name}", start.table(table)),
    )


def _count(rows: str, table: str, where: str = "") -> Guard:
    rest = f" WHERE {where}" if where else ""
    return Guard(rows, f"SELECT count(*) FROM {table}{rest}")


def _altered(start: _Start, table: str, old: Column, new: Column) -> Iterator[_Finding]:
    own, column = start.table(table), start.column(table, old.name)
    if old.nullable and not new.nullable and new.fill is None:
        text = f"{new.subject} becomes required; rows without it would be invalid."
        guard = _count(f"rows of {table} have no {new.name}", own, f"{column} IS NULL")
        yield _Finding(DestructiveChange(f"require:{new.subject}", text), guard)
    yield from _turned(start, table, old, new)


def _turned(start: _Start, table: str, old: Column, new: Column) -> Iterator[_Finding]:
    own, column = start.table(table), start.column(table, old.name)
    cast = cast_of(old, new) if old.type != new.type else None
    if cast is None or not cast.danger:
        return
    kinds = f"{called(old)} to {called(new)}"
    text = f"{new.subject} goes from {kinds}; {cast.loss}."
    misfit = cast.misfit.format(column)
    why = f"are not {cast.needs}" if cast.needs else "would not fit"
    rows = f"values of {new.name} in {table} {why}"
    guard_ = _count(rows, own, misfit) if misfit else None
    yield _Finding(DestructiveChange(f"{cast.danger}:{new.subject}", text), guard_)


def _constrained(
    start: _Start, table: str, constraint: Constraint, subject: str
) -> Iterator[_Finding]:
    if constraint.kind == "check":
        yield from _checked(start, table, constraint, subject)
    elif constraint.kind == "foreign_key":
        yield from _pointing(start, table, constraint, subject)
    else:
        yield from _unique(start, table, subject, constraint.columns)


def _checked(
    start: _Start, table: str, check: Constraint, subject: str
) -> Iterator[_Finding]:
    had = _former(start, table, check)
    if had is not None and check.enum and had.enum:
        yield from _removed(start, table, check, had)
        return
    if had is not None and _is_relaxed(had.expression, check.expression):
        return
    if len(check.columns) == 1 and (table, check.columns[0]) in start.added:
        return  # its default keeps the rules of its own type
    text = f"{subject} has to keep the rule {check.expression}."
    broken = f"NOT ({start.expression(table, check.expression)})"
    rows = f"rows of {table} break the rule {check.expression}"
    known = start.knows(table, check.columns)
    guard = _count(rows, start.table(table), broken) if known else None
    yield _Finding(DestructiveChange(f"check:{subject}", text), guard)


def _former(start: _Start, table: str, check: Constraint) -> Constraint | None:
    """Return the check that this one takes the place of."""
    for owner, gone in start.constraints:
        alike = gone.kind == "check" and owner == table
        same = gone.name == check.name or bool(gone.enum and check.enum)
        if alike and same and gone.columns == check.columns:
            return gone
    return None


def _removed(
    start: _Start, table: str, check: Constraint, had: Constraint
) -> Iterator[_Finding]:
    """Yield a finding for each value that an enum no longer has."""
    (column,) = check.columns
    before = start.values.get((table, column), {})
    still = {before.get(value, value) for value in values_of(check.expression)}
    for value in values_of(had.expression):
        if value not in still:
            text = f"Rows with {value} would be invalid."
            rows = f"rows of {table} have the {column} {value}"
            where = f"{start.column(table, column)} = {literal(value)}"
            guard = _count(rows, start.table(table), where)
            yield _Finding(
                DestructiveChange(f"remove:{check.enum}.{value}", text), guard
            )


def values_of(sql: str) -> tuple[str, ...]:
    """Return the values that a check's list allows."""
    found = re.findall(r"'((?:[^']|'')*)'", sql)
    return tuple(value.replace("''", "'") for value in found)


BOUND = re.compile(r"(.+) (>=|<=) (-?[0-9.]+)")
"""A check against a number: what is compared, how, and with which number."""


def _is_relaxed(old: str, new: str) -> bool:
    """True where each value that kept the older bound keeps the newer one."""
    one, other = BOUND.fullmatch(old), BOUND.fullmatch(new)
    if one is None or other is None or one.group(1, 2) != other.group(1, 2):
        return False
    low, high = float(one[3]), float(other[3])
    return high <= low if one[2] == ">=" else high >= low


def _pointing(
    start: _Start, table: str, key: Constraint, subject: str
) -> Iterator[_Finding]:
    if any(
        owner == table and (gone.columns, gone.target) == (key.columns, key.target)
        for owner, gone in start.constraints
    ):
        return  # the same relation, with another ON DELETE
    if not start.knows(table, key.columns):
        return  # nothing points anywhere yet
    text = f"{subject} has to be one of {key.target}."
    yield _Finding(
        DestructiveChange(f"reference:{subject}", text),
        _dangling(start, table, key),
    )


def _dangling(start: _Start, table: str, key: Constraint) -> Guard:
    """Return how many rows point to none; a table that is only made now has none."""
    ours = [f"own.{start.column(table, each)}" for each in key.columns]
    theirs = [f"other.{start.column(key.target, each)}" for each in key.target_columns]
    given = " AND ".join(f"{each} IS NOT NULL" for each in ours)
    same = " AND ".join(f"{a} = {b}" for a, b in zip(theirs, ours, strict=True))
    missing = f"SELECT 1 FROM {start.table(key.target)} AS other WHERE {same}"
    new = key.target in start.made
    where = given if new else f"{given} AND NOT EXISTS ({missing})"
    rows = f"rows of {table} point to {key.target} that do not exist"
    return _count(rows, f"{start.table(table)} AS own", where)


def _unique(
    start: _Start, table: str, subject: str, columns: Sequence[str], *, where: str = ""
) -> Iterator[_Finding]:
    if _was_unique(start, table, columns, where):
        return
    added = [
        start.added[table, each] for each in columns if (table, each) in start.added
    ]
    if any(_is_unique_itself(column) for column in added):
        return
    text = f"{subject} has to be unique; rows that share it would be invalid."
    known = start.knows(table, columns)
    guard = _twice(start, table, columns, where) if known else None
    yield _Finding(DestructiveChange(f"unique:{subject}", text), guard)


def _is_unique_itself(column: Column) -> bool:
    """True where each row's new value is one of its own, or none."""
    if column.fill is not None:
        return column.fill.by_row
    return column.nullable


def _was_unique(start: _Start, table: str, columns: Sequence[str], where: str) -> bool:
    """True where the rows were held to this already, by a constraint or an index."""
    before = [start.columns.get(table, {}).get(each, each) for each in columns]
    unique = any(
        owner == table
        and gone.kind in ("unique", "primary_key")
        and set(gone.columns) <= set(columns)
        for owner, gone in start.constraints
    )
    return unique or any(
        owner == start.tables.get(table, table)
        and gone.unique
        and set(gone.columns) <= set(before)
        and gone.where in ("", where)
        for owner, gone in start.indexes
    )


def _twice(start: _Start, table: str, columns: Sequence[str], where: str) -> Guard:
    names = [start.value(table, each) for each in columns]
    given = [f"{each} IS NOT NULL" for each in names]
    kept = [start.expression(table, where)] if where else []
    group = f"GROUP BY {', '.join(names)} HAVING count(*) > 1"
    inner = f"SELECT 1 FROM {start.table(table)} WHERE {' AND '.join([*kept, *given])}"
    rows = f"values of {' and '.join(columns)} in {table} occur more than once"
    return Guard(rows, f"SELECT count(*) FROM ({inner} {group}) AS twice")
