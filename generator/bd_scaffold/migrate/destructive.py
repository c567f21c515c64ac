"""What loses data or can fail on existing rows, and the rows that tell whether it does.

Operations are read in their order, so that what is asked of the rows before anything has
changed can use the names that tables and columns have then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.types import Constraint
from ..names import sql_literal
from ..record import replace
from ..resolve.implication import implies
from ..resolve.normal import WORDS
from .casts import called, cast_of
from .computed import not_to_fill, unworked
from .exclusions import excluding
from .findings import (
    DestructiveChange,
    Finding,
    Misfits,
    count,
    count_by_engine,
    each_of,
)
from .listed import ended_values
from .normal import rewritten_texts
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeEngine,
    Copy,
    CreateIndex,
    DropColumn,
    DropTable,
    ListedValues,
    Normalise,
    Operation,
    Seal,
)
from .schema import Column, Guard
from .sealing import decrypted
from .start import Start
from .uniqueness import indexed, unique
from .wholes import together


def destructive_changes(
    operations: Sequence[Operation],
) -> tuple[DestructiveChange, ...]:
    """Return what of the operations has to be allowed by name, each once."""
    found: dict[str, DestructiveChange] = {}
    for each in findings(operations):
        known = found.setdefault(each.danger.name, each.danger)
        fills = tuple(dict.fromkeys((*known.fills, *each.danger.fills)))
        together = known.together or fills != each.danger.fills
        found[known.name] = replace(known, fills=fills, together=together)
    return tuple(found.values())


def guards(operations: Sequence[Operation]) -> tuple[Guard, ...]:
    """Return what has to be true of the rows before the operations run."""
    found = (each.guard for each in findings(operations))
    return tuple(dict.fromkeys(guard for guard in found if guard is not None))


def findings(
    operations: Sequence[Operation], *, renamed: bool = False
) -> Iterator[Finding]:
    """Yield what is destructive, asked of the rows at the start, or once all is `renamed`."""
    start = Start(renamed=renamed)
    for operation in operations:
        start.note_default(operation)
        start.note_types(operation)
        for each in _found(start, operation):
            if not _is_mended(start, each.misfits):
                yield each
        start.follow(operation)


def _is_mended(start: Start, misfits: Misfits | None) -> bool:
    return misfits is not None and any(
        (misfits.table, each) in start.filled for each in misfits.columns
    )


def _found(  # noqa: C901, PLR0912 - one case each
    start: Start, operation: Operation
) -> Iterator[Finding]:
    match operation:
        case ChangeEngine(old, new):
            text = f"The data stays in {old}; moving it to {new} is up to you."
            yield Finding(DestructiveChange("engine", text))
        case DropTable(table):
            text = f"The table {table.name} is dropped, with its rows."
            yield Finding(DestructiveChange(f"drop:{table.subject}", text))
        case DropColumn(table, _, column) if not (column.computed or column.hashes):
            text = f"The column {table}.{column.name} is dropped, with its values."
            yield Finding(DestructiveChange(f"drop:{column.subject}", text))
        case AddColumn(table, _, column) if column.computed is not None:
            yield from unworked(start, table, column)
        case AddColumn(table, _, column) if not column.nullable and not column.fill:
            yield _added(start, table, column)
        case AddColumn(_, _, column) if column.fill and column.fill.statements:
            yield _filled(column)
        case AddColumn(table, _, column, _, Copy(source)):
            yield from _turned(start, table, source, column)
        case Seal():
            yield from decrypted(operation)
        case AlterColumn(table, _, old, new) if old.sealed or new.sealed:
            # What is encrypted keeps to its type: the API alone writes it.
            plain = replace(new, type=old.type)
            yield from _altered(start, table, old, plain)
        case AlterColumn(table, _, old, new, refers):
            yield from _altered(start, table, old, new)
            if refers is not None and old.nullable and not new.nullable:
                yield from _defaulted(start, table, refers, new.subject)
        case ListedValues():
            yield from ended_values(start, operation)
        case Normalise(_, _, _, _, True):
            yield from rewritten_texts(start, operation)
        case AddConstraint(table, constraint, subject, computed) if (
            table not in start.made
        ):
            for each in _constrained(start, table, constraint, subject):
                yield not_to_fill(each, computed)
        case CreateIndex(table, index, subject) if (
            index.unique and table not in start.made
        ):
            yield from indexed(start, table, subject, index)
        case _:
            pass


def _added(start: Start, table: str, column: Column) -> Finding:
    subject = column.subject
    text = f"{subject} is required, and no row has it yet."
    return Finding(
        DestructiveChange(f"require:{subject}", text, (column.fillable,)),
        count(f"rows of {table} would have no {column.name}", start.table(table)),
        Misfits(table, (column.name,)),
    )


def _filled(column: Column) -> Finding:
    subject = column.subject
    text = (
        f"{subject} is required, and no row has it yet: those that are there get the "
        f"first one that there is, which is made where there is none."
    )
    return Finding(DestructiveChange(f"require:{subject}", text, (column.fillable,)))


def _altered(start: Start, table: str, old: Column, new: Column) -> Iterator[Finding]:
    own, column = start.table(table), start.column(table, old.name)
    if old.nullable and not new.nullable and new.fill is None:
        text = f"{new.subject} becomes required; rows without it would be invalid."
        missing = f"{column} IS NULL"
        yield Finding(
            DestructiveChange(f"require:{new.subject}", text, (new.fillable,)),
            count(f"rows of {table} have no {new.name}", own, missing),
            Misfits(table, (new.name,), missing, sure=True),
        )
    yield from _turned(start, table, old, new)


def _turned(start: Start, table: str, old: Column, new: Column) -> Iterator[Finding]:
    own, column = start.table(table), start.column(table, old.name)
    cast = cast_of(old, new) if old.type != new.type else None
    if cast is None or not cast.danger:
        return
    kinds = f"{called(old)} to {called(new)}"
    text = f"{new.subject} goes from {kinds}; {cast.loss}."
    misfit = cast.misfit.format(column)
    why = f"are not {cast.needs}" if cast.needs else "would not fit"
    rows = f"values of {new.name} in {table} {why}"
    name = f"{cast.danger}:{new.subject}"
    if not misfit:
        yield Finding(DestructiveChange(name, text))
        return
    yield Finding(
        DestructiveChange(name, text, (new.fillable,)),
        count(rows, own, misfit),
        Misfits(table, (new.name,), misfit, sure=True, held_as=_held_as(old, new)),
    )


def _held_as(old: Column, new: Column) -> str:
    """Return the type to cast a value of the newer type to, where one is needed."""
    texts = ("string", "text")
    if old.type.kind in texts and new.type.kind not in texts:
        return "VARCHAR(100)"
    is_number = old.type.kind in ("smallint", "integer") and new.type.kind == "boolean"
    return "INTEGER" if is_number else ""


def _constrained(
    start: Start, table: str, constraint: Constraint, subject: str
) -> Iterator[Finding]:
    if constraint.kind == "check":
        yield from _checked(start, table, constraint, subject)
    elif constraint.kind == "unique" and constraint.divides:
        return  # a key is unique without what its rows are divided by
    elif constraint.kind == "foreign_key":
        yield from _pointing(start, table, constraint, subject)
    elif constraint.kind == "exclude":
        yield from excluding(start, table, subject, constraint)
    else:
        yield from unique(start, table, subject, constraint.columns)


def _checked(
    start: Start, table: str, check: Constraint, subject: str
) -> Iterator[Finding]:
    if check.origin == "together":
        yield from together(start, table, check, subject)
        return
    had = _former(start, table, check)
    if had is not None and check.enum and had.enum:
        yield from _removed(start, table, check, had, subject)
        return
    if any(
        owner == table and gone.kind == "check" and _only_widens(gone, check)
        for owner, gone in start.constraints
    ):
        return  # it only lets more rows in
    if check.origin in WORDS and (table, check.columns[0]) in start.normal:
        return  # its rows have just been rewritten
    if len(check.columns) == 1 and (table, check.columns[0]) in start.added:
        return  # its default keeps the rules of its own type
    if check.is_native:
        yield _native(start, table, check, subject)
        return
    text = f"{subject} has to keep the rule {check.told}."
    broken = f"NOT ({start.expression(table, check.expression)})"
    rows = f"rows of {table} break the rule {check.told}"
    if not start.knows(table, check.columns):
        yield Finding(DestructiveChange(f"check:{subject}", text))
        return
    yield Finding(
        DestructiveChange(f"check:{subject}", text, each_of(subject)),
        count(rows, start.table(table), broken),
        Misfits(table, check.columns, broken, sure=len(check.columns) == 1),
    )


def _only_widens(gone: Constraint, check: Constraint) -> bool:
    """True where every row that kept the one keeps the other."""
    if gone.is_native or check.is_native:
        return gone.demanded == check.demanded
    return implies(gone.expression, check.expression)


def _native(start: Start, table: str, check: Constraint, subject: str) -> Finding:
    """Return what asks each engine by its own SQL; no value is known to mend its rows."""
    text = f"{subject} has to keep the rule {check.told}."
    danger = DestructiveChange(f"check:{subject}", text)
    if not start.knows(table, check.columns):
        return Finding(danger)
    broken = (
        f"NOT ({start.expression(table, each)})"
        for each in (check.expression, check.postgresql)
    )
    rows = f"rows of {table} break the rule {check.told}"
    return Finding(danger, count_by_engine(rows, start.table(table), *broken))


def _former(start: Start, table: str, check: Constraint) -> Constraint | None:
    """Return the check that this one takes the place of."""
    for owner, gone in start.constraints:
        alike = gone.kind == "check" and owner == table
        same = gone.name == check.name or bool(gone.enum and check.enum)
        if alike and same and gone.columns == check.columns:
            return gone
    return None


def _removed(
    start: Start, table: str, check: Constraint, had: Constraint, subject: str
) -> Iterator[Finding]:
    """Yield a finding for each value that an enum no longer has."""
    (column,) = check.columns
    before = start.values.get((table, column), {})
    still = {before.get(value, value) for value in values_of(check.expression)}
    for value in values_of(had.expression):
        if value not in still:
            text = f"Rows with {value} would be invalid."
            rows = f"rows of {table} have the {column} {value}"
            where = f"{start.column(table, column)} = {sql_literal(value)}"
            yield Finding(
                DestructiveChange(f"remove:{check.enum}.{value}", text, (subject,)),
                count(rows, start.table(table), where),
                Misfits(table, check.columns, where, sure=True),
            )


def values_of(sql: str) -> tuple[str, ...]:
    """Return the values that a check's list allows."""
    found = re.findall(r"'((?:[^']|'')*)'", sql)
    return tuple(value.replace("''", "'") for value in found)


