"""Rows of which it is kept what they were."""

from pathlib import Path

from capability import Capability, Drawn

_ITEMS = "src/lab/store/items"
_ON = "on_delete(set_null)\n    traits: [history]\n"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("history on", "history off"): [("on_delete(set_null)\n", _ON)],
    },
    later={
        ("kept field widened", "kept field narrowed"): [
            ("string(20) unique", "string(40) unique"),
        ],
        ("kept field retyped", "kept field of another type"): [
            ("amount: integer = 0", "amount: string(20) = '0'"),
        ],
        ("kept field added", "kept field removed"): [
            ("note: text?", "note: text?\n      weight: integer = 1"),
        ],
        ("kept value added", "kept value removed"): [
            ("[open, shut, lost]", "[open, shut, lost, found]"),
        ],
        ("kept field written only", "kept field read again"): [
            ("note: text?", "note: text? writeonly"),
        ],
    },
    destructive={
        "history off": ["drop:Item.history"],
        "kept field narrowed": ["narrow:Item.code"],
        "kept field retyped": ["retype:Item.amount"],
        "kept field of another type": ["retype:Item.amount"],
        "kept field removed": ["drop:Item.weight"],
        "kept value removed": ["remove:State.found"],
        "kept field written only": ["drop:Item.note"],
    },
    unfit={
        "kept field of another type": "12 values of amount in items would not fit.",
        "kept value removed": "3 rows of items have the state found.",
    },
    one_step=dict.fromkeys(
        ("kept field retyped", "kept field of another type"), "Item.amount can't be"
    ),
    conflicts={
        "other quotes": {
            step: {f"{_ITEMS}/repository.py", f"{_ITEMS}/service.py"}
            for step in ("history on", "history off")
        },
    },
    drawn=Drawn(traits=["history"]),
)
