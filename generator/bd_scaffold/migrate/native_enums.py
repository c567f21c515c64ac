"""What becomes of enums that are types of PostgreSQL, and of the columns that hold them.

A type can get values and other names in place. Where it loses values, or has them in another
order, it is made anew: its columns are texts while all else changes, as they are where an enum
becomes a type, or is one no longer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..model import matching
from ..model.types import Constraint, Index
from ..record import Record, replace
from .expressions import names_in
from .indexes import Indexes
from .matches import Match, Models
from .names import Names
from .native_operations import (
    AddEnumValues,
    CreateEnum,
    DropEnum,
    EnumType,
    Held,
    NativeOperation,
    RenameEnum,
    RenameEnumValues,
    Retyped,
    StoreAsTexts,
    StoreNatively,
)
from .native_readers import Place, held_with, is_about, readers
from .operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropIndex,
    Operation,
    Values,
)
from .schema import Column, Schema, Table


class Kept(Record, frozen=True):
    """A type that both models have, and that changes in place."""

    old: EnumType
    new: EnumType
    renamed: Values  # values

    @property
    def grows(self) -> bool:
        """True where it gets values."""
        return len(self.new.values) > len(self.old.values)


class Natives(Record, frozen=True):
    """What becomes of the types of PostgreSQL between two schemas."""

    before: Schema
    after: Schema
    names: Names
    kept: tuple[Kept, ...] = ()
    gone: tuple[EnumType, ...] = ()  # that go last of all
    come: tuple[EnumType, ...] = ()  # that come first of all
    opened: frozenset[Place] = frozenset()  # columns that become texts, as called then
    closed: frozenset[Place] = frozenset()  # columns that are texts until the end
    left: tuple[EnumType, ...] = ()  # that go once columns are texts
    made: tuple[EnumType, ...] = ()  # that come before texts become their values
    read_before: frozenset[Place] = frozenset()  # computed from those that are opened
    read_after: frozenset[Place] = frozenset()  # computed from those that are closed

    @classmethod
    def of(cls, models: Models, matches: Sequence[Match], names: Names) -> Natives:
        """Return what becomes of the types of PostgreSQL between two models."""
        before, after = models.before, models.after
        if not (before.types or after.types):
            return cls(before, after, names)
        kept = tuple(_kept(models))
        same = {each.old.name: each.new.name for each in kept}
        changed = [pair for match in matches for pair in _changed(match, same)]
        opened = {place for place, old, _ in changed if old}
        closed = {place for place, _, new in changed if new}
        others = {t for t in before.types if t not in same}
        left = others & {old for _, old, _ in changed} | _anew(models, before, same)
        fresh = {t for t in after.types if t not in same.values()}
        made = fresh & {new for _, _, new in changed} | _anew(models, after, same)
        moved = [names.moved(each) for each in before.tables]
        opened |= {*_of(moved, left)}
        closed |= {*_of(after.tables, made)}
        return cls(
            before,
            after,
            names,
            kept,
            gone=_types(before, others - left),
            come=_types(after, fresh - made),
            opened=frozenset(opened),
            closed=frozenset(closed),
            left=_types(before, left),
            made=_types(after, made),
            read_before=readers(moved, opened),
            read_after=readers(after.tables, closed),
        )

    def __bool__(self) -> bool:
        """False where neither schema has such types."""
        return bool(self.before.types or self.after.types)

    def moved(self, table: Table) -> Table:
        """Return a table, as it is after the renames, once its columns are texts."""
        same = {each.old.name: each.new.name for each in self.kept}
        return self._with(table, self.opened, same) if self else table

    def wanted(self, table: Table) -> Table:
        """Return a table as it should be while its columns are texts."""
        return self._with(table, self.closed, {}) if self else table

    def _with(
        self, table: Table, texts: Collection[Place], names: Mapping[str, str]
    ) -> Table:
        def instead(column: Column) -> Column:
            native = column.type.native
            if not native:
                return column
            text = (table.name, column.name) in texts
            now = "" if text else names.get(native, native)
            return replace(column, type=replace(column.type, native=now))

        return replace(table, columns=tuple(map(instead, table.columns)))

    # Operations, in the order in which they run

    def values_added(self) -> Iterator[NativeOperation]:
        """Yield how types get values, which can't be used before they are committed."""
        for each in (kept for kept in self.kept if kept.grows):
            columns = _columns(self.before.tables, {each.old.name})
            was = {new: old for old, new in each.renamed}
            values = tuple(was.get(value, value) for value in each.new.values)
            new = EnumType(each.old.name, values)  # the renames come after it
            places = _places(columns)
            held = _held(self.before.tables, places)
            computed = held_with(self.before.tables, places, held)
            yield AddEnumValues(each.old, new, columns, computed)

    def is_early(self, operation: Operation) -> bool:
        """True where a rule compares values that become texts, and goes before they do.

        So does what is computed from them, and what is about that.
        """
        going = isinstance(operation, DropConstraint | DropColumn)
        return going and _reads(operation, self.opened, self.read_before)

    def is_late(self, operation: Operation) -> bool:
        """True where a rule compares values that are texts until the end, and comes then.

        So does what is computed from them, and what is about that.
        """
        coming = isinstance(operation, AddConstraint | AddColumn)
        return coming and _reads(operation, self.closed, self.read_after)

    def retyped(self, table: Table) -> frozenset[str]:
        """Return the columns of a table whose type changes, as they are called by then."""
        places = self.opened | self.closed
        return frozenset(name for of, name in places if of == table.name)

    def first(
        self, indexes: Sequence[Indexes], early: Sequence[Operation]
    ) -> Iterator[NativeOperation]:
        """Yield what comes right after the renames of tables and columns."""
        moved = [self.names.moved(each) for each in self.before.tables]
        for each in self.kept:
            if each.old.name != each.new.name:
                yield RenameEnum(each.old.name, each.new.name)
        for each in self.kept:
            if each.renamed:
                columns = _columns(moved, {each.old.name})
                yield RenameEnumValues(each.new.name, each.renamed, columns)
        if self.opened:
            gone = {one.index.name for each in indexes for one in each.dropped}
            gone |= {*_named(early)}
            columns = tuple(_at(moved, self.opened))
            held = _held(moved, self.opened, gone)
            others = tuple(_at(moved, {*_of(moved, self.before.types)} - self.opened))
            yield StoreAsTexts(columns, held, self.left, others)
        yield from map(CreateEnum, self.come)

    def last(
        self, indexes: Sequence[Indexes], late: Sequence[Operation]
    ) -> Iterator[NativeOperation]:
        """Yield what comes once all else of the tables is as it should be."""
        if self.closed:
            new = {one.index.name for each in indexes for one in each.created}
            new |= {*_named(late)}
            tables = self.after.tables
            columns = tuple(_at(tables, self.closed))
            held = _held(tables, self.closed, new)
            others = tuple(_at(tables, {*_of(tables, self.after.types)} - self.closed))
            yield StoreNatively(columns, held, self.made, others)

    def end(self) -> Iterator[NativeOperation]:
        """Yield how types go that no column has any more."""
        yield from map(DropEnum, self.gone)

    def refusals(self) -> Iterator[str]:
        """Say which types would be called like something that is there by then."""
        there = {*self.before.types} - {each.name for each in self.left}
        there |= {self.names.table(each.name) for each in self.before.tables}
        same = {each.old.name for each in self.kept if each.old.name == each.new.name}
        new = [each.new.name for each in self.kept if each.old.name not in same]
        new += [each.name for each in (*self.come, *self.made)]
        tables = {each.name for each in self.after.tables}
        late = [each.name for each in self.gone if each.name in tables]
        renamed = self.names.tables.values()
        late += [each.name for each in self.left if each.name in renamed]
        for name in (*(each for each in new if each in there), *late):
            yield (
                f"PostgreSQL can't have the type {name} beside something else of that name. "
                f"Give one of them another name or remove it in one step, and make the "
                f"other change in a second one."
            )


