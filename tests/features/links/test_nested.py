"""Relations of many to many under each other's paths: `Tag[] nested`, `Article[] by tags`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bd_scaffold import contract, migrate, pipeline
from bd_scaffold.impact import impact_of
from bd_scaffold.model.types import Model

KEYS = """\
name: shop
entities:
  Tag:
    fields: {name: string(20)}
  Article:
    fields: {title: text, tags: "Tag[]"}
"""
PATHS = KEYS.replace('"Tag[]"', '"Tag[] nested"')
BOTH = PATHS.replace("string(20)", 'string(20), articles: "Article[] by tags"')


@cache
def model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _operations(design: str) -> set[str]:
    paths = contract.generated(model(design))["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, node in paths.items()
        for method in node
        if method != "parameters" and path.count("/") > 4
    }


def _told(old: str, new: str) -> tuple[list[str], list[str]]:
    found = impact_of(model(old), model(old), model(new))
    return [str(each) for each in found.changes], [
        each.name for each in found.allowances
    ]


def _parameters(design: str, path: str) -> set[str]:
    listed = contract.generated(model(design))["paths"][f"/api/v1{path}"]["get"]
    return {each["name"] for each in listed["parameters"] if "name" in each}


def test_a_nested_relation_is_listed_and_written_under_the_path() -> None:
    assert _operations(KEYS) == set()
    assert _operations(PATHS) == {
        "GET /articles/{article_id}/tags",
        "PUT /articles/{article_id}/tags/{tag_id}",
        "DELETE /articles/{article_id}/tags/{tag_id}",
    }
    schemas = contract.generated(model(PATHS))["components"]["schemas"]
    assert "tag_ids" not in schemas["Article"]["properties"]
    assert "tag_ids" not in schemas["ArticleCreate"]["properties"]


def test_the_other_side_has_the_same_operations_and_no_table() -> None:
    assert _operations(BOTH) - _operations(PATHS) == {
        "GET /tags/{tag_id}/articles",
        "PUT /tags/{tag_id}/articles/{article_id}",
        "DELETE /tags/{tag_id}/articles/{article_id}",
    }
    assert [*model(BOTH).tables] == [*model(PATHS).tables]


def test_what_clients_cannot_read_or_write_has_no_operation() -> None:
    unlisted = PATHS.replace("  Article:", "    operations: [get]\n  Article:")
    assert _operations(unlisted) == _operations(PATHS) - {
        "GET /articles/{article_id}/tags"
    }
    unwritten = BOTH + "    operations: [list, get, create]\n"
    assert _operations(unwritten) == {
        "GET /articles/{article_id}/tags",
        "GET /tags/{tag_id}/articles",
    }


def test_a_link_is_no_change_of_a_versioned_row() -> None:
    versioned = BOTH.replace("  Article:\n", "  Article:\n    traits: versioned\n")
    paths = contract.generated(model(versioned))["paths"]
    added = paths["/api/v1/articles/{article_id}/tags/{tag_id}"]["put"]
    assert {*added["responses"]} == {"204", "404", "422"}
    assert "parameters" not in added


def test_lists_are_narrowed_by_either_side() -> None:
    filtered = BOTH.replace("nested", "nested filter")
    filtered = filtered.replace("by tags", "by tags filter")
    assert "tag_id" in _parameters(filtered, "/articles")
    assert "article_id" in _parameters(filtered, "/tags")
    listed = KEYS.replace("Tag[]", "Tag[] filter")
    assert "tag_id" in _parameters(listed, "/articles")


def test_clients_are_told_of_a_filter_that_goes() -> None:
    listed, mirrored = KEYS.replace("[]", "[] filter"), BOTH.replace(
        'gs"', 'gs filter"'
    )
    assert _told(KEYS, listed) == (["Article.tags: filter added"], [])
    changes = ["Article.tags: filter removed"]
    assert _told(listed, KEYS) == (changes, ["break:Article.tag_id"])
    assert _told(BOTH, mirrored) == (["Tag.articles: filter added"], [])
    changes = ["Tag.articles: filter removed"]
    assert _told(mirrored, BOTH) == (changes, ["break:Tag.article_id"])


def test_from_keys_to_a_path_and_back_no_row_changes() -> None:
    changes, allowances = _told(KEYS, PATHS)
    assert changes == ["Article.tags: nested added"]
    assert allowances == ["break:Article.tag_ids"]
    changes, allowances = _told(PATHS, KEYS)
    assert changes == ["Article.tags: nested removed"]
    assert allowances == ["break:Article.add", "break:Article.remove", "break:Tag.list"]
    assert migrate.operations(model(KEYS), model(PATHS)) == ()
    assert migrate.operations(model(PATHS), model(KEYS)) == ()


def test_the_other_side_comes_and_goes_without_a_migration() -> None:
    assert _told(PATHS, BOTH) == (["Tag.articles: added as Article[] by tags"], [])
    assert _told(BOTH, PATHS)[0] == ["Tag.articles: removed"]
    assert migrate.operations(model(PATHS), model(BOTH)) == ()


def test_a_renamed_relation_keeps_its_table() -> None:
    renamed = BOTH.replace("tags: ", "labels: ")
    renamed = renamed.replace("nested", "nested was(tags)").replace(
        "by tags", "by labels"
    )
    changes, _ = _told(BOTH, renamed)
    assert changes == ["Article.tags: renamed to labels"]
    kinds = {
        type(each).__name__ for each in migrate.operations(model(BOTH), model(renamed))
    }
    assert not kinds & {"CreateTable", "DropTable"}


_PAGE = (Path(__file__).parents[3] / "docs/words.md").read_text("utf-8")


def test_the_documents_name_the_operations_of_both_sides() -> None:
    section = _PAGE.partition("## Many to many\n")[2].partition("\n## ")[0]
    assert _documented(section) == _operations(BOTH)


def _documented(text: str) -> set[str]:
    """The operations of a text that says `GET /a` and `PUT` and `DELETE /b`."""
    paths = re.findall(r"`([A-Z]+) (/[^`?]+/[^`?]+)`", text)
    others = re.findall(r"`([A-Z]+)` and `[A-Z]+ (/[^`]+)`", text)
    return {f"{method} {path}" for method, path in (*paths, *others)}
