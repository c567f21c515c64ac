"""Callers may make so many requests in a time."""

from pathlib import Path

from capability import Capability, Drawn

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("rate limit on", "rate limit off"): [
            ("name: lab\n", "name: lab\napi: {rate_limit: 300/minute}\n"),
        ],
        ("own rate limit on", "own rate limit off"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    rate_limit: 5/second\n",
            ),
        ],
    },
    drawn=Drawn(words={"rate_limit": ["9/second", "100/hour"]}),
)
