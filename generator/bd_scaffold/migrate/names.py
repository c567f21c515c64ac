"""What tables and columns that stay are called from now on, and what names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model.types import Computed, Constraint, Index, PerEngine
from ..record import Record, replace
from . import expressions
from .matches import Match
from .schema import Table


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
            keys=tuple(
                replace(
                    key,
                    sql=expressions.renamed(key.sql, self.columns.get(table, {})),
                    column=self.column(table, key.column),
                )
                for key in index.keys
            ),
        )

    def computed(self, table: str, computed: Computed | None) -> Computed | None:
        """Return how a column is computed after the renames, which it follows by itself."""
        names = self.columns.get(table, {})
        if computed is None or not names:
            return computed
        both = (computed.sql.postgresql, computed.sql.sqlite)
        return replace(
            computed,
            sql=PerEngine(*(expressions.renamed(each, names) for each in both)),
            reads=tuple(self.column(table, each) for each in computed.reads),
        )

    def constraint(self, table: str, constraint: Constraint) -> Constraint:
        """Return a constraint as it is after the renames, but for its own name."""
        target = constraint.target
        return replace(
            constraint,
            columns=tuple(self.column(table, each) for each in constraint.columns),
            needed=tuple(self.column(table, each) for each in constraint.needed),
            period=tuple(self.column(table, each) for each in constraint.period),
            open_ends=tuple(self.column(table, each) for each in constraint.open_ends),
            where=expressions.renamed(constraint.where, self.columns.get(table, {})),
            expression=expressions.renamed(
                constraint.expression, self.columns.get(table, {})
            ),
            postgresql=expressions.renamed(
                constraint.postgresql, self.columns.get(table, {})
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
                replace(
                    each,
                    name=self.column(table.name, each.name),
                    computed=self.computed(table.name, each.computed),
                )
                for each in table.columns
            ),
            constraints=tuple(
                self.constraint(table.name, each) for each in table.constraints
            ),
            indexes=tuple(self.index(table.name, each) for each in table.indexes),
        )


def _differing(names: Mapping[str, str]) -> dict[str, str]:
    return {old: new for old, new in names.items() if old != new}
