"""Many rows that are written in one request."""

from pathlib import Path

from capability import Capability

_ITEMS = "src/lab/store/items"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("batch on", "batch off"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n"
                "    operations: [list, get, create, replace, update, delete, batch]\n",
            ),
        ],
    },
    later={
        ("batch of changes", "batch of all"): [
            (
                "[list, get, create, replace, update, delete, batch]",
                "[get, update, batch]",
            ),
        ],
    },
    conflicts={
        "other quotes": {
            **{
                step: {f"{_ITEMS}/repository.py", f"{_ITEMS}/service.py"}
                for step in ("batch on", "batch off")
            },
            **{
                step: {f"{_ITEMS}/service.py"}
                for step in ("batch of changes", "batch of all")
            },
        },
    },
)
