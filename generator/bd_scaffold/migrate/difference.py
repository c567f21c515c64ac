"""From two models to the operations between their tables, in an order in which they can run.

Names go first, so that whatever follows speaks of tables and columns by their new names:
indexes that go, renames, new tables, then each table in one block, indexes, and tables that go.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from ..model import matching
from ..model.types import Entity, Model
from . import expressions
from .casts import cast_of
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeEngine,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    InBlock,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    RenameValues,
    Values,
)
from .schema import Column, Constraint, Index, Schema, Table, schema_of


class UnsupportedChangeError(Exception):
    """Changes that no migration can make without losing rows, each in a sentence."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class Names:
    """What tables and columns that stay are called from now on."""

    tables: Mapping[str, str]  # old → new, where they differ
    columns: Mapping[str, Mapping[str, str]]  # the same, by old table

    @classmethod
    def of(cls, matches: Sequence[Match]) -> Names:
        """Return what the tables that stay and their columns are called from now on."""
        columns = {match.old.name: _differing(match.columns) for match in matches}
        return cls(
            _differing({match.old.name: match.new.name for match in matches}),
            {table: names for table, names in columns.items() if names},
        )

    def __bool__(self) -> bool:
        """False where nothing has another name: most often, and then nothing is moved."""
        return bool(self.tables or self.columns)

    def table(self, name: str) -> str:
        """Return a table's name from now on."""
        return self.tables.get(name, name)

    def column(self, table: str, name: str) -> str:
        """Return the name from now on of a column, by its table's older name."""
        return self.columns.get(table, {}).get(name, name)

    def index(self, table: str, index: Index) -> Index:
        """Return an index as it is after the renames, but for its own name."""
        return replace(
            index,
            columns=tuple(self.column(table, each) for each in index.columns),
            include=tuple(self.column(table, each) for each in index.include),
            where=expressions.renamed(index.where, self.columns.get(table, {})),
        )

    def constraint(self, table: str, constraint: Constraint) -> Constraint:
        """Return a constraint as it is after the renames, but for its own name."""
        if not self:
            return constraint
        target = constraint.target
        return replace(
            constraint,
            columns=tuple(self.column(table, each) for each in constraint.columns),
            sql=expressions.renamed(constraint.sql, self.columns.get(table, {})),
            target=self.table(target),
            target_columns=tuple(
                self.column(target, each) for each in constraint.target_columns
            ),
        )

    def moved(self, table: Table) -> Table:
        """Return a table as it is after the renames, but for what has a name of its own."""
        if not self:
            return table
        return replace(
            table,
            name=self.table(table.name),
            columns=tuple(
                replace(each, name=self.column(table.name, each.name))
                for each in table.columns
            ),
            constraints=tuple(
                self.constraint(table.name, each) for each in table.constraints
            ),
            indexes=tuple(self.index(table.name, each) for each in table.indexes),
        )


def _differing(names: Mapping[str, str]) -> dict[str, str]:
    return {old: new for old, new in names.items() if old != new}


@dataclass(frozen=True, slots=True)
class Kept:
    """A table that both models have: as it is after the renames, and as it should be."""

    before: Table
    constraints: tuple[Constraint, ...]  # that it has, the late ones among them
    after: Table
    wanted: tuple[Constraint, ...]
    values: Mapping[str, Values]  # renamed, by enum

    @property
    def name(self) -> str:
        """The table's name from now on."""
        return self.after.name


@dataclass(frozen=True, slots=True)
class Match:
    """A table of the older model and what became of it."""

    old: Table
    new: Table
    columns: Mapping[str, str]  # those that stay: old → new


def operations(old: Model, new: Model) -> tuple[Operation, ...]:
    """Return what turns the tables of one model into those of another; nothing where they agree.

    Raises `UnsupportedChangeError` where rows would be lost that nobody gave up.
    """
    models = Models.of(old, new)
    return between(models, matches_of(models))


@dataclass(frozen=True, slots=True)
class Models:
    """Two models, and the tables of each."""

    old: Model
    new: Model
    before: Schema
    after: Schema

    @classmethod
    def of(cls, old: Model, new: Model) -> Models:
        """Return two models with their tables."""
        return cls(old, new, schema_of(old), schema_of(new))


