"""Spans of requests and of their statements."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("telemetry on", "telemetry off"): [
            ("name: lab\n", "name: lab\ntelemetry: true\n"),
        ],
    },
)
