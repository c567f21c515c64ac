"""What changes in tables that stay: names, values, columns, constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.types import Constraint
from .computed import in_order
from .implied_names import renamed_not_null, renamed_sequence
from .kept import Kept, changes_beside, columns_of
from .matches import Match
from .normal import normal_before, normalising
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    DropColumn,
    DropConstraint,
    Expose,
    InBlock,
    Normalise,
    Operation,
    Protect,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    RenameValues,
    Seal,
    Values,
)
from .schema import Column, Table
from .sealing import sealed_before, sealing


def renames(matches: Iterable[Match]) -> Iterator[Operation]:
    """Yield the renames of tables, of their columns and of what is called after both."""
    for match in matches:
        if match.old.name != match.new.name:
            yield RenameTable(match.new.subject, match.old.name, match.new.name)
        for column in match.new.columns:
            for old, new in match.columns.items():
                if new == column.name and old != new:
                    yield RenameColumn(column.subject, match.new.name, old, new)
        yield from renamed_not_null(match)
        yield from renamed_sequence(match)


def protected(kept: Kept) -> Iterator[Operation]:
    """Have PostgreSQL hold rows to policies that are said now, once their columns are there."""
    if kept.after.policies and kept.after.policies != kept.before.policies:
        yield Protect(kept.name, kept.after.policies)


def exposed(kept: Kept) -> Iterator[Operation]:
    """Have it hold rows to others no longer, while their columns are there."""
    if kept.before.policies and kept.after.policies != kept.before.policies:
        yield Expose(kept.name, kept.before.policies)


def releasing_of_values(kept: Kept) -> Iterator[Operation]:
    """Drop the foreign keys to values that get other names, which are theirs afterwards."""
    for constraint in kept.before.constraints:
        if _lets_go(kept, constraint):
            yield dropped_constraint(kept.before, kept.name, constraint)


def renaming_of_values(kept: Kept) -> Iterator[Operation]:
    """Rename an enum's values in a table's rows, once the check lets them."""
    types = {each.name: each.type for each in kept.before.columns}
    for constraint in kept.before.constraints:
        renamed = _renamed(kept, constraint)
        if renamed:
            yield dropped_constraint(kept.before, kept.name, constraint)
            (column,) = constraint.columns
            native = bool(types[column].native)
            yield RenameValues(kept.name, column, constraint.enum, renamed, native)
    for column, enum in kept.referring.items():
        if column in types and kept.values.get(enum):
            native = bool(types[column].native)
            yield RenameValues(kept.name, column, enum, kept.values[enum], native)


def _lets_go(kept: Kept, constraint: Constraint) -> bool:
    """True for a foreign key to texts that get other names; a type's follow by themselves."""
    types = {each.name: each.type for each in kept.before.columns}
    return constraint.kind == "foreign_key" and any(
        kept.values.get(kept.referring.get(each, "")) and not types[each].native
        for each in constraint.columns
    )


def _renamed(kept: Kept, constraint: Constraint) -> Values:
    """Return the values that a column's check has to let go before its rows are renamed."""
    enum = next(
        (
            each.enum
            for each in kept.after.constraints
            if each.enum and each.columns == constraint.columns
        ),
        "",
    )
    return kept.values.get(enum, ()) if constraint.enum else ()


def in_block(kept: Kept) -> Iterator[InBlock | Normalise | Seal]:
    """Yield what changes in one table beside its names, its values and its indexes."""
    columns = columns_of(kept)
    key, later = _key(kept.before), _key(kept.after)
    before = [
        each
        for each in kept.before.constraints
        if not (_renamed(kept, each) or _lets_go(kept, each))
    ]
    remade = kept.remade
    changes = changes_beside(remade, before, kept.after.constraints, _says)
    yield from (
        dropped_constraint(kept.before, kept.name, each) for each in changes.removed
    )
    yield from normal_before(kept)
    yield from sealed_before(kept)
    yield from (_renamed_constraint(kept, *each) for each in changes.renamed)
    gone, come = in_order(columns, remade)
    yield from (DropColumn(kept.name, later, each) for each in gone.first)
    yield from (AddColumn(kept.name, key, each) for each in come.first)
    yield from (DropColumn(kept.name, later, each) for each in gone.then)
    yield from (AddColumn(kept.name, key, each) for each in come.then)
    for one, other in columns.kept:
        if not one.stores_like(other) or one.given != other.given:
            refers = _refers(kept, other, changes.added)
            yield AlterColumn(kept.name, key, one, other, refers)
    yield from normalising(kept)
    yield from sealing(kept)
    yield from (AddColumn(kept.name, key, each) for each in come.last)
    yield from (added_constraint(kept.after, each) for each in changes.added)


def _refers(
    kept: Kept, column: Column, added: Iterable[Constraint]
) -> Constraint | None:
    """Return the foreign key of a column alone, where nothing of it changes."""
    stays = (each for each in kept.after.constraints if each not in added)
    own = (column.name,)
    return next(
        (each for each in stays if (each.kind, each.columns) == ("foreign_key", own)),
        None,
    )


def _renamed_constraint(
    kept: Kept, old: Constraint, new: Constraint
) -> RenameConstraint:
    nameless = new.kind == "primary_key" and bool(kept.after.numbered)
    return RenameConstraint(kept.name, old, new, nameless)


def added_constraint(table: Table, constraint: Constraint) -> AddConstraint:
    """Return how a constraint of a table is added."""
    subject = table.subject_of(constraint.columns)
    computed = tuple(
        each
        for each in table.columns
        if each.computed is not None and each.name in constraint.columns
    )
    return AddConstraint(table.name, constraint, subject, computed)


def dropped_constraint(
    table: Table, name: str, constraint: Constraint
) -> DropConstraint:
    """Return how a constraint of a table goes, under the table's name from now on."""
    return DropConstraint(name, constraint, table.subject_of(constraint.columns))


def _key(table: Table) -> tuple[Column, ...]:
    """Return the columns that tell a table's rows apart."""
    return tuple(column for column in table.columns if column.name in table.key)


def _says(constraint: Constraint) -> object:
    """Return what the database makes of a constraint, whatever it is there for."""
    return (
        *(constraint.kind, constraint.columns, constraint.expression),
        *(constraint.postgresql, constraint.only_sqlite),
        *(constraint.target, constraint.target_columns, constraint.on_delete),
        *(constraint.on_update, constraint.deferred, constraint.deferrable),
        *(constraint.period, constraint.range, constraint.bounds, constraint.where),
        constraint.open_ends,
    )
