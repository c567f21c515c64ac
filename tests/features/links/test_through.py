"""Relations of many to many that rows of an entity hold: `Product[] through(OrderLine)`."""

from __future__ import annotations

from functools import cache

import pytest

from bd_scaffold import contract, migrate, pipeline
from bd_scaffold.impact import impact_of
from bd_scaffold.model.carried import carried
from bd_scaffold.model.types import Model

LINKED = """\
name: shop
entities:
  Tag:
    fields: {name: string(20)}
  Article:
    fields: {title: text, tags: "Tag[]"}
"""
HELD = LINKED.replace('"Tag[]"', '"Tag[] through(Tagging) filter"') + """\
  Tagging:
    key: [article, tag]
    fields: {article: Article, tag: Tag, weight: integer = 1, note: text?}
"""
BOTH = HELD.replace("string(20)", 'string(20), articles: "Article[] by tags filter"')
FOLLOWING = """\
name: net
entities:
  Person:
    fields:
      leaders: Person[] through(Follow, follower, leader)
      followers: Person[] by leaders
  Follow:
    key: [follower, leader]
    fields: {follower: Person, leader: Person}
"""


@cache
def model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _operations(design: str, *under: str) -> set[str]:
    paths = contract.generated(model(design))["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, node in paths.items()
        for method in node
        if method != "parameters" and path.endswith(under)
    }


def _told(old: str, new: str) -> tuple[list[str], list[str]]:
    found = impact_of(model(old), model(old), model(new))
    return [str(each) for each in found.changes], [
        each.name for each in found.allowances
    ]


def _asked(
    design: str, entity: str
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Through which attributes of which class the list of an entity is narrowed."""
    found = next(each for each in model(design).entities if each.name == entity)
    filters = [*found.filters, *(f for each in found.nested for f in each.filters)]
    return [
        (each.attribute, each.through.own, each.through.other)
        for each in filters
        if each.through
    ]


def test_the_far_side_is_read_under_the_path_and_written_nowhere() -> None:
    assert _operations(BOTH, "/tags", "/articles") - _operations(LINKED, "") == {
        "GET /articles/{article_id}/tags",
        "GET /tags/{tag_id}/articles",
    }
    schemas = contract.generated(model(BOTH))["components"]["schemas"]
    assert "tag_ids" not in schemas["Article"]["properties"]
    assert [*model(BOTH).tables] == ["tags", "articles", "taggings"]


def test_lists_of_either_side_are_narrowed_by_the_rows_between() -> None:
    assert _asked(BOTH, "Article") == [
        ("tag_id", ("article_id",), ("tag_id",)),
        ("articles_of_tag", ("article_id",), ("tag_id",)),
    ]
    assert _asked(BOTH, "Tag") == [
        ("article_id", ("tag_id",), ("article_id",)),
        ("tags_of_article", ("tag_id",), ("article_id",)),
    ]


def test_between_rows_of_one_entity_it_is_said_which_end_is_whose() -> None:
    assert _asked(FOLLOWING, "Person") == [
        ("leaders_of_person", ("leader_id",), ("follower_id",)),
        ("followers_of_person", ("follower_id",), ("leader_id",)),
    ]


def test_it_comes_and_goes_without_a_migration() -> None:
    without = HELD.replace(', tags: "Tag[] through(Tagging) filter"', "")
    assert _told(without, HELD) == (
        ["Article.tags: added as Tag[] through(Tagging)"],
        [],
    )
    changes, allowances = _told(HELD, without)
    assert changes == ["Article.tags: removed"]
    assert allowances == ["break:Article.tag_id", "break:Tag.list"]
    assert migrate.operations(model(without), model(HELD)) == ()
    assert _told(BOTH, HELD)[0] == ["Tag.articles: removed"]


def test_another_end_is_told_by_its_name() -> None:
    turned = FOLLOWING.replace("follower, leader)", "leader, follower)")
    (change,) = _told(FOLLOWING, turned)[0]
    assert change == (
        "Person.leaders: Person[] through(Follow, follower, leader) became "
        "Person[] through(Follow, leader, follower)"
    )
    renamed = FOLLOWING.replace("Follow", "Fan").replace(
        "  Fan:\n", "  Fan:\n    was: Follow\n"
    )
    assert _told(FOLLOWING, renamed)[0] == ["Follow: renamed to Fan"]


def test_links_become_the_rows_of_an_entity_and_are_told_to() -> None:
    changes, allowances = _told(LINKED, HELD)
    assert changes == [
        "Article.tags: Tag[] became Tag[] through(Tagging)",
        "Tagging: added, with the rows of Article.tags",
    ]
    assert allowances == ["break:Article.tag_ids"]
    changes, allowances = _told(HELD, LINKED)
    assert changes == [
        "Article.tags: Tag[] through(Tagging) became Tag[]",
        "Tagging: removed; Article.tags keeps its rows",
    ]
    assert "drop:Tagging.weight" in allowances
    assert "drop:Tagging" not in allowances


def test_a_renamed_field_takes_its_links_along() -> None:
    renamed = HELD.replace("tags: ", "labels: ").replace("filter", "was(tags)")
    (found,) = carried(model(LINKED), model(renamed))
    assert (found.field, found.today, found.entity) == ("tags", "labels", "Tagging")
    assert _told(LINKED, renamed)[0][:2] == [
        "Article.tags: renamed to labels",
        "Article.tags: Tag[] became Tag[] through(Tagging)",
    ]


def test_an_entity_that_is_there_takes_no_links() -> None:
    beside = HELD.replace("through(Tagging) filter", "link")
    assert carried(model(beside), model(HELD)) == ()
    changes, allowances = _told(beside, HELD)
    assert changes[0] == "Article.tags: removed, with its table of links"
    assert "drop:Article.tags" in allowances


def test_what_the_rows_lack_is_asked_for() -> None:
    required = HELD.replace("= 1", "")
    found = migrate.operations(model(LINKED), model(required))
    dangers = migrate.destructive_changes(found)
    assert [each.name for each in dangers] == ["require:Tagging.weight"]


def test_a_number_of_its_own_is_refused_in_words() -> None:
    numbered = HELD.replace("    key: [article, tag]\n", "").replace(
        "{article:", "{id: integer auto, article:"
    )
    with pytest.raises(migrate.UnsupportedChangeError) as refusal:
        migrate.operations(model(LINKED), model(numbered))
    (sentence,) = refusal.value.sentences
    assert sentence == (
        "The database numbers the rows of Tagging, which a table does from its start or "
        "never. Add an entity of another name, carry the rows over in a revision of your "
        "own, and remove Article.tags after that."
    )


def test_either_key_may_have_several_parts() -> None:
    keyed = BOTH.replace("{title: text,", "{title: string(9), day: date,").replace(
        "  Article:\n", "  Article:\n    key: [title, day]\n"
    )
    keyed = keyed.replace("by tags filter", "by tags")
    assert "GET /articles/{article_title}/{article_day}/tags" in _operations(
        keyed, "/tags"
    )
    parts = (("article_title", "article_day"), ("tag_id",))
    assert _asked(keyed, "Article") == [
        ("tag_id", *parts),
        ("articles_of_tag", *parts),
    ]
    assert _asked(keyed, "Tag") == [("tags_of_article", *parts[::-1])]