BOUND = re.compile(r"(.+) (>=|<=) (-?[0-9.]+)")
"""A check against a number: what is compared, how, and with which number."""


def _pointing(
    start: Start, table: str, key: Constraint, subject: str
) -> Iterator[Finding]:
    defaulted = [*_defaulted(start, table, key, subject)]
    if defaulted:
        yield from defaulted
        return
    text = f"{subject} has to be one of {key.target}."
    name = f"reference:{subject}"
    if any(
        owner == table and gone.target == key.target and _pairs(key) <= _pairs(gone)
        for owner, gone in start.constraints
    ):
        return  # the same relation, with another ON DELETE, or without its part
    if not start.knows(table, key.columns):
        return  # nothing points anywhere yet
    if len(key.columns) > 1:
        known = all(_there(start, key.target, each) for each in key.target_columns)
        guard = dangling(start, table, key) if known else None
        yield Finding(DestructiveChange(name, text), guard)
        return
    where = _missing(start, key, start.table(table), table)
    yield Finding(
        DestructiveChange(name, text, (subject,)),
        dangling(start, table, key),
        Misfits(table, key.columns, where),
    )


def _pairs(key: Constraint) -> set[tuple[str, str]]:
    """Return which column over there each column of a foreign key says."""
    return {*zip(key.columns, key.target_columns, strict=False)}


