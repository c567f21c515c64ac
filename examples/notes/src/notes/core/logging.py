"""Structured logs: one JSON object a line, with the request's identifier."""

import logging
import sys
from typing import Literal

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

from .context import request_id


def configure_logging(level: str, form: Literal["json", "console"]) -> None:
    """Send our own and every library's log lines to standard output in one form."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        _add_request_id,
    ]
    last: list[Processor] = [
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    ]
    if form == "json":
        last = [
            structlog.processors.ExceptionRenderer(
                # Local variables hold what clients sent, passwords among it.
                ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(),
        ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *last,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    server = logging.getLogger("uvicorn")
    server.handlers.clear()
    server.propagate = True
    # Each request is logged once, by the middleware, with more than uvicorn knows.
    logging.getLogger("uvicorn.access").disabled = True


def _add_request_id(_logger: object, _method: str, event: EventDict) -> EventDict:
    event.setdefault("request_id", request_id.get())
    return event
