"""Values that the database holds encrypted."""

from pathlib import Path

from capability import Capability, Drawn

_SHORT_STOP = "Item.note can't be encrypted for the new code and not for the old"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("encryption on", "encryption off"): [
            ("note: text?", "note: text? encrypted filter"),
        ],
    },
    destructive={"encryption off": ["decrypt:Item.note"]},
    one_step={"encryption on": _SHORT_STOP, "encryption off": _SHORT_STOP},
    drawn=Drawn(),
)
