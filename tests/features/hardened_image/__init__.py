"""An image that has what production asks of one."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("hardened image on", "hardened image off"): [
            ("name: lab\n", "name: lab\ndeployment: {image: hardened}\n"),
        ],
    },
)
