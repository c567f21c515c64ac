"""Lists that go on after a row, and not after a number of rows."""

from pathlib import Path

from capability import Capability, Drawn

_ITEMS = {"src/lab/store/items/repository.py", "src/lab/store/items/service.py"}
"""A cursor page is a mixin of either, on a line that the team has formatted otherwise."""

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
    conflicts={
        "other quotes": {"pagination by cursor": _ITEMS, "pagination by page": _ITEMS},
    },
    drawn=Drawn(
        words={
            "pagination": [
                "page",
                "cursor",
                {"by": "cursor", "backwards": True},
                {"by": "cursor", "backwards": True, "total": "always"},
                {"by": "cursor", "total": "on_request"},
                {"by": "page", "total": "on_request"},
                {"by": "page", "total": "estimate"},
            ]
        }
    ),
)
