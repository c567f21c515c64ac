"""Rows that are written and read inside of the one that owns them."""

from pathlib import Path

from capability import Capability

_BOX = "      box: Box? on_delete(set_null)\n"
_PART = """\
  Part: {area: store, fields: {item: Item on_delete(cascade), place: integer}}
"""
_ITEMS = {"src/lab/store/items/repository.py"}

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("owned rows given", "owned rows taken away"): [
            (
                _BOX,
                f"{_BOX}      parts: Part[] by item owned\n{_PART}",
            ),
        ],
    },
    later={
        ("rows no longer owned", "rows owned"): [(" by item owned", " by item")],
        ("fewer owned rows", "more owned rows"): [
            (" by item owned", " by item owned length(0, 20)"),
        ],
    },
    destructive={"owned rows taken away": ["drop:Part"]},
    conflicts={
        "other quotes": {
            "owned rows given": _ITEMS,
            "owned rows taken away": _ITEMS,
            "rows no longer owned": _ITEMS,
            "rows owned": _ITEMS,
        },
    },
)
