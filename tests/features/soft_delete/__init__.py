"""Rows that are marked as deleted."""

from pathlib import Path

from capability import Capability, Drawn

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
    drawn=Drawn(traits=["soft_delete"]),
)
