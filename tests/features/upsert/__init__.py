"""Rows that are replaced by a natural key, or created with it."""

from pathlib import Path

from capability import Capability

_ITEMS = "src/lab/store/items"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("upsert on", "upsert off"): [
            ("on_delete(set_null)\n", "on_delete(set_null)\n    upsert: code\n"),
        ],
    },
    conflicts={
        "other quotes": {
            step: {f"{_ITEMS}/repository.py", f"{_ITEMS}/service.py"}
            for step in ("upsert on", "upsert off")
        },
    },
)
