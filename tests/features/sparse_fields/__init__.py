"""Answers that have the fields alone that a request names."""

from pathlib import Path

from capability import Capability, Drawn

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("fields named by requests", "fields no longer named"): [
            ("name: lab\n", "name: lab\napi: {sparse_fields: true}\n"),
        ],
    },
    later={
        ("fields of an item not named", "fields of an item named"): [
            ("  Item:\n", "  Item:\n    sparse_fields: false\n"),
        ],
    },
    drawn=Drawn(words={"sparse_fields": [True, False]}),
)
