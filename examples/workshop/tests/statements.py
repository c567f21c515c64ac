"""What the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from workshop.core.db.database import Database


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Note the statements that the database is given meanwhile."""
    given: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        given.append(statement)

    engine = database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield given
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
