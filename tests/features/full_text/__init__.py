"""Lists that are searched for words."""

from pathlib import Path

from capability import Capability

_ITEMS = "src/lab/store/items/repository.py"
_ITEMS = "src/lab/store/items/repository.py"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("words searched", "words searched no more"): [
            ("code: string(20) unique", "code: string(20) unique search"),
            ("on_delete(set_null)\n", "on_delete(set_null)\n    search: english\n"),
        ],
    },
    later={
        ("words of another language", "words of the language"): [
            ("search: english", "search: simple"),
        ],
        ("words of more texts", "words of fewer texts"): [
            ("note: text?", "note: text? search"),
        ],
        ("parts searched", "words searched again"): [
            ("    search: english\n", ""),
        ],
        ("searched text longer", "searched text shorter"): [
            ("code: string(20)", "code: string(40)"),
        ],
        ("searched table renamed", "searched table called as before"): [
            ("    search: english\n", "    search: english\n    table: stock\n"),
        ],
    },
    conflicts={
        "other quotes": {
            step: {_ITEMS}
            for step in (
                *("words searched", "words searched no more"),
                *("words of more texts", "words of fewer texts"),
                *("parts searched", "words searched again"),
            )
        },
    },
    destructive={"searched text shorter": ["narrow:Item.code"]},
)
