"""Errors that are problem details."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("problem details on", "problem details off"): [
            ("name: lab\n", "name: lab\napi: {errors: problem}\n"),
        ],
    },
)
