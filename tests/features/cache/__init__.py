"""Answers are kept until a write commits."""

from pathlib import Path

from capability import Capability, Drawn

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("answers kept", "answers kept no longer"): [
            ("on_delete(set_null)\n", "on_delete(set_null)\n    cache: 60s\n"),
        ],
    },
    later={
        ("answers kept for longer", "answers kept for less"): [
            ("    cache: 60s\n", "    cache: 1h\n"),
        ],
        ("answers kept in Redis", "answers kept in the process"): [
            ("name: lab\n", "name: lab\ncache: {store: redis}\n"),
        ],
    },
    destructive={"answers kept no longer": ["drop:cache_generations"]},
    drawn=Drawn(words={"cache": ["60s", "1h"]}),
)