def _kept(models: Models) -> Iterator[Kept]:
    """Yield the types that need not be made anew."""
    old, new = models.before.types, models.after.types
    for one, other in matching.enums(models.old, models.new).kept:
        if one.native not in old or other.native not in new:
            continue
        renamed = tuple(
            (a.value, b.value)
            for a, b in matching.members(one, other).kept
            if a.value != b.value
        )
        now = [dict(renamed).get(each, each) for each in one.values]
        grown = [v for v in other.values if v in now] == now
        if grown or now == [*other.values]:
            types = EnumType(one.native, one.values), EnumType(
                other.native, other.values
            )
            yield Kept(*types, renamed)


def _changed(match: Match, same: Mapping[str, str]) -> Iterator[tuple[Place, str, str]]:
    """Yield the columns that stay and are of another type, each with both."""
    old = {each.name: each.type.native for each in match.old.columns}
    new = {each.name: each.type.native for each in match.new.columns}
    for was, name in match.columns.items():
        one, other = old[was], new[name]
        if (one or other) and (same.get(one) != other or not other):
            yield (match.new.name, name), one, other


def _anew(models: Models, schema: Schema, same: Mapping[str, str]) -> set[str]:
    """Return the types of a schema that both have, and that are made anew."""
    found = set()
    for one, other in matching.enums(models.old, models.new).kept:
        both = one.native in models.before.types and other.native in models.after.types
        if both and one.native not in same:
            found.add(one.native if schema is models.before else other.native)
    return found


