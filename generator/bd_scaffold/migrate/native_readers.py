"""What is computed from values of PostgreSQL's types: it is not there while these change.

No engine changes the type of a column that another one is computed from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ..record import Record, replace
from .alterations import added_constraint
from .expressions import names_in
from .native_operations import Held
from .operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropIndex,
    Operation,
)
from .schema import Column, Table

Place = tuple[str, str]
"""A column, by its table."""


def readers(tables: Iterable[Table], places: Collection[Place]) -> frozenset[Place]:
    """Return the columns that are computed from others."""
    return frozenset(
        (table.name, each.name)
        for table in tables
        for each in table.columns
        if reads(table.name, each, places)
    )


def reads(table: str, column: Column, places: Collection[Place]) -> bool:
    """Tell whether a column is computed from others."""
    computed = column.computed
    return computed is not None and any((table, n) in places for n in computed.reads)


def is_about(operation: Operation, places: Collection[Place]) -> bool:
    """True where a rule, or a column itself, comes or goes with computed columns."""
    match operation:
        case AddConstraint(table, rule) | DropConstraint(table, rule):
            return any((table, each) in places for each in rule.columns)
        case AddColumn(table, _, column) | DropColumn(table, _, column):
            return column.computed is not None and (table, column.name) in places
        case _:
            return False


class Apart(Record, frozen=True):
    """A table that comes or goes, and what of it is computed from values that change."""

    table: Table  # without them
    columns: tuple[AddColumn, ...] = ()
    rules: tuple[AddConstraint, ...] = ()
    indexes: tuple[CreateIndex, ...] = ()

    @classmethod
    def of(cls, table: Table, places: Collection[Place]) -> Apart:
        """Part a table from its columns that are computed from others."""
        names = {each for _, each in readers([table], places)}
        if not names:
            return cls(table)
        key = tuple(each for each in table.columns if each.name in table.key)
        columns = [each for each in table.columns if each.name in names]
        rules = [each for each in table.constraints if names & {*each.columns}]
        indexes = [
            each
            for each in table.indexes
            if names & {*each.columns, *each.include, *names_in(each.where)}
        ]
        return cls(
            replace(
                table,
                columns=tuple(each for each in table.columns if each not in columns),
                constraints=tuple(e for e in table.constraints if e not in rules),
                indexes=tuple(each for each in table.indexes if each not in indexes),
            ),
            tuple(AddColumn(table.name, key, each) for each in columns),
            tuple(added_constraint(table, each) for each in rules),
            tuple(
                CreateIndex(table.name, each, table.subject_of(each.columns))
                for each in indexes
            ),
        )

    @property
    def last(self) -> Iterator[Operation]:
        """Yield what comes once the types are what they should be."""
        yield from self.columns
        yield from self.rules
        yield from self.indexes

    @property
    def first(self) -> Iterator[Operation]:
        """Yield what goes before the types change."""
        for index in self.indexes:
            yield DropIndex(index.table, index.index, index.subject)
        for rule in self.rules:
            yield DropConstraint(rule.table, rule.constraint, rule.subject)
        for added in self.columns:
            yield DropColumn(added.table, added.key, added.column)


def apart(tables: Iterable[Table], places: Collection[Place]) -> Sequence[Apart]:
    """Part each table from its columns that are computed from others."""
    return [Apart.of(each, places) for each in tables]


def held_with(
    tables: Iterable[Table], places: Collection[Place], held: Sequence[Held]
) -> tuple[Held, ...]:
    """Return what goes while columns change, with what is computed from them, by table."""
    found = []
    for table in tables:
        own = [each for each in held if each.table == table.name]
        parts = Apart.of(table, places)
        about = [Held(table.name, each.constraint) for each in parts.rules]
        about += [Held(table.name, each.index) for each in parts.indexes]
        own += [each for each in about if each not in own]
        found += [*own, *(Held(table.name, each.column) for each in parts.columns)]
    return tuple(found)
