"""ALTER TABLE for SQLite: the statement that made a table is edited, so all else in it stays.

Alembic makes a table anew from what it reflects, and loses the rest: triggers, collations, indexes of
expressions, and more. Both ways here are SQLite's, https://www.sqlite.org/lang_altertable.html#otheralter.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic.ddl.sqlite import SQLiteImpl
from alembic.operations.batch import BatchOperationsImpl
from alembic.util import CommandError
from sqlalchemy.schema import AddConstraint

from .sqlite_definitions import Definition, Item, outline_of

_EDITS = {"alter_column", "add_constraint", "drop_constraint"}

Operation = tuple[str, Any, Any]


class AlterableSQLite(SQLiteImpl):
    """Alembic's SQLite, where a batch keeps all of a table that it doesn't change.

    A batch with `recreate="always"`, or with a table of its own to copy from, remains Alembic's.
    """

    __dialect__ = "sqlite"

    def requires_recreate_in_batch(self, batch_op: BatchOperationsImpl) -> bool:
        """Give the batch what SQLite can do in place of what a table is made anew for."""
        own = batch_op.copy_from, batch_op.table_args, batch_op.table_kwargs
        if self.as_sql or batch_op.schema or any(own):
            return super().requires_recreate_in_batch(batch_op)
        batch_op.batch = [*self._steps(batch_op.table_name, batch_op.batch)]
        return False

    def edit_table(self, name: str, operations: Iterable[Operation]) -> None:
        """Do several operations on a table at once; its rows are copied only if they are concerned."""
        before = Definition.parsed(self._statements(name, "table")[0])
        after = before
        for operation, arguments, options in operations:
            edit = getattr(self, f"_{operation}")
            after = edit(after, *arguments, **options)
        same = (
            before.stored == after.stored
            and after.checked <= before.checked
            and before.given <= after.given
        )
        with _named(name):
            if not same or not self._rewrite(name, after):
                self._copy(name, before, after)

    def alter_column(self, table_name: str, column_name: str, **options: Any) -> None:
        with _named(f"{table_name}.{column_name}"):
            super().alter_column(table_name, column_name, **options)

    def drop_column(
        self, table_name: str, column: sa.Column[Any], **options: Any
    ) -> None:
        with _named(f"{table_name}.{column.name}"):
            self._require_no_trigger(table_name, column.name)
            super().drop_column(table_name, column, **options)

    def _steps(self, table: str, batch: Iterable[Operation]) -> Iterator[Operation]:
        """Yield what SQLite does by itself as it is, and what it doesn't as edits."""
        operations = (part for each in batch for part in _renamed_last(each))
        for is_edit, group in groupby(operations, self._is_edit):
            if is_edit:
                yield "edit_table", (table, [*group]), {}
            else:
                yield from group

    def _is_edit(self, operation: Operation) -> bool:
        name, arguments, options = operation
        if name == "add_column":
            column = outline_of(self._specification(arguments[1]))
            return bool(re.search(r"DEFAULT (\(|CURRENT)|STORED", column))
        return name in _EDITS and options.get("name") is None

    def _require_no_trigger(self, table: str, column: str) -> None:
        """Find what SQLite doesn't: a column that a trigger writes or waits for."""
        triggers = self._run(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        for each in triggers:
            words = {word.lower() for word in re.findall(r"\w+", each.sql)}
            if {table.lower(), column.lower()} <= words:
                reason = f"trigger {each.name} uses it"
                raise CommandError(_stays(f"{table}.{column}", reason))

    # Edits of a definition

    def _add_column(
        self, table: Definition, _name: str, column: sa.Column[Any], **_options: Any
    ) -> Definition:
        return table.having(Item.parsed(f"\n\t{self._specification(column)}"))

    def _alter_column(
        self,
        table: Definition,
        _name: str,
        column: str,
        *,
        type_: Any = None,
        nullable: bool | None = None,
        server_default: Any = False,
        **_options: Any,
    ) -> Definition:
        old = item = table.column(column)
        if type_ is not None:
            item = item.of_type(type_.compile(dialect=self.dialect))
        if nullable is not None:
            item = item.without("NOT", "NULL")
            item = item if nullable else item.having("NOT NULL")
        if server_default is not False:
            given = sa.Column("it", sa.Integer(), server_default=server_default)
            item = item.without("DEFAULT")
            for clause in Item.parsed(self._specification(given)).of_kinds("DEFAULT"):
                item = item.having(clause)
        return table.changed(old, item)

    def _add_constraint(
        self, table: Definition, constraint: sa.Constraint
    ) -> Definition:
        statement = str(AddConstraint(constraint).compile(dialect=self.dialect))
        return table.having(Item.parsed(f"\n\t{statement.partition(' ADD ')[2]}"))

    def _drop_constraint(
        self, table: Definition, constraint: sa.Constraint
    ) -> Definition:
        return table.changed(table.constraint(str(constraint.name)))

    def _specification(self, column: sa.Column[Any]) -> str:
        return str(sa.schema.CreateColumn(column).compile(dialect=self.dialect))

    # The two ways of doing them

    def _rewrite(self, name: str, definition: Definition) -> bool:
        """Replace a table's definition, if the connection allows that."""
        version = self._run("PRAGMA schema_version").scalar_one()
        self._run("PRAGMA writable_schema = ON")
        try:
            if not self._run("PRAGMA writable_schema").scalar_one():
                return False
            self._run(
                "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
                str(definition),
                name,
            )
            self._run(f"PRAGMA schema_version = {version + 1}")
        finally:
            self._run("PRAGMA writable_schema = OFF")
        self._run("SELECT 1 FROM sqlite_master")  # where it would be found unreadable
        return True

    def _copy(self, name: str, before: Definition, after: Definition) -> None:
        """Make a table anew, and all that belongs to it."""
        copy = f"_{name}_copy"
        quote = self.dialect.identifier_preparer.quote
        kept = [*self._statements(name, "index"), *self._statements(name, "trigger")]
        there = {each.name for each in before.items if each.is_filled}
        filled = [each.name for each in after.items if each.is_filled]
        columns = [each for each in filled if each in there]
        old, new = (sa.table(each, *map(sa.column, columns)) for each in (name, copy))
        rows = new.insert().from_select(columns, sa.select(*old.c))
        self._run(str(replace(after, head=f"CREATE TABLE {quote(copy)} (")))
        self._run(str(rows.compile(dialect=self.dialect)))
        if self._statements("sqlite_sequence", "table"):
            self._keep_sequence(name, copy)
        self._run(f"DROP TABLE {quote(name)}")
        # Views and triggers elsewhere go on naming the table; SQLite need not follow them.
        self._run("PRAGMA legacy_alter_table = ON")
        self._run(f"ALTER TABLE {quote(copy)} RENAME TO {quote(name)}")
        self._run("PRAGMA legacy_alter_table = OFF")
        for statement in kept:
            self._run(statement)

    def _keep_sequence(self, name: str, copy: str) -> None:
        """Let AUTOINCREMENT go on where it was, beyond rows that have been deleted."""
        self._run("DELETE FROM sqlite_sequence WHERE name = ?", copy)
        self._run(
            "INSERT INTO sqlite_sequence SELECT ?, seq FROM sqlite_sequence WHERE name = ?",
            copy,
            name,
        )

    def _statements(self, table: str, kind: str) -> list[str]:
        """Return what a table, or what belongs to it, was made by."""
        made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql <> ''"
        return list(self._run(made, table, kind).scalars())

    def _run(self, statement: str, *values: str) -> sa.CursorResult[Any]:
        if self.connection is None:
            raise CommandError("SQLite's tables are changed with a connection only.")
        return self.connection.exec_driver_sql(statement, values)


def _renamed_last(operation: Operation) -> Iterator[Operation]:
    """Yield what a column's name changes with apart from its name."""
    name, arguments, options = operation
    if name != "alter_column" or options.get("name") is None:
        yield operation
        return
    yield name, arguments, {**options, "name": None}
    yield name, arguments, {"name": options["name"]}


@contextmanager
def _named(subject: str) -> Iterator[None]:
    """Say in a sentence what SQLite refuses to change, and why."""
    try:
        yield
    except sa.exc.OperationalError as error:
        raise CommandError(_stays(subject, str(error.orig))) from error


def _stays(subject: str, reason: str) -> str:
    return (
        f"{subject} can't be changed: {reason}. Drop in this revision, above the change, "
        f"what needs it, and make it again below. Nothing has changed."
    )
