"""Answers that have related rows in each of theirs."""

from pathlib import Path

from capability import Capability, Drawn

_ITEMS = "src/lab/store/items/repository.py"
_BOXES = "src/lab/store/boxes/repository.py"
_TAGS = "src/lab/words/tags/repository.py"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("related row included", "related row no longer included"): [
            ("box: Box? on_delete(set_null)", "box: Box? on_delete(set_null) include"),
            (
                "label: string(40) unique",
                "label: string(40) unique, items: 'Item[] by box'",
            ),
        ],
        ("links included", "links no longer included"): [
            ("note: text?", "note: text?\n      tags: Tag[] nested include"),
            ("word: string(20)", "word: string(20), items: 'Item[] by tags include'"),
        ],
    },
    later={
        ("related rows included", "related rows no longer included"): [
            ("Item[] by box", "Item[] by box include"),
        ],
    },
    destructive={"links no longer included": ["drop:Item.tags"]},
    conflicts={
        "other quotes": {
            "related row included": {_BOXES},
            "related row no longer included": {_BOXES},
            "related rows included": {_ITEMS},
            "related rows no longer included": {_ITEMS},
            "links included": {_ITEMS, _TAGS},
            "links no longer included": {_ITEMS, _TAGS},
        },
    },
    drawn=Drawn(relations=["{}[] include", "{}? include", "{} include unindexed"]),
)
