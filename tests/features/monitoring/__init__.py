"""Rules, a dashboard and runbooks that follow from the goals of a design."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("monitoring on", "monitoring off"): [
            ("name: lab\n", "name: lab\ndeployment: {monitoring: true}\n"),
        ],
    },
)