def _types(schema: Schema, names: Collection[str]) -> tuple[EnumType, ...]:
    return tuple(EnumType(n, of) for n, of in schema.types.items() if n in names)


def _of(tables: Iterable[Table], types: Collection[str]) -> Iterator[Place]:
    for table in tables:
        for each in table.columns:
            if each.type.native in types:
                yield table.name, each.name


def _at(tables: Iterable[Table], places: Collection[Place]) -> Iterator[Retyped]:
    for table in tables:
        for each in table.columns:
            if (table.name, each.name) in places:
                given = each.server_default
                default = given.postgresql if given is not None else ""
                native = each.type.native
                yield Retyped(table.name, each.name, native, each.subject, default)


def _columns(tables: Sequence[Table], types: Collection[str]) -> tuple[Retyped, ...]:
    return tuple(_at(tables, {*_of(tables, types)}))


def _places(columns: Iterable[Retyped]) -> frozenset[Place]:
    return frozenset((each.table, each.name) for each in columns)


def _named(rules: Iterable[Operation]) -> Iterator[str]:
    for each in rules:
        if isinstance(each, AddConstraint | DropConstraint):
            yield each.constraint.name
        if isinstance(each, CreateIndex | DropIndex):
            yield each.index.name


# What compares values


def _held(
    tables: Iterable[Table], places: Collection[Place], without: Collection[str] = ()
) -> tuple[Held, ...]:
    """Return what goes while columns change their type, but for some indexes."""
    return tuple(
        Held(table.name, each)
        for table in tables
        for each in _rules(table)
        if each.name not in without and _compares(table.name, each, places)
    )


def _rules(table: Table) -> Iterator[Constraint | Index]:
    yield from table.constraints
    yield from table.indexes


def _reads(
    operation: Operation, places: Collection[Place], readers_: Collection[Place]
) -> bool:
    """True where an operation is about what compares values, or is computed from them."""
    if not places:
        return False
    if is_about(operation, readers_):
        return True
    return isinstance(operation, AddConstraint | DropConstraint) and _compares(
        operation.table, operation.constraint, places
    )


def _compares(table: str, what: Constraint | Index, places: Collection[Place]) -> bool:
    if isinstance(what, Index):
        return any((table, each) in places for each in names_in(what.where))
    own = any((table, each) in places for each in what.columns)
    if what.kind == "exclude":
        return own or any((table, each) in places for each in names_in(what.where))
    if what.kind == "foreign_key":
        return own or any((what.target, each) in places for each in what.target_columns)
    return own and what.origin == "declared"
