"""Lists of which it is told only on request, or by an estimate, how long they are."""

from pathlib import Path

from capability import Capability

_MEMBERS = {"src/lab/store/items/repository.py", "src/lab/store/items/service.py"}
"""A page without a total is a mixin of either, on a line that is formatted otherwise."""

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("total on request", "total always"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    pagination: {by: page, total: on_request}\n",
            ),
        ],
    },
    later={
        ("total estimated", "total on request again"): [
            ("total: on_request", "total: estimate"),
        ],
        ("total by cursor", "total by page"): [("by: page", "by: cursor")],
    },
    conflicts={
        "other quotes": {
            "total on request": _MEMBERS,
            "total always": _MEMBERS,
            "total estimated": {"src/lab/store/items/repository.py"},
            "total on request again": {"src/lab/store/items/repository.py"},
            "total by cursor": _MEMBERS,
            "total by page": _MEMBERS,
        },
    },
)
