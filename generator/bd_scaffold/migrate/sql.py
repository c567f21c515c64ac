"""The SQL that revisions run, without anyone's database: the one door to Alembic.

Only revisions whose text we have just written are run here, never a project's own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from ..model.types import Model
from .operations import AddConstraint, CreateTable, Operation
from .revision import Revision, upgrade_of
from .schema import schema_of


def sql_of(revisions: Sequence[Revision], old: Model, engine: str) -> str:
    """Return the statements by which revisions follow the tables of a model, on an engine.

    What is asked of the rows, and what is made row by row, is Python: a comment stands for it.
    """
    texts = [revision.text for revision in revisions]
    return _offline(texts) if engine == "postgresql" else _recorded(texts, old)


def _offline(texts: Sequence[str]) -> str:
    from alembic.migration import MigrationContext

    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "literal_binds": True, "output_buffer": written},
    )
    for text in texts:
        _run(context, text, lambda line: print(line, end="\n\n", file=written))
    return written.getvalue()


def _recorded(texts: Sequence[str], old: Model) -> str:
    """SQLite copies tables, so it has to see them: it gets them empty, in memory."""
    import sqlalchemy as sa
    from alembic.migration import MigrationContext

    written: list[str] = []

    def record(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith(("PRAGMA", "SELECT")):
            written.append(f"{statement.strip()};")

    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        _run(context, upgrade_of(_first(old)), written.append)
        written.clear()
        sa.event.listen(engine, "before_cursor_execute", record)
        for text in texts:
            _run(context, text, written.append)
    engine.dispose()
    return "".join(f"{statement}\n\n" for statement in written)


def _first(model: Model) -> list[Operation]:
    schema = schema_of(model)
    tables = [CreateTable(table) for table in schema.tables]
    late = (
        AddConstraint(table.name, each, table.subject_of(each.columns))
        for table, each in schema.late
    )
    return [*tables, *late]


def _run(context: Any, text: str, tell: Callable[[str], object]) -> None:
    from alembic.operations import Operations

    def refuse(rows: str, _: str) -> None:
        tell(f"-- stops where {rows}")

    def fill_each(rows: Any, column: str, _: object) -> None:
        tell(f"-- each row of {rows.name} gets its own {column}, a thousand at a time")

    def seal(rows: Any, keys: list[str], _was: str, now: str) -> None:
        column = next(each.name for each in rows.c if each.name not in keys)
        done = "encrypted" if now else "decrypted"
        tell(f"-- each {column} of {rows.name} is {done}, by the keys of the service")

    code: dict[str, Any] = {}
    compiled = compile(text, "revision", "exec")
    exec(compiled, code)  # noqa: S102 - text of our own
    code |= {"_refuse": refuse, "_fill_each": fill_each, "_seal": seal}
    with Operations.context(context):
        code["upgrade"]()
