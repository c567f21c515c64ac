"""Lists that have an order where a request asks for none."""

from pathlib import Path

from capability import Capability

_ITEMS = {"src/lab/store/items/repository.py"}

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("order given", "order taken away"): [
            ("  Item:\n", "  Item:\n    order: [-amount, code]\n"),
        ],
    },
    later={
        ("order turned", "order turned back"): [
            ("order: [-amount, code]", "order: [code, amount]"),
        ],
    },
    conflicts={
        "other quotes": {
            "order given": _ITEMS,
            "order taken away": _ITEMS,
            "order turned": _ITEMS,
            "order turned back": _ITEMS,
        },
    },
)
