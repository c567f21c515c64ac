"""Values that the database holds encrypted."""

from pathlib import Path

from capability import Capability, Drawn

_SHORT_STOP = "Item.note can't be encrypted for the new code and not for the old"
_ITEM = "src/lab/models/item.py"
_ITEMS = "src/lab/store/items/repository.py"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("encryption on", "encryption off"): [
            ("note: text?", "note: text? encrypted filter"),
        ],
    },
    destructive={"encryption off": ["decrypt:Item.note"]},
    one_step={"encryption on": _SHORT_STOP, "encryption off": _SHORT_STOP},
    conflicts={
        "column among the columns": {
            "encryption on": {_ITEM},
            "encryption off": {_ITEM},
        },
        "other quotes": {"encryption on": {_ITEMS}, "encryption off": {_ITEMS}},
    },
    drawn=Drawn(),
)
