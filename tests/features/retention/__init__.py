"""Rows are kept for a time."""

from pathlib import Path

from capability import Capability, Drawn

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("rows kept for a time", "rows kept for good"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    retention: 7y\n",
            ),
        ],
    },
    later={
        ("rows kept for longer", "rows kept for less"): [
            ("    retention: 7y\n", "    retention: 10y\n"),
        ],
    },
    drawn=Drawn(words={"retention": ["7y", "90d"]}),
)
