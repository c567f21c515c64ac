"""Spans are made by OpenTelemetry's SDK, and sent by OTLP; imported only where they are."""

import asyncio
import threading
from typing import TYPE_CHECKING

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.util.re import parse_env_headers

if TYPE_CHECKING:
    from workshop.settings import Settings

_NAME = "workshop"
_VERSION = "0.1.0"
_SEND_SECONDS = 5
_CLOSE_SECONDS = 2


class Sending:
    """Makes spans, and sends them some at a time, from a thread."""

    def __init__(self, settings: "Settings") -> None:
        self._exporter = exporter_of(settings)
        self._provider = TracerProvider(
            sampler=ParentBasedTraceIdRatio(settings.otel_traces_sampler_arg),
            resource=resource_of(settings),
            shutdown_on_exit=False,  # which would wait for a collector that is away
        )
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self.tracer = self._provider.get_tracer(_NAME, _VERSION)

    async def close(self) -> None:
        """Send what there is; a collector that doesn't answer keeps nobody waiting."""
        last = threading.Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        await asyncio.to_thread(last.join, _CLOSE_SECONDS)
        if last.is_alive():
            self._exporter.shutdown()  # it tries no more


def exporter_of(settings: "Settings") -> SpanExporter:
    """Return what sends spans to the collector."""
    return OTLPSpanExporter(
        endpoint=f"{settings.otel_exporter_otlp_endpoint.rstrip('/')}/v1/traces",
        headers=parse_env_headers(settings.otel_exporter_otlp_headers, liberal=True),
        timeout=_SEND_SECONDS,
    )


def resource_of(settings: "Settings") -> Resource:
    """Return what spans say of the process; OTEL_RESOURCE_ATTRIBUTES says it otherwise."""
    ours = Resource.create(
        {
            "service.name": settings.otel_service_name,
            "service.version": _VERSION,
            "deployment.environment.name": settings.environment,
        }
    )
    return ours.merge(OTELResourceDetector().detect())
