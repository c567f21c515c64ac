"""Where spans go: to the collector that a setting names, or nowhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine

from .db.tracing import trace_statements
from .tracing import install, remove

if TYPE_CHECKING:
    from workshop.settings import Settings


@asynccontextmanager
async def open_telemetry(
    settings: "Settings", engine: AsyncEngine
) -> AsyncIterator[None]:
    """Make spans, of the statements of an engine among them, if a setting says for whom."""
    if not settings.otel_exporter_otlp_endpoint:
        yield
        return
    # What makes and sends spans takes a fifth of a second to import.
    exporting = import_module(".exporting", __package__)
    sending = exporting.Sending(settings)
    install(sending.tracer)
    trace_statements(engine)
    try:
        yield
    finally:
        remove(sending.tracer)
        await sending.close()
