"""Foreign keys to what is unique: they come after it, and go before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model.types import Constraint
from ..record import Record, replace
from .alterations import added_constraint, dropped_constraint
from .operations import AddConstraint, DropConstraint, Operation
from .schema import Table

Target = tuple[str, tuple[str, ...]]
"""A table, and columns of it that are unique together."""


_UNIQUE = ("unique", "primary_key")


class Targets(Record, frozen=True):
    """What becomes unique in tables that stay, and what no longer is."""

    gained: frozenset[Target]
    lost: frozenset[Target]

    @classmethod
    def of(cls, blocks: Iterable[Operation]) -> Targets:
        """Return what operations on tables that stay make unique, or no longer so."""
        gained, lost = set(), set()
        for each in blocks:
            if isinstance(each, AddConstraint) and each.constraint.kind in _UNIQUE:
                gained.add((each.table, each.constraint.columns))
            if isinstance(each, DropConstraint) and each.constraint.kind in _UNIQUE:
                lost.add((each.table, each.constraint.columns))
        return cls(frozenset(gained), frozenset(lost))

    def waits(self, constraint: Constraint) -> bool:
        """Tell whether a foreign key can't come before something is unique."""
        return (constraint.target, constraint.target_columns) in self.gained

    def hurries(self, constraint: Constraint) -> bool:
        """Tell whether a foreign key has to go while something is still unique."""
        return (constraint.target, constraint.target_columns) in self.lost

    def first(
        self, blocks: Iterable[Operation], gone: Iterable[Table]
    ) -> Iterator[DropConstraint]:
        """Yield how foreign keys go before all else."""
        for each in blocks:
            if isinstance(each, DropConstraint) and self.hurries(each.constraint):
                yield each
        for table in gone:
            for key in filter(self.hurries, table.constraints):
                yield dropped_constraint(table, table.name, key)

    def between(self, blocks: Iterable[Operation]) -> Iterator[Operation]:
        """Yield the operations on tables that stay, but for what is first or last."""
        for each in blocks:
            early = isinstance(each, DropConstraint) and self.hurries(each.constraint)
            late = isinstance(each, AddConstraint) and self.waits(each.constraint)
            if not (early or late):
                yield each

    def last(
        self, blocks: Iterable[Operation], come: Iterable[Table]
    ) -> Iterator[AddConstraint]:
        """Yield how foreign keys come after all else."""
        for each in blocks:
            if isinstance(each, AddConstraint) and self.waits(each.constraint):
                yield each
        for table in come:
            for key in filter(self.waits, table.constraints):
                yield added_constraint(table, key)

    def without(self, tables: Sequence[Table]) -> list[Table]:
        """Return new tables, or those that go, without the keys that come or go apart."""
        return [self._alone(each) for each in tables]

    def _alone(self, table: Table) -> Table:
        kept = tuple(
            each
            for each in table.constraints
            if not (self.waits(each) or self.hurries(each))
        )
        return table if kept == table.constraints else replace(table, constraints=kept)
