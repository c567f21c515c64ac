"""Links that went along with a row keep it from now on, or the other way about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import model_of
from journey import travel

DESIGN = """\
entities:
  Tag:
    fields: {{name: string(20), articles: "Article[] by tags{near}"}}
  Article:
    fields: {{title: text, tags: "Tag[] nested{far}", likes: "Article[]{same}"}}
"""


def _design(near: str = "", far: str = "", same: str = "") -> str:
    said = {"near": near, "far": far, "same": same}
    return DESIGN.format(
        **{side: f" on_delete({rule})" * bool(rule) for side, rule in said.items()}
    )


@pytest.mark.parametrize(
    "rules",
    [
        {"far": "restrict"},
        {"near": "no_action", "same": "restrict"},
        {"near": "restrict", "far": "no_action"},
    ],
    ids=str,
)
def test_another_rule_is_another_foreign_key_and_no_row_changes(
    empty: Callable[[], Database], rules: dict[str, str]
) -> None:
    travel(empty, model_of(_design()), model_of(_design(**rules)))
