"""Statements that a connection prepared before a migration, and PostgreSQL refuses after it.

A changed type of a column that a statement returns is enough. All connections then prepare anew.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.ext.asyncio import AsyncEngine

_HAS_RUN = "has_run"
"""Whether the connection's transaction has run a statement."""


def repeat(engine: AsyncEngine) -> None:
    """Have such a statement repeated where nothing was done before it in its transaction."""
    sa.event.listen(engine.sync_engine, "begin", _begin)
    sa.event.listen(engine.sync_engine, "do_execute", _execute)


def is_stale(error: BaseException, dialect: sa.Dialect) -> bool:
    """Tell whether an error says that a statement was prepared before a migration."""
    stale = getattr(dialect.dbapi, "InvalidCachedStatementError", ())
    return isinstance(error, stale)


def _begin(connection: sa.Connection) -> None:
    connection.info[_HAS_RUN] = False


def _execute(cursor: DBAPICursor, statement: str, parameters: Any, context: Any) -> bool:
    connection, dialect = context.root_connection, context.dialect
    try:
        dialect.do_execute(cursor, statement, parameters, context)
    except dialect.dbapi.InvalidCachedStatementError as error:
        opened = connection.connection.dbapi_connection
        if connection.info[_HAS_RUN] and not opened.autocommit:
            raise
        context.handle_dbapi_exception(error)  # what is prepared counts no longer
        opened.rollback()
        context.pre_exec()
        dialect.do_execute(cursor, statement, parameters, context)
    connection.info[_HAS_RUN] = True
    return True
