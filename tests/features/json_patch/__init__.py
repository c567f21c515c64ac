"""Rows that are changed by operations."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("json patch on", "json patch off"): [
            ("name: lab\n", "name: lab\napi: {json_patch: true}\n"),
        ],
    },
)
