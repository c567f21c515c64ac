"""A command that says what is wrong with where a service runs."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("doctor on", "doctor off"): [
            ("name: lab\n", "name: lab\ndeployment: {doctor: true}\n"),
        ],
    },
)