def between(models: Models, matches: Sequence[Match]) -> tuple[Operation, ...]:
    """Return what turns the tables of one model into those of another, where these match."""
    old, new, before, after = models.old, models.new, models.before, models.after
    names = Names.of(matches)
    values = renamed_values(old, new)
    kept = [_kept(before, after, names, values, match) for match in matches]
    gone = _without(before.tables, (match.old.name for match in matches))
    come = _without(after.tables, (match.new.name for match in matches))
    _refuse([*_collisions(gone, come), *(s for k in kept for s in _refusals(k, after))])
    indexes = [_indexes(match, each) for match, each in zip(matches, kept, strict=True)]
    created = [operation for each in indexes for operation in each.created]
    return (
        *_engine(old, new),
        *(operation for each in indexes for operation in each.dropped),
        *_renames(matches),
        *(CreateTable(table) for table in come),
        *(operation for each in kept for operation in _values(each)),
        *(operation for each in kept for operation in _block(each)),
        *_late(after, come),
        *(operation for each in indexes for operation in each.renamed),
        *(each for each in created if not each.index.concurrently),
        *_gone(before, gone, names),
        *(each for each in created if each.index.concurrently),
    )


def _engine(old: Model, new: Model) -> Iterator[Operation]:
    if old.database.engine != new.database.engine:
        yield ChangeEngine(old.database.engine, new.database.engine)


def _without(tables: Iterable[Table], names: Iterable[str]) -> list[Table]:
    left_out = set(names)
    return [table for table in tables if table.name not in left_out]


# What is what


def matches_of(models: Models) -> list[Match]:
    """Return the tables that stay, in the newer order of creation."""
    before, after = models.before, models.after
    kept = matching.entities(models.old, models.new).kept
    same = {(one.name, other.name) for one, other in kept}
    found = [
        match
        for one, other in kept
        for match in (
            _entity(one, other, before, after),
            *_links(one, other, same, before, after),
        )
    ]
    order = {table.name: position for position, table in enumerate(after.tables)}
    return sorted(found, key=lambda match: order[match.new.name])


def _entity(one: Entity, other: Entity, before: Schema, after: Schema) -> Match:
    columns = matching.columns(one, other)
    names = {a.name: b.name for a, b in columns.kept}
    # A column of the same name is the same one to the database, whatever field it was.
    come = {column.name for column in columns.added}
    names |= {each.name: each.name for each in columns.removed if each.name in come}
    return Match(before.table(one.table), after.table(other.table), names)


def _links(
    one: Entity,
    other: Entity,
    same: Container[tuple[str, str]],
    before: Schema,
    after: Schema,
) -> Iterator[Match]:
    for link, its in matching.links(one, other).kept:
        alike = len(link.key) == len(its.key)
        if alike and (link.target, its.target) in same:
            names = dict(zip(link.key, its.key, strict=True))
            yield Match(before.table(link.table), after.table(its.table), names)


def renamed_values(old: Model, new: Model) -> dict[str, Values]:
    """Return the values that have other names now, by their enum."""
    return {
        other.name: tuple(
            (a.value, b.value)
            for a, b in matching.members(one, other).kept
            if a.value != b.value
        )
        for one, other in matching.enums(old, new).kept
    }


def _kept(
    before: Schema,
    after: Schema,
    names: Names,
    values: Mapping[str, Values],
    match: Match,
) -> Kept:
    had = before.constraints(match.old)
    return Kept(
        before=names.moved(match.old),
        constraints=tuple(names.constraint(match.old.name, each) for each in had),
        after=match.new,
        wanted=after.constraints(match.new),
        values=values,
    )


# What can't be done


def _refuse(sentences: Sequence[str]) -> None:
    if sentences:
        raise UnsupportedChangeError(sentences)


def _collisions(gone: Iterable[Table], come: Iterable[Table]) -> Iterator[str]:
    names = {table.name: table for table in gone}
    for table in come:
        if table.name in names:
            yield (
                f"{table.subject} would be the table {table.name}, which "
                f"{names[table.name].subject} has now. Remove that in one step, and add "
                f"{table.subject} in a second one."
            )


def _refusals(kept: Kept, after: Schema) -> Iterator[str]:
    for one, other in _columns(kept).kept:
        if one.type != other.type and cast_of(one, other) is None:
            yield (
                f"{other.subject} changes its type in a way that its values can't follow "
                f"by themselves. Add a field of another name, carry the values over in a "
                f"revision of your own, and remove {one.subject} after that."
            )
    if kept.before.key != kept.after.key and _is_pointed_to(kept, after):
        yield (
            f"The key of {kept.after.subject} changes while others point to it. Remove "
            f"the relations to it in one step, change the key, and add them again."
        )


def _is_pointed_to(kept: Kept, after: Schema) -> bool:
    return any(
        constraint.target == kept.name
        for table in after.tables
        for constraint in after.constraints(table)
    )


# What changes in a table that stays


@dataclass(frozen=True, slots=True)
class Columns:
    kept: tuple[tuple[Column, Column], ...]
    removed: tuple[Column, ...]
    added: tuple[Column, ...]


def _columns(kept: Kept) -> Columns:
    """Match by name, since what was renamed has its new one already."""
    had = {column.name: column for column in kept.before.columns}
    wanted = {column.name: column for column in kept.after.columns}
    return Columns(
        kept=tuple((had[name], wanted[name]) for name in wanted if name in had),
        removed=tuple(had[name] for name in had if name not in wanted),
        added=tuple(wanted[name] for name in wanted if name not in had),
    )


