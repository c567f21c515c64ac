"""Lists that are narrowed by several values, by what is missing, and by how a text starts."""

from pathlib import Path

from capability import Capability, Drawn

_TEXTS = ("string", "text", "email", "url")
_NUMBERS = ("smallint", "integer", "bigint", "decimal")
_MOMENTS = ("date", "time", "datetime", "datetime_local")
_ITEMS = "src/lab/store/items/repository.py"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("filter forms added", "filter forms removed"): [
            ("state: State = open filter", "state: State = open filter(in, not)"),
            ("note: text?", "note: text? filter(prefix, null)"),
        ],
    },
    later={
        ("prefixes found", "prefixes not found"): [
            ("code: string(20) unique", "code: string(20) unique filter(prefix)"),
        ],
        ("forms changed", "forms changed back"): [
            ("filter(prefix, null)", "filter(null, not)"),
        ],
    },
    conflicts={
        "other quotes": {
            "filter forms added": {_ITEMS},
            "filter forms removed": {_ITEMS},
            "prefixes found": {_ITEMS},
            "prefixes not found": {_ITEMS},
            "forms changed": {_ITEMS},
            "forms changed back": {_ITEMS},
        },
    },
    drawn=Drawn(
        modifiers={
            "filter(not, in)": [*_TEXTS, *_NUMBERS, "date", "time", "uuid", "ip"],
            "filter(range)": [*_NUMBERS, "float", *_MOMENTS],
            "filter(prefix)": [*_TEXTS],
        }
    ),
)
