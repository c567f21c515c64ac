"""What tables, columns and values were before any operation, for what is asked of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model.types import Constraint, Index
from ..names import quote_sql
from ..resolve.normal import rewritten
from .casts import cast_of
from .expressions import replaced
from .native_operations import OnTypes, columns_of
from .operations import (
    AddColumn,
    AlterColumn,
    CreateTable,
    DropConstraint,
    DropIndex,
    FillRows,
    Normalise,
    Operation,
    RenameColumn,
    RenameTable,
    RenameValues,
    Seal,
)
from .schema import Column


@dataclass(slots=True)
class Start:
    """What tables and columns are called before the first operation.

    Where all is `renamed` already, it is asked after that, by the newer names.
    """

    tables: dict[str, str] = field(default_factory=dict)  # by their present names
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)  # tables that were not there
    added: dict[tuple[str, str], Column] = field(default_factory=dict)
    defaulted: dict[tuple[str, str], Column] = field(default_factory=dict)
    constraints: list[tuple[str, Constraint]] = field(default_factory=list)  # gone
    indexes: list[tuple[str, Index]] = field(default_factory=list)
    values: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    casts: dict[str, dict[str, str]] = field(default_factory=dict)  # SQL of new values
    filled: set[tuple[str, str]] = field(default_factory=set)  # columns
    normal: set[tuple[str, str]] = field(default_factory=set)  # columns
    required: set[tuple[str, str]] = field(default_factory=set)  # that had to be there
    native: set[tuple[str, str]] = field(default_factory=set)  # whose types change
    hashed: dict[tuple[str, str], str] = field(default_factory=dict)  # columns beside
    renamed: bool = False

    def plain(self, table: str, name: str) -> str:
        """Return the column of which a new one holds the hashes; others are themselves."""
        column = self.added.get((table, name))
        return (column and column.hashes) or name

    def follow(self, operation: Operation) -> None:
        """Note what an operation does to the names, for those after it."""
        match operation:
            case RenameTable() | RenameColumn():
                self._rename(operation)
            case FillRows(table, column):
                self.filled.add((table, column))
            case Normalise(table, column, words, _, True):
                self.normal.add((table, column.name))
                known = self.casts.setdefault(table, {})
                value = known.get(column.name, "{0}")
                known[column.name] = rewritten(value, words)
            case CreateTable(table):
                self.made.add(table.name)
            case AddColumn(table, _, column):
                self._add(table, column)
            case AlterColumn(table, _, old, new) if old.type != new.type:
                cast = cast_of(old, new)
                self.casts.setdefault(table, {})[new.name] = (
                    cast.value if cast else "{0}"
                )
            case DropConstraint(table, constraint):
                self.constraints.append((table, constraint))
            case DropIndex(table, index):
                self.indexes.append((table, index))
            case RenameValues(table, column, _, values):
                self.values[table, column] = {new: old for old, new in values}
            case _:
                pass

    def _add(self, table: str, column: Column) -> None:
        """Note a new column, of which it may be known what rows will have in it."""
        computed = column.computed
        known = computed is not None and computed.sql.is_portable
        if computed is None or not known or not self.knows(table, computed.reads):
            self.added[table, column.name] = column
            return
        sql = self.expression(table, computed.sql.sqlite)
        braces = sql.replace("{", "{{").replace("}", "}}")
        self.casts.setdefault(table, {})[column.name] = f"({braces})"

    def note_types(self, operation: Operation) -> None:
        """Note the columns whose values are held against other ones, now or from then on."""
        if isinstance(operation, Seal) and operation.old and operation.old.hash:
            self.hashed[operation.table, operation.column.name] = operation.old.hash
        if isinstance(operation, OnTypes):
            columns = columns_of(operation)
            self.native |= {self._then(each.table, each.name) for each in columns}

    def note_default(self, operation: Operation) -> None:
        """Note the columns in which rows that are there have a value, or get a default."""
        if isinstance(operation, AlterColumn) and not operation.old.nullable:
            self.required.add((operation.table, operation.new.name))
        match operation:
            case AddColumn(table, _, column) if column.fills_itself:
                self.defaulted[table, column.name] = column
            case AlterColumn(table, _, old, new) if old.nullable and new.fills_itself:
                self.defaulted[table, new.name] = new
            case _:
                pass

    def lacking(self, table: str, key: Constraint) -> str | None:
        """Return what is true of rows that will refer to a default which is not there."""
        *others, (name, other) = zip(key.columns, key.target_columns, strict=True)
        column = self.defaulted.get((table, name))
        given = column.server_default if column is not None else None
        if given is None or not given.is_portable:
            return None
        there = self.column(key.target, other)
        found = f"SELECT 1 FROM {self.table(key.target)} WHERE {there} = {given.sqlite}"
        for own, its in others:
            if self.knows(table, [own]) and self.knows(key.target, [its]):
                ours = f"{self.table(table)}.{self.column(table, own)}"
                found += f" AND {self.table(key.target)}.{self.column(key.target, its)} = {ours}"
        known = (table, name) not in self.added
        conditions = (
            *([f"{self.column(table, name)} IS NULL"] if known else []),
            *([] if key.target in self.made else [f"NOT EXISTS ({found})"]),
        )
        return " AND ".join(conditions)

    def _rename(self, operation: RenameTable | RenameColumn) -> None:
        if self.renamed:
            return
        if isinstance(operation, RenameColumn):
            known = self.columns.setdefault(operation.table, {})
            known[operation.new] = known.pop(operation.old, operation.old)
            return
        old, new = operation.old, operation.new
        self.tables[new] = self.tables.pop(old, old)
        self.columns[new] = self.columns.pop(old, {})
        self.constraints = [
            (new if table == old else table, each) for table, each in self.constraints
        ]

    def table(self, name: str) -> str:
        """Return what a table is called then, as SQL."""
        return quote_sql(self.tables.get(name, name))

    def column(self, table: str, name: str) -> str:
        """Return a column by what it is called then, as SQL.

        What a type will have is no value of it yet, so that it is held against texts.
        """
        own, called = self._then(table, name)
        column = quote_sql(called)
        there = not self.renamed and (own, called) in self.native
        return f"CAST({column} AS VARCHAR(60))" if there else column

    def _then(self, table: str, name: str) -> tuple[str, str]:
        column = self.columns.get(table, {}).get(name, name)
        return self.tables.get(table, table), column

    def value(self, table: str, name: str) -> str:
        """Return what the rows will hold in a column, by what they hold then."""
        cast = self.casts.get(table, {}).get(name, "{0}")
        return cast.format(self.column(table, name))

    def expression(self, table: str, sql: str) -> str:
        """Return an expression about a table's rows as it is about what they hold then."""
        own = self.tables.get(table, table)
        now = {old: new for new, old in self.columns.get(table, {}).items()}
        touched = {*self.columns.get(table, {}), *self.casts.get(table, {})}
        touched |= {now.get(each, each) for there, each in self.native if there == own}
        return replaced(sql, {each: self.value(table, each) for each in touched})

    def knows(self, table: str, columns: Sequence[str]) -> bool:
        """Tell whether all of a table's columns were there before the first operation."""
        return not any((table, each) in self.added for each in columns)