def _renames(matches: Iterable[Match]) -> Iterator[Operation]:
    for match in matches:
        if match.old.name != match.new.name:
            yield RenameTable(match.new.subject, match.old.name, match.new.name)
        for column in match.new.columns:
            for old, new in match.columns.items():
                if new == column.name and old != new:
                    yield RenameColumn(column.subject, match.new.name, old, new)


def _values(kept: Kept) -> Iterator[Operation]:
    """Rename an enum's values in a table's rows, once the check lets them."""
    for constraint in kept.constraints:
        renamed = _renamed(kept, constraint)
        if renamed:
            yield DropConstraint(kept.name, constraint)
            yield RenameValues(
                kept.name, constraint.columns[0], constraint.enum, renamed
            )


def _renamed(kept: Kept, constraint: Constraint) -> Values:
    """Return the values that a column's check has to let go before its rows are renamed."""
    enum = next(
        (
            each.enum
            for each in kept.wanted
            if each.enum and each.columns == constraint.columns
        ),
        "",
    )
    return kept.values.get(enum, ()) if constraint.enum else ()


def _block(kept: Kept) -> Iterator[InBlock]:
    columns = _columns(kept)
    key, later = _key(kept.before), _key(kept.after)
    before = [each for each in kept.constraints if not _renamed(kept, each)]
    changes = _changes(before, kept.wanted, _says)
    yield from (DropConstraint(kept.name, each) for each in changes.removed)
    yield from (RenameConstraint(kept.name, *each) for each in changes.renamed)
    yield from (DropColumn(kept.name, later, each) for each in columns.removed)
    yield from (AddColumn(kept.name, key, each) for each in columns.added)
    for one, other in columns.kept:
        if (one.type, one.nullable) != (other.type, other.nullable):
            yield AlterColumn(kept.name, key, one, other)
    yield from (AddConstraint(kept.name, each) for each in changes.added)


def _key(table: Table) -> tuple[Column, ...]:
    """Return the columns that tell a table's rows apart."""
    return tuple(column for column in table.columns if column.name in table.key)


def _late(after: Schema, come: Iterable[Table]) -> Iterator[Operation]:
    """Close the circles that new tables are part of."""
    names = {table.name for table in come}
    for table, constraint in after.late:
        if table in names:
            yield AddConstraint(table, constraint)


def _gone(before: Schema, gone: Sequence[Table], names: Names) -> Iterator[Operation]:
    """Drop tables, each before those that it points to."""
    old = {table.name for table in gone}
    for table, constraint in before.late:
        if table in old:
            yield DropConstraint(table, names.constraint(table, constraint))
    yield from (DropTable(names.moved(table)) for table in reversed(gone))


@dataclass(frozen=True, slots=True)
class Indexes:
    dropped: tuple[DropIndex, ...]
    renamed: tuple[RenameIndex, ...]
    created: tuple[CreateIndex, ...]


def _indexes(match: Match, kept: Kept) -> Indexes:
    """Drop by the older names, since indexes go first of all; create by the newer ones."""
    changes = _changes(kept.before.indexes, kept.after.indexes, _index_says)
    old = {index.name: index for index in match.old.indexes}
    return Indexes(
        dropped=tuple(DropIndex(match.old.name, old[i.name]) for i in changes.removed),
        renamed=tuple(RenameIndex(kept.name, *each) for each in changes.renamed),
        created=tuple(CreateIndex(kept.name, each) for each in changes.added),
    )


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    removed: tuple[T, ...]
    renamed: tuple[tuple[T, T], ...]
    added: tuple[T, ...]


def _changes(
    before: Iterable[T], after: Iterable[T], says: Callable[[T], object]
) -> Changes[T]:
    """Match by what each says; a name that is another's on either side can't be taken."""
    left = {each.name: each for each in before}
    wanted = []
    for each in after:
        if each.name in left and says(left[each.name]) == says(each):
            del left[each.name]
        else:
            wanted.append(each)
    taken = {each.name for each in wanted} & left.keys()
    renamed: list[tuple[T, T]] = []
    added: list[T] = []
    for each in wanted:
        same = [one for one in left.values() if says(one) == says(each)]
        if same and taken.isdisjoint((same[0].name, each.name)):
            renamed.append((left.pop(same[0].name), each))
        else:
            added.append(each)
    return Changes(tuple(left.values()), tuple(renamed), tuple(added))


def _says(constraint: Constraint) -> Constraint:
    return replace(constraint, name="", subject="", enum="")


def _index_says(index: Index) -> Index:
    return replace(index, name="", subject="", concurrently=False)
