"""What `docs/words.md` says of an enum's words: nothing in the tables, and the order of lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from bd_scaffold import migrate, pipeline
from bd_scaffold.model.types import Model
from bd_scaffold.pipeline import build

_WORDS = (Path(__file__).parents[2] / "docs/words.md").read_text("utf-8")
_PLAIN = "[draft, paid]"


def made(status: str) -> Model:
    text = f"""name: shop
enums: {{Status: {status}}}
entities: {{Order: {{fields: {{status: Status sort = draft}}}}}}
"""
    return build(pipeline.check(text.encode(), "design.yaml"))


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (
            "| `values: {draft: Not yet visible., paid: }` of an enum | nothing |",
            "{values: {draft: Not yet visible., paid: }}",
        ),
        (
            "| `description` of an enum | nothing |",
            "{description: How far it is., values: [draft, paid]}",
        ),
        (
            "| `ordered: true` of an enum | `ORDER BY CASE WHEN status = 'draft' THEN 0 …`",
            "{ordered: true, values: [draft, paid]}",
        ),
    ],
)
def test_a_word_of_an_enum_changes_no_table(row: str, status: str) -> None:
    assert row in _WORDS
    assert migrate.operations(made(_PLAIN), made(status)) == ()
    assert migrate.operations(made(status), made(_PLAIN)) == ()
