"""Rows that are there get the form that a column's texts have from now on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model.types import Constraint, PerEngine
from ..names import quote_sql
from ..record import replace
from ..resolve.normal import WORDS, form_of, rewritten
from ..resolve.types import Normal
from .findings import DestructiveChange, Finding, not_unique, shared
from .given import filled_rows
from .kept import Kept, columns_of
from .operations import AddConstraint, DropConstraint, Group, Normalise, Operation
from .schema import Column, Table
from .start import Start

_TEXTS = ("string", "text")


def normalising(kept: Kept) -> Iterator[Normalise]:
    """Yield what gives rows the form that their columns did not have."""
    yield from _between(kept.before, kept.after, kept, forth=True)


def normal_before(kept: Kept) -> Iterator[Normalise]:
    """Yield the same for the way back, of the forms that columns have no longer."""
    yield from _between(kept.after, kept.before, kept, forth=False)


def _between(
    before: Table, after: Table, kept: Kept, *, forth: bool
) -> Iterator[Normalise]:
    if not any(each.origin in WORDS for each in after.constraints):
        return
    for old, new in columns_of(kept).kept:
        words = _words(after, new.name)
        gained = set(words) - set(_words(before, old.name))
        if gained and {old.type.kind, new.type.kind} <= {*_TEXTS}:
            yield Normalise(kept.name, new, words, _groups(after, new), forth)


def _words(table: Table, column: str) -> tuple[Normal, ...]:
    said = {each.origin for each in table.constraints if each.columns == (column,)}
    return tuple(each for each in WORDS if each in said)


def _groups(table: Table, column: Column) -> tuple[Group, ...]:
    """Return the columns that are unique together, and this one among them."""
    unique = [
        (each.columns, "", False) for each in table.constraints if _is_unique(each)
    ]
    unique += [
        (each.columns, each.where, each.nulls_not_distinct)
        for each in table.indexes
        if each.unique and each.is_of_columns
    ]
    return tuple(
        (columns, where, table.subject_of(columns), nulls)
        for columns, where, nulls in unique
        if column.name in columns
    )


def _is_unique(constraint: Constraint) -> bool:
    return constraint.kind in ("unique", "primary_key")


def named_back(form: Normalise, column: Column) -> Normalise:
    """Return what is done on the way back, when the column has its older name again."""
    groups = (
        (tuple(column.name if n == form.column.name else n for n in columns), *others)
        for columns, *others in form.groups
    )
    return replace(form, column=column, groups=tuple(groups))


def with_forms(
    parts: Sequence[tuple[int, Operation]],
    forms: Iterable[tuple[Normalise, str, str]],
) -> list[tuple[int, Operation]]:
    """Return the parts of two steps, in which texts that have two names get their form.

    They get it before the newer name is held to it. On the way back, what has lost its form
    gets it before the older name is held to it, which is behind the constraint that goes.
    """
    found = list(parts)
    for form, old, new in forms:
        kind = AddConstraint if form.forth else DropConstraint
        name = new if form.forth else old
        held = [
            at
            for at, (_, each) in enumerate(found)
            if isinstance(each, kind)
            and each.table == form.table
            and each.constraint.columns == (name,)
            and each.constraint.origin in form.words
        ]
        if held:
            at = held[0] if form.forth else held[-1] + 1
            found.insert(at, (found[held[0]][0], form))
    return found


def normalised_rows(operation: Normalise) -> Iterator[str]:
    """Yield the lines that rewrite the rows that are in another form."""
    table, column = operation.table, operation.column.name
    name = quote_sql(column)
    value = rewritten(name, operation.words)
    both = PerEngine(value, value)
    yield from filled_rows(table, column, both, f"{name} <> {value}", ())


def rewritten_texts(start: Start, operation: Normalise) -> Iterator[Finding]:
    """Yield that texts lose their own form, and whether some are the same in the new one."""
    column, table = operation.column, operation.table
    text = f"The texts of {column.subject} are rewritten {form_of(operation.words)}."
    yield Finding(DestructiveChange(f"rewrite:{column.subject}", text))
    for columns, where, subject, nulls in operation.groups:
        if start.knows(table, columns):
            names = [start.value(table, each) for each in columns]
            place = columns.index(column.name)
            names[place] = rewritten(names[place], operation.words)
            yield Finding(
                DestructiveChange(f"unique:{subject}", not_unique(subject)),
                shared(start, table, columns, names, where, nulls=nulls),
            )
