"""Writes that are answered without a body where a client prefers that."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("preferences on", "preferences off"): [
            ("name: lab\n", "name: lab\napi: {prefer: true}\n"),
        ],
    },
)
