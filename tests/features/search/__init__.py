"""Lists that are searched for a text."""

from pathlib import Path

from capability import Capability, Drawn

_ITEMS = "src/lab/store/items/repository.py"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("search added", "search removed"): [
            ("code: string(20) unique", "code: string(20) unique search"),
        ],
    },
    conflicts={
        "other quotes": {"search added": {_ITEMS}, "search removed": {_ITEMS}},
    },
    drawn=Drawn(modifiers={"search": ["string", "text", "email", "url"]}),
)
