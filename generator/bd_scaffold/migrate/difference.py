"""From two models to the operations between their tables, in an order in which they can run.

Names go first, so that whatever follows speaks of tables and columns by their new names:
indexes that go, renames, new tables, then each table in one block, indexes, and tables that go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model.types import Model
from .alterations import (
    added_constraint,
    dropped_constraint,
    exposed,
    in_block,
    protected,
    releasing_of_values,
    renames,
    renaming_of_values,
)
from .indexes import indexes_of
from .kept import Kept
from .listed import listed_values
from .matches import Match, Models, matches_of, referring, renamed_values
from .names import Names
from .native_enums import Natives
from .native_readers import apart
from .operations import ChangeEngine, CreateTable, DropTable, Operation
from .refusals import collisions, refusals, refuse, taken
from .roles import renamed_roles
from .schema import Table
from .unique_targets import Targets


def operations(old: Model, new: Model) -> tuple[Operation, ...]:
    """Return what turns the tables of one model into those of another; nothing where they agree.

    Raises `UnsupportedChangeError` where rows would be lost that nobody gave up.
    """
    models = Models.of(old, new)
    return between(models, matches_of(models))


def between(models: Models, matches: Sequence[Match]) -> tuple[Operation, ...]:
    """Return what turns the tables of one model into those of another, where these match."""
    old, new, before, after = models.old, models.new, models.before, models.after
    names = Names.of(matches)
    values = renamed_values(old, new)
    natives = Natives.of(models, matches, names)
    refer = referring(after.tables) if any(values.values()) else {}
    kept = [
        Kept(
            natives.moved(names.moved(each.old)),
            natives.wanted(each.new),
            values,
            {
                name: enum
                for (there, name), enum in refer.items()
                if there == each.new.name
            },
            natives.retyped(each.new),
        )
        for each in matches
    ]
    gone = _without(before.tables, (match.old.name for match in matches))
    come = _without(after.tables, (match.new.name for match in matches))
    parted = apart([natives.wanted(each) for each in come], natives.closed)
    come = [each.table for each in parted]
    dividing = {*old.uses.dividing, *new.uses.dividing}
    refused = (said for each in kept for said in refusals(each, after, dividing))
    impossible = (*collisions(gone, come), *taken(matches, before), *refused)
    refuse([*impossible, *natives.refusals()])
    indexes = [
        indexes_of(match, each) for match, each in zip(matches, kept, strict=True)
    ]
    created = [operation for each in indexes for operation in each.created]
    changes = [operation for each in kept for operation in in_block(each)]
    early: list[Operation] = [*filter(natives.is_early, changes)]
    late: list[Operation] = [*filter(natives.is_late, changes)]
    blocks = [each for each in changes if not (each in early or each in late)]
    targets = Targets.of(blocks)
    leave_apart = apart(
        [natives.moved(names.moved(table)) for table in gone], natives.opened
    )
    early.extend(operation for each in leave_apart for operation in each.first)
    leaving = [each.table for each in leave_apart]
    new_tables = targets.without(come)
    ready = [each for each in created if not each.concurrently]
    leave = [*_gone(targets.without(leaving))]
    late.extend(operation for each in parted for operation in each.last)
    natively = [*natives.last(indexes, late), *late]
    return (
        *_engine(old, new),
        *natives.values_added(),
        *(operation for each in indexes for operation in each.dropped),
        *renames(matches),
        *(operation for each in kept for operation in exposed(each)),
        *early,
        *natives.first(indexes, early),
        *targets.first(blocks, leaving),
        *(CreateTable(table) for table in new_tables),
        *(operation for each in kept for operation in releasing_of_values(each)),
        *(operation for each in kept for operation in renaming_of_values(each)),
        *(operation for each in kept for operation in listed_values(each)),
        *renamed_roles(old, new),
        *targets.between(blocks),
        *targets.last(blocks, come),
        *(operation for each in kept for operation in protected(each)),
        *_late(new_tables),
        *(operation for each in indexes for operation in each.renamed),
        # An index on values of a type comes once they are, and what refers to them has gone.
        *((*leave, *natively, *ready) if natively else (*ready, *leave)),
        *natives.end(),
        *(each for each in created if each.concurrently),
    )


def _engine(old: Model, new: Model) -> Iterator[Operation]:
    if old.database.engine != new.database.engine:
        yield ChangeEngine(old.database.engine, new.database.engine)


def _without(tables: Iterable[Table], names: Iterable[str]) -> list[Table]:
    left_out = set(names)
    return [table for table in tables if table.name not in left_out]


def _late(come: Iterable[Table]) -> Iterator[Operation]:
    """Close the circles that new tables are part of."""
    for table in come:
        for constraint in (each for each in table.constraints if each.late):
            yield added_constraint(table, constraint)


def _gone(gone: Sequence[Table]) -> Iterator[Operation]:
    """Drop tables, each before those that it points to."""
    for table in gone:
        for constraint in (each for each in table.constraints if each.late):
            yield dropped_constraint(table, table.name, constraint)
    yield from (DropTable(table) for table in reversed(gone))
