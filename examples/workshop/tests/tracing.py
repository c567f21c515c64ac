"""Spans that tests look at, in place of sending them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext

from workshop.core import exporting
from workshop.settings import Settings

COLLECTOR = "http://127.0.0.1:1"
"""Where spans would be sent."""


@contextmanager
def recorded() -> Iterator[InMemorySpanExporter]:
    """Yield what keeps the spans of all that is opened meanwhile and traced."""
    kept = InMemorySpanExporter()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(exporting, "exporter_of", lambda _settings: kept)
        patched.setattr(exporting, "BatchSpanProcessor", SimpleSpanProcessor)
        yield kept


def traced_settings(settings: Settings, **said: object) -> Settings:
    """Return settings with which spans are made."""
    return settings.model_copy(update={"otel_exporter_otlp_endpoint": COLLECTOR} | said)


def context_of(span: ReadableSpan) -> SpanContext:
    """Return the trace of a span, and its identifier."""
    context: SpanContext | None = span.context
    assert context is not None
    return context


def parent_of(span: ReadableSpan) -> int | None:
    """Return the identifier of the span that one belongs to."""
    return span.parent.span_id if span.parent else None
