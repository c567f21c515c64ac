"""What becomes of links when a row of either side goes: `Tag[] on_delete(restrict)`."""

from __future__ import annotations

from functools import cache

import pytest

from bd_scaffold import contract, migrate, pipeline
from bd_scaffold.impact import impact_of
from bd_scaffold.model.types import Model

NESTED = """\
name: shop
entities:
  Tag:
    fields: {name: string(20), articles: "Article[] by tags"}
  Article:
    fields: {title: text, tags: "Tag[] nested"}
"""
FAR = NESTED.replace("nested", "nested on_delete(restrict)")
NEAR = NESTED.replace("by tags", "by tags on_delete(no_action)")
KEYS = """\
name: shop
entities:
  Tag: {fields: {name: string(20)}}
  Article: {fields: {title: text, tags: "Tag[] on_delete(restrict)"}}
"""


@cache
def model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _rules(design: str) -> list[str | None]:
    """What the foreign keys of the links say, that of their own side first."""
    table = model(design).tables["article_tags"]
    return [each.on_delete for each in table.constraints[1:]]


def _statuses(design: str, path: str) -> set[str]:
    deleted = contract.generated(model(design))["paths"][f"/api/v1{path}"]["delete"]
    return {*deleted["responses"]}


def test_links_go_along_unless_a_side_says_otherwise() -> None:
    assert _rules(NESTED) == ["CASCADE", "CASCADE"]
    assert _rules(FAR) == ["CASCADE", "RESTRICT"]
    assert _rules(NEAR) == ["NO ACTION", "CASCADE"]
    assert _rules(KEYS) == ["CASCADE", "RESTRICT"]


def test_a_delete_that_links_can_refuse_says_so_in_the_contract() -> None:
    assert "409" not in _statuses(NESTED, "/tags/{tag_id}")
    assert "409" in _statuses(FAR, "/tags/{tag_id}")
    assert "409" not in _statuses(FAR, "/articles/{article_id}")
    assert "409" in _statuses(NEAR, "/articles/{article_id}")
    assert "409" in _statuses(KEYS, "/tags/{tag_id}")


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (NESTED, FAR, "Article.tags: on_delete changed from cascade to restrict"),
        (FAR, NESTED, "Article.tags: on_delete changed from restrict to cascade"),
        (NESTED, NEAR, "Tag.articles: on_delete changed from cascade to no_action"),
    ],
)
def test_another_rule_is_told_and_needs_no_permission(
    old: str, new: str, change: str
) -> None:
    found = impact_of(model(old), model(old), model(new))
    assert [str(each) for each in found.changes] == [change]
    assert found.allowances == ()
    assert migrate.operations(model(old), model(new))
