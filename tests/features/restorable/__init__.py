"""Deleted rows that are listed, and come back."""

from pathlib import Path

from capability import Capability

_ITEMS = "src/lab/store/items"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("restorable on", "restorable off"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    traits: [soft_delete, restorable]\n",
            ),
        ],
    },
    later={
        ("deletions final", "deletions not final"): [
            ("[soft_delete, restorable]", "[soft_delete]"),
        ],
    },
    destructive={"restorable off": ["drop:Item.deleted_at", "unique:Item.code"]},
    conflicts={
        "other quotes": {
            step: {f"{_ITEMS}/repository.py", f"{_ITEMS}/service.py"}
            for step in (
                *("restorable on", "restorable off"),
                *("deletions final", "deletions not final"),
            )
        },
    },
)
