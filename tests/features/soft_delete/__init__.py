"""Rows that are marked as deleted."""

from pathlib import Path

from capability import Capability, Drawn

_ITEMS = "src/lab/store/items/repository.py"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("soft_delete on", "soft_delete off"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    traits: [soft_delete]\n",
            ),
        ],
    },
    destructive={"soft_delete off": ["drop:Item.deleted_at", "unique:Item.code"]},
    conflicts={
        "other quotes": {"soft_delete on": {_ITEMS}, "soft_delete off": {_ITEMS}},
    },
    drawn=Drawn(traits=["soft_delete"]),
)
