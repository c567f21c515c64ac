"""Rows whose state changes by transitions."""

from pathlib import Path

from capability import Capability

_FIELD = ("state: State = open filter", "state: State = open readonly filter")
_ON = """\
on_delete(set_null)
    transitions:
      close: {from: open, to: shut, when: amount > 0, sets: {note: closed}}
      reopen: {from: [shut, lost], to: open}
"""

_FILES = {f"src/lab/store/items/{name}.py" for name in ("repository", "service")}

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("transitions on", "transitions off"): [
            _FIELD,
            ("on_delete(set_null)\n", _ON),
        ],
    },
    conflicts={
        "other quotes": {"transitions on": _FILES, "transitions off": _FILES},
    },
    later={
        ("transition renamed", "transition called as before"): [
            ("close: {", "seal: {was: close, "),
        ],
        ("state lost", "state found"): [
            (
                "      reopen:",
                "      lose: {from: [open, shut], to: lost}\n      reopen:",
            ),
        ],
        ("transition from more states", "transition from fewer states"): [
            ("{from: open, to: shut", "{from: [open, lost], to: shut"),
        ],
        ("transition to another state", "transition to its state"): [
            ("from: open, to: shut", "from: open, to: lost"),
        ],
        ("guard left out", "guard put in"): [("when: amount > 0, ", "")],
        ("setting changed", "setting changed back"): [
            ("sets: {note: closed}", "sets: {note: null}, message: It is empty."),
        ],
    },
)
