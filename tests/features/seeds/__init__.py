"""Rows that fill a database."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("seeds on", "seeds off"): [
            ("name: lab\n", "name: lab\ndatabase: {seeds: true}\n"),
        ],
    },
)
