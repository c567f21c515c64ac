"""Statements that a connection prepared before a migration, and PostgreSQL refuses after it.

A changed type of a column that a statement returns is enough. All connections then prepare anew.
"""

from typing import Any
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.ext.asyncio import AsyncEngine


def repeat(engine: AsyncEngine) -> None:
    """Have such a statement repeated where nothing was done before it in its transaction."""
    sa.event.listen(engine.sync_engine, "do_execute", _Repeating().execute)


def is_stale(error: BaseException, dialect: sa.Dialect) -> bool:
    """Tell whether an error says that a statement was prepared before a migration."""
    stale = getattr(dialect.dbapi, "InvalidCachedStatementError", ())
    return isinstance(error, stale)


class _Repeating:
    def __init__(self) -> None:
        self._under_way: WeakSet[Any] = WeakSet()

    def execute(
        self, cursor: DBAPICursor, statement: str, parameters: Any, context: Any
    ) -> bool:
        """Run a statement, in place of the dialect."""
        connection, dialect = context.root_connection, context.dialect
        # A new connection is first asked about its server, without a transaction.
        work = connection.get_transaction() or connection
        try:
            dialect.do_execute(cursor, statement, parameters, context)
        except dialect.dbapi.InvalidCachedStatementError as error:
            opened = connection.connection.dbapi_connection
            if work in self._under_way and not opened.autocommit:
                raise
            context.handle_dbapi_exception(error)  # what is prepared counts no longer
            opened.rollback()
            context.pre_exec()
            dialect.do_execute(cursor, statement, parameters, context)
        self._under_way.add(work)
        return True
