"""Scripts that back a database up, and restore any moment."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("backup on", "backup off"): [
            ("name: lab\n", "name: lab\ndeployment: {backup: true}\n"),
        ],
    },
)
