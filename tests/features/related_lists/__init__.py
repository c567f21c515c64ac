"""Lists that are asked for by the rows that theirs refer to."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("asked by related rows", "asked by own rows alone"): [
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    filter: box.label\n    sort: box.label\n",
            ),
        ],
    },
    later={
        ("asked in more ways", "asked in fewer ways"): [
            ("filter: box.label", 'filter: ["box.label(prefix, not, null, in)"]'),
        ],
    },
    conflicts={
        "other quotes": {
            step: {"src/lab/store/items/repository.py"}
            for step in (
                "asked by related rows",
                "asked by own rows alone",
                "asked in more ways",
                "asked in fewer ways",
            )
        },
    },
)
