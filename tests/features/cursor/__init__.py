"""Lists that go on after a row, and not after a number of rows."""

from pathlib import Path

from capability import Capability, Drawn

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("pagination by cursor", "pagination by page"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    pagination: cursor\n",
            ),
        ],
    },
    drawn=Drawn(words={"pagination": ["page", "cursor"]}),
)
