"""From two models to the operations between their tables, in an order in which they can run.

Names go first, so that whatever follows speaks of tables and columns by their new names:
indexes that go, renames, new tables, then each table in one block, indexes, and tables that go.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from typing import Generic, Protocol, TypeVar

from ..model import matching
from ..model.types import Constraint, Index, Model
from ..record import Record, replace
from . import expressions
from .casts import called, cast_of, is_list_of_same
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
from .schema import Column, Schema, Table, schema_of


class UnsupportedChangeError(Exception):
    """Changes that no migration can make without losing rows, each in a sentence."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


class Names(Record, frozen=True):
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
        target = constraint.target
        return replace(
            constraint,
            columns=tuple(self.column(table, each) for each in constraint.columns),
            expression=expressions.renamed(
                constraint.expression, self.columns.get(table, {})
            ),
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


class Kept(Record, frozen=True):
    """A table that both models have: as it is after the renames, and as it should be."""

    before: Table
    after: Table
    values: Mapping[str, Values]  # renamed, by enum

    @property
    def name(self) -> str:
        """The table's name from now on."""
        return self.after.name


class Match(Record, frozen=True):
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


class Models(Record, frozen=True):
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
    kept = [Kept(names.moved(each.old), each.new, values) for each in matches]
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
        *(each for each in created if not each.concurrently),
        *_gone(before, gone, names),
        *(each for each in created if each.concurrently),
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
    found = [*_of_entities(models), *_of_neither(models)]
    order = {name: place for place, name in enumerate(models.after.by_name)}
    return sorted(found, key=lambda match: order[match.new.name])


def _of_entities(models: Models) -> Iterator[Match]:
    kept = matching.entities(models.old, models.new).kept
    same = {(one.name, other.name) for one, other in kept}
    for one, other in kept:
        yield _match(models, one.table, other.table)
        for link, its in matching.links(one, other).kept:
            if (link.target, its.target) in same:
                yield from _link(models, link.table, its.table)


def _match(models: Models, old: str, new: str) -> Match:
    columns = matching.columns(models.old.tables[old], models.new.tables[new])
    names = {a.name: b.name for a, b in columns.kept}
    # A column of the same name is the same one to the database, whatever field it was.
    come = {column.name for column in columns.added}
    names |= {each.name: each.name for each in columns.removed if each.name in come}
    return Match(models.before.by_name[old], models.after.by_name[new], names)


def _link(models: Models, old: str, new: str) -> Iterator[Match]:
    """Yield the match of two tables of links, whose columns stand in the same order."""
    one, other = models.before.by_name[old], models.after.by_name[new]
    if len(one.key) == len(other.key):
        yield Match(one, other, dict(zip(one.key, other.key, strict=True)))


def _of_neither(models: Models) -> Iterator[Match]:
    """Yield the matches of tables that no entity has: they keep their names."""
    for name, table in models.new.tables.items():
        older = models.old.tables.get(name)
        if older is not None and not (table.entity or older.entity):
            yield _match(models, name, name)


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
        retyped = one.type != other.type and cast_of(one, other) is None
        if retyped or not is_list_of_same(one, other):
            yield (
                f"{other.subject} changes from {called(one)} to {called(other)}, which its "
                f"values can't follow by themselves. Add a field of another name, carry the "
                f"values over in a revision of your own, and remove {one.subject} after that."
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
        for constraint in table.constraints
    )


# What changes in a table that stays


class Columns(Record, frozen=True):
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
    for constraint in kept.before.constraints:
        renamed = _renamed(kept, constraint)
        if renamed:
            yield _dropped(kept.before, kept.name, constraint)
            yield RenameValues(
                kept.name, constraint.columns[0], constraint.enum, renamed
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


def _block(kept: Kept) -> Iterator[InBlock]:
    columns = _columns(kept)
    key, later = _key(kept.before), _key(kept.after)
    before = [each for each in kept.before.constraints if not _renamed(kept, each)]
    changes = _changes(before, kept.after.constraints, _says)
    yield from (_dropped(kept.before, kept.name, each) for each in changes.removed)
    yield from (RenameConstraint(kept.name, *each) for each in changes.renamed)
    yield from (DropColumn(kept.name, later, each) for each in columns.removed)
    yield from (AddColumn(kept.name, key, each) for each in columns.added)
    for one, other in columns.kept:
        if (one.type, one.nullable) != (other.type, other.nullable):
            yield AlterColumn(kept.name, key, one, other)
    yield from (_added(kept.after, each) for each in changes.added)


def _added(table: Table, constraint: Constraint) -> AddConstraint:
    subject = table.subject_of(constraint.columns)
    return AddConstraint(table.name, constraint, subject)


def _dropped(table: Table, name: str, constraint: Constraint) -> DropConstraint:
    return DropConstraint(name, constraint, table.subject_of(constraint.columns))


def _key(table: Table) -> tuple[Column, ...]:
    """Return the columns that tell a table's rows apart."""
    return tuple(column for column in table.columns if column.name in table.key)


def _late(after: Schema, come: Iterable[Table]) -> Iterator[Operation]:
    """Close the circles that new tables are part of."""
    names = {table.name for table in come}
    for table, constraint in after.late:
        if table.name in names:
            yield _added(table, constraint)


def _gone(before: Schema, gone: Sequence[Table], names: Names) -> Iterator[Operation]:
    """Drop tables, each before those that it points to."""
    old = {table.name for table in gone}
    for table, constraint in before.late:
        if table.name in old:
            moved = names.constraint(table.name, constraint)
            yield _dropped(names.moved(table), table.name, moved)
    yield from (DropTable(names.moved(table)) for table in reversed(gone))


class Indexes(Record, frozen=True):
    dropped: tuple[DropIndex, ...]
    renamed: tuple[RenameIndex, ...]
    created: tuple[CreateIndex, ...]


def _indexes(match: Match, kept: Kept) -> Indexes:
    """Drop by the older names, since indexes go first of all; create by the newer ones."""
    changes = _changes(kept.before.indexes, kept.after.indexes, _index_says)
    old = {index.name: index for index in match.old.indexes}
    return Indexes(
        dropped=tuple(_left(match.old, old[each.name]) for each in changes.removed),
        renamed=tuple(RenameIndex(kept.name, *each) for each in changes.renamed),
        created=tuple(_made(kept.after, each) for each in changes.added),
    )


def _left(table: Table, index: Index) -> DropIndex:
    return DropIndex(table.name, index, table.subject_of(index.columns))


def _made(table: Table, index: Index) -> CreateIndex:
    subject = table.subject_of(index.columns)
    return CreateIndex(table.name, index, subject, concurrently=table.large)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


class Changes(Record, Generic[T], frozen=True):
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


def _says(constraint: Constraint) -> object:
    """Return what the database makes of a constraint, whatever it is there for."""
    return (
        *(constraint.kind, constraint.columns, constraint.expression),
        *(constraint.target, constraint.target_columns, constraint.on_delete),
    )


def _index_says(index: Index) -> object:
    return replace(index, name="", origin="declared")
