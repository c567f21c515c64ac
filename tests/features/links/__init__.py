"""Relations of many to many."""

from pathlib import Path

from capability import Capability, Drawn

_ITEMS = "src/lab/store/items/repository.py"
_TAGS = "src/lab/words/tags/repository.py"

_LABEL = (
    "  Label: {key: [item, tag], fields: {item: Item, tag: Tag, rank: integer = 1}}\n"
)

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("many to many added", "many to many removed"): [
            ("note: text?", "note: text?\n      tags: Tag[]"),
        ],
        ("unlisted many to many added", "unlisted many to many removed"): [
            ("note: text?", "note: text?\n      tags: Tag[] unlisted"),
        ],
        ("nested many to many added", "nested many to many removed"): [
            ("note: text?", "note: text?\n      tags: Tag[] nested"),
            ("word: string(20)", "word: string(20), items: 'Item[] by tags filter'"),
        ],
        ("many to many through rows added", "many to many through rows removed"): [
            ("words: [Tag]", "words: [Tag, Label]"),
            ("  Item:\n", f"{_LABEL}  Item:\n"),
            ("note: text?", "note: text?\n      tags: Tag[] through(Label) filter"),
            ("word: string(20)", "word: string(20), items: 'Item[] by tags'"),
        ],
    },
    destructive={
        "many to many removed": ["drop:Item.tags"],
        "unlisted many to many removed": ["drop:Item.tags"],
        "nested many to many removed": ["drop:Item.tags"],
        "many to many through rows removed": ["drop:Label"],
    },
    conflicts={
        "other quotes": {
            "many to many added": {_ITEMS},
            "many to many removed": {_ITEMS},
            "unlisted many to many added": {_ITEMS},
            "unlisted many to many removed": {_ITEMS},
            "nested many to many added": {_ITEMS, _TAGS},
            "nested many to many removed": {_ITEMS, _TAGS},
            "many to many through rows added": {_ITEMS, _TAGS},
            "many to many through rows removed": {_ITEMS, _TAGS},
        },
    },
    drawn=Drawn(relations=["{}[]", "{}[] nested", "{}[] filter"]),
)
