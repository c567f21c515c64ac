"""A span for each statement of a trace: its text, and none of its values."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from opentelemetry.trace import Span, SpanKind
from sqlalchemy.engine import ExceptionContext, ExecutionContext
from sqlalchemy.ext.asyncio import AsyncEngine

from workshop.core.tracing import installed, is_recorded, mark

if TYPE_CHECKING:
    from opentelemetry.util.types import AttributeValue

# What is asked of a table stands before a blank or the end: `EXTRACT(day FROM it)` doesn't.
_TABLE = re.compile(
    r'\b(?:FROM|INTO|UPDATE)\s+(?:ONLY\s+)?"?(\w+)"?(?=\s|$)', re.IGNORECASE
)


_begun: WeakKeyDictionary[ExecutionContext, Span] = WeakKeyDictionary()


def trace_statements(engine: AsyncEngine) -> None:
    """Have each statement leave a span, where what it is for is recorded."""
    statements = _Statements(engine.sync_engine)
    sa.event.listen(engine.sync_engine, "before_cursor_execute", statements.begin)
    sa.event.listen(engine.sync_engine, "after_cursor_execute", _end)


def end_failed(engine: AsyncEngine) -> None:
    """Have the spans of statements end that fail.

    Whoever listens first is asked first, and others raise an error in place of the
    driver's, after which nobody is asked; SQLAlchemy ignores `insert=True` here.
    """
    sa.event.listen(engine.sync_engine, "handle_error", _fail)


class _Statements:
    def __init__(self, engine: sa.Engine) -> None:
        url, system = engine.url, engine.dialect.name
        self._common: dict[str, AttributeValue] = {"db.system.name": system}
        if url.host:
            self._common["server.address"] = url.host
            self._common["server.port"] = url.port or 5432
        if url.database and system != "sqlite":
            self._common["db.namespace"] = url.database

    def begin(
        self,
        _connection: object,
        _cursor: object,
        statement: str,
        parameters: Any,
        context: ExecutionContext,
        executemany: bool,
    ) -> None:
        """Begin the span of a statement."""
        tracer = installed()
        if tracer is None or not is_recorded():
            return
        operation, summary = _described(statement)
        attributes = self._common | {
            "db.operation.name": operation,
            "db.query.summary": summary,
            "db.query.text": statement,
        }
        if executemany:
            attributes["db.operation.batch.size"] = len(parameters)
        _begun[context] = tracer.start_span(
            summary, kind=SpanKind.CLIENT, attributes=attributes
        )


def _end(*said: Any) -> None:
    *_, context, _executemany = said
    if span := _begun.pop(context, None):
        span.end()


def _fail(said: ExceptionContext) -> None:
    """Mark a span by the database's code, whose message would have values in it."""
    context = said.execution_context
    span = _begun.pop(context, None) if context is not None else None
    if span is None:
        return
    error = said.original_exception
    code = getattr(error, "sqlstate", "") or getattr(error, "sqlite_errorname", "")
    if code:
        span.set_attribute("db.response.status_code", code)
    mark(span, code or type(error).__qualname__)
    span.end()


@lru_cache(maxsize=1024)
def _described(statement: str) -> tuple[str, str]:
    """Return what a statement does, and in a few words to what: `SELECT orders`."""
    first = statement.split(maxsplit=1)
    operation = first[0].upper() if first else "SQL"
    found = _TABLE.search(statement)
    return operation, f"{operation} {found[1]}" if found else operation
