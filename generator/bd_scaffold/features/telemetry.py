"""`telemetry`: requests and their statements leave spans, which a collector is sent."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from .feature import Feature, Reasons, in_designs
from .setting import Setting
from .tables import AddedTable, TableColumn


def _wanted(design: Design) -> bool:
    return design.telemetry


def _extends(design: Design) -> Iterator[AddedTable]:
    """Jobs go on with the trace of whoever enqueued them."""
    if design.jobs or any(each.later for each in design.operations.values()):
        column = TableColumn("traceparent", "string", length=55, nullable=True)
        yield AddedTable("jobs", (column,))


_PACKAGES = (
    "google",
    "googleapis_common_protos",
    "opentelemetry_exporter_http_transport",
    "opentelemetry_exporter_otlp_common",
    "opentelemetry_exporter_otlp_proto_common",
    "opentelemetry_exporter_otlp_proto_http",
    "opentelemetry_proto",
    "opentelemetry_sdk",
    "opentelemetry_semantic_conventions",
    "protobuf",
)
"""OpenTelemetry's SDK and exporter, and what comes with them."""

FEATURE = Feature(
    name="telemetry",
    said="telemetry: true",
    summary="Requests and their statements leave spans, which a collector is sent by OTLP.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    packages=dict.fromkeys(_PACKAGES, "a package that spans are sent with"),
    reasons=Reasons(
        9119,
        "Requests are traced by OpenTelemetry",
        "Where a slow request spends its time is seen neither in its log line nor in a "
        "histogram, and less so where it passes several services.",
        "Each request is a span, with a span for each SQL statement, in the trace of whoever "
        "sent it (W3C Trace Context). They are sent by OTLP to the collector that a setting "
        "names, and log lines have their trace.",
        "Without the setting nothing is traced, and it costs nothing. With it, the share of "
        "requests that is recorded decides what it costs. Statements are recorded without "
        "their values, addresses without their keys and queries.",
    ),
    told=False,
    environment=True,
    extends=_extends,
    modules=("tracing",),
    settings=lambda _design: (
        Setting("OTEL_EXPORTER_OTLP_ENDPOINT", ports=(4318,)),
        Setting("OTEL_EXPORTER_OTLP_HEADERS", secret=True),
    ),
)
