"""Many rows that are written in one request."""

from pathlib import Path

from capability import Capability

_ITEMS = "src/lab/store/items"

_OPERATIONS = "    operations: [list, get, create, replace, update, delete, batch]\n"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("batch on", "batch off"): [
            (
                "on_delete(set_null)\n",
                f"on_delete(set_null)\n{_OPERATIONS}",
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
