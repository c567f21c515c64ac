"""What is left of a rate, as the IETF's draft has it told."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("told rates on", "told rates off"): [
            (
                "name: lab\n",
                "name: lab\napi: {rate_limit: {limit: 300/minute, headers: ietf}}\n",
            ),
        ],
    },
    later={
        ("told by habit", "told by the draft"): [("headers: ietf", "headers: x")],
    },
)
