"""A load test that holds a service to its goals."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("load test on", "load test off"): [
            ("name: lab\n", "name: lab\nrequirements: {load_test: true}\n"),
        ],
    },
)
