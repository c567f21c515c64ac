"""Lists that are read from a row in either direction."""

from pathlib import Path

from capability import Capability

_MEMBERS = {"src/lab/store/items/repository.py", "src/lab/store/items/service.py"}
"""A cursor page is a mixin of either, on a line that the team has formatted otherwise."""

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("pages both ways", "pages by number again"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    pagination: {by: cursor, backwards: true}\n",
            ),
        ],
    },
    later={
        ("pages one way", "pages both ways again"): [
            ("pagination: {by: cursor, backwards: true}", "pagination: cursor"),
        ],
    },
    conflicts={
        "other quotes": {
            "pages both ways": _MEMBERS,
            "pages by number again": _MEMBERS,
            "pages one way": {"src/lab/store/items/repository.py"},
            "pages both ways again": {"src/lab/store/items/repository.py"},
        },
    },
)
