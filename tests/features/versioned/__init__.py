"""Rows with a version, which clients have to know in order to change them."""

from pathlib import Path

from capability import Capability, Drawn

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("versioned on", "versioned off"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    traits: [versioned]\n",
            ),
        ],
    },
    destructive={"versioned off": ["drop:Item.version"]},
    drawn=Drawn(traits=["versioned"]),
)
