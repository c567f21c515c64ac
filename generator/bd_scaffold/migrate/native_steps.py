"""What of PostgreSQL's types can't be while old and new code run at the same time.

Both cast to a type by its name, so that it can get values, and be made anew once the old code
has gone; neither another name nor another kind of column serves both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .native_operations import (
    OnTypes,
    RenameEnum,
    RenameEnumValues,
    Retyped,
    StoreAsTexts,
    StoreNatively,
)
from .native_readers import reads
from .operations import AddColumn, AddConstraint, DropConstraint, Operation

_STOP = "Leave that to a release with a short stop."


def refused_types(operations: Sequence[Operation]) -> Iterator[str]:
    """Say what becomes of types that no state of the tables serves both codes with."""
    left = [each for each in operations if isinstance(each, StoreAsTexts)]
    made = [each for each in operations if isinstance(each, StoreNatively)]
    for each in (each for each in operations if isinstance(each, OnTypes)):
        yield from _renamed(each)
    yield from _read_too_soon(operations, made)
    texts = {(c.table, c.name): c for each in left for c in each.columns}
    types = {(c.table, c.name): c for each in made for c in each.columns}
    for place in sorted(texts.keys() ^ types.keys()):
        yield _two_kinds(texts.get(place) or types[place])
    had = {kind.name: kind.values for each in left for kind in each.types}
    for kind in (kind for each in made for kind in each.types):
        if kind.name not in had:
            continue
        come = [value for value in kind.values if value not in had[kind.name]]
        if come:
            yield (
                f"The type {kind.name} can't get {' and '.join(come)} and be made anew while "
                f"old and new code run. Add values in one release, and take others away or "
                f"order them otherwise in the next one."
            )


def _read_too_soon(
    operations: Sequence[Operation], made: Sequence[StoreNatively]
) -> Iterator[str]:
    """Say what the new code reads, and is computed from values whose type changes after that."""
    places = {(c.table, c.name) for each in made for c in each.columns}
    for each in operations:
        if isinstance(each, AddColumn) and reads(each.table, each.column, places):
            yield (
                f"{each.column.subject} can't be computed while the type of what it reads "
                f"is made anew. Make one of these changes in this release, and the other in "
                f"the next one."
            )


def _renamed(operation: OnTypes) -> Iterator[str]:
    match operation:
        case RenameEnum(old, new):
            yield (
                f"PostgreSQL's type can't be {old} for the old code and {new} for the new "
                f"one. Say `type: {old}`, or leave that to a release with a short stop."
            )
        case RenameEnumValues(name, values):
            for old, new in values:
                yield (
                    f"The type {name} can't have {old} for the old code and {new} for the "
                    f"new one. Add {new} in one release, write it from the next one on, and "
                    f"remove {old} in a third."
                )
        case _:
            pass


def _two_kinds(column: Retyped) -> str:
    return (
        f"{column.subject} can't be a text and of the type {column.type} while old and new "
        f"code run. {_STOP}"
    )


def waits(operation: Operation, operations: Sequence[Operation]) -> bool:
    """True for a rule about columns whose types are made anew, which comes with that.

    What goes lets more in, so it goes first; but for SQLite's check, which the type stands for.
    """
    if not isinstance(operation, AddConstraint | DropConstraint):
        return False
    if isinstance(operation, DropConstraint) and not operation.constraint.only_sqlite:
        return False
    places = {
        (column.table, column.name)
        for each in operations
        if isinstance(each, StoreNatively)
        for column in each.columns
    }
    rule = operation.constraint
    return any((operation.table, each) in places for each in rule.columns)