def _defaulted(
    start: Start, table: str, key: Constraint, subject: str
) -> Iterator[Finding]:
    """Yield that the row that rows will refer to by default has to be there."""
    lacking = start.lacking(table, key)
    if lacking is not None:
        text = f"{subject} has to be one of {key.target}."
        rows = f"rows of {table} would point to {key.target} that do not exist"
        guard = count(rows, start.table(table), lacking)
        yield Finding(DestructiveChange(f"reference:{subject}", text), guard)


def dangling(start: Start, table: str, key: Constraint) -> Guard:
    """Return what counts the rows that point to none."""
    rows = f"rows of {table} point to {key.target} that do not exist"
    own = f"{start.table(table)} AS own"
    return count(rows, own, _missing(start, key, "own", table))


def _there(start: Start, table: str, name: str) -> str:
    """Return a column over there; of one that comes, what all rows get, if that is known."""
    added = start.added.get((table, name))
    if added is None or table in start.made:
        return f"other.{start.column(table, name)}"
    return added.fill.value if added.fill else ""


def _missing(start: Start, key: Constraint, own: str, table: str) -> str:
    """Return what is true of a row that points to none; a new table has no rows yet."""
    ours = [f"{own}.{start.column(table, each)}" for each in key.columns]
    theirs = [
        _there(start, key.target, each) or f"other.{start.column(key.target, each)}"
        for each in key.target_columns
    ]
    given = " AND ".join(f"{each} IS NOT NULL" for each in ours)
    same = " AND ".join(f"{a} = {b}" for a, b in zip(theirs, ours, strict=True))
    missing = f"SELECT 1 FROM {start.table(key.target)} AS other WHERE {same}"
    new = key.target in start.made
    return given if new else f"{given} AND NOT EXISTS ({missing})"
