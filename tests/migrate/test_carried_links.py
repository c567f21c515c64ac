"""Links become the rows of an entity that `through` names, and its rows become links again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import FIRST, first_migration, model_of
from journey import Journey, there
from rows import fill, read

from bd_scaffold import fills, migrate, pipeline
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.carried import Carried, carried

LINKED = """\
entities:
  Tag:
    fields: {name: string(20)}
  Article:
    fields: {title: text, tags: "Tag[]"}
"""
HELD = """\
entities:
  Tag:
    fields: {name: string(20), articles: "Article[] by tags"}
  Article:
    fields: {title: text, tags: "Tag[] through(Tagging) filter"}
  Tagging:
    key: [article, tag]
    fields: {article: Article, tag: Tag, weight: integer = 1, note: text?}
"""
TRAITS = "[versioned, soft_delete]"
FORMS = {
    "usual": (LINKED, HELD),
    "a key of its own": (LINKED, HELD.replace("    key: [article, tag]\n", "")),
    "the key turned round": (LINKED, HELD.replace("[article, tag]", "[tag, article]")),
    "the same table": (
        LINKED,
        HELD.replace("    key:", "    table: article_tags\n    key:"),
    ),
    "names of its own": (
        LINKED.replace("Tag[]", "Tag[] table('Has Tags') column('A No', 'T No')"),
        HELD.replace("tag: Tag", 'tag: Tag column("Tag")'),
    ),
    "another name": (
        LINKED,
        HELD.replace("tags: ", "labels: ")
        .replace("by tags", "by labels")
        .replace("filter", "was(tags)"),
    ),
    "said by the other side": (
        LINKED,
        HELD.replace("Article[] by tags", "Article[] through(Tagging)").replace(
            "Tag[] through(Tagging)", "Tag[] by articles"
        ),
    ),
    "traits": (LINKED, HELD.replace("    key:", f"    traits: {TRAITS}\n    key:")),
    "a key of several parts": tuple(
        each.replace("{title: text,", "{title: string(9), day: date,").replace(
            "  Article:\n", "  Article:\n    key: [title, day]\n"
        )
        for each in (LINKED, HELD)
    ),
    "a key of several parts over there": tuple(
        each.replace("    fields: {name:", "    key: [name, size]\n    fields: {name:")
        .replace("string(20)", "string(20), size: boolean")
        .replace('Tag[]"', 'Tag[] nested"')
        .replace(" filter", "")
        for each in (LINKED, HELD)
    ),
    "optional ends": (
        LINKED,
        HELD.replace("    key: [article, tag]\n", "").replace("tag: Tag", "tag: Tag?"),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_link_becomes_a_row_and_stays_one_on_the_way_back(
    empty: Callable[[], Database], form: str
) -> None:
    old, new = map(model_of, FORMS[form])
    journey = there(empty, old, new)
    (moved,) = carried(old, new)
    pairs = _pairs(journey, moved)
    assert pairs
    assert _stored(journey, moved) == pairs
    journey.back()
    journey.again()
    assert _stored(journey, moved) == pairs


@pytest.mark.parametrize("form", [each for each in FORMS if each != "optional ends"])
def test_each_row_becomes_a_link(empty: Callable[[], Database], form: str) -> None:
    new, old = map(model_of, FORMS[form])
    if form == "another name":
        new = model_of(FORMS[form][0].replace("[]", "[] was(labels)"))
    journey = there(empty, old, new)
    (moved,) = carried(old, new)
    pairs = _pairs(journey, moved)
    assert pairs
    assert _stored(journey, moved) == pairs


def _pairs(journey: Journey, moved: Carried) -> set[tuple[object, ...]]:
    return {
        tuple(row[name] for name in moved.columns) for row in journey.stored[moved.old]
    }


def _stored(journey: Journey, moved: Carried) -> set[tuple[object, ...]]:
    found = journey.database.run(read(schema_of(journey.new)))[moved.new]
    return {tuple(row[name] for name in moved.columns.values()) for row in found}


def test_rows_get_what_somebody_says_of_what_links_lack(
    empty: Callable[[], Database],
) -> None:
    required = HELD.replace("integer = 1", "integer")
    old, new = model_of(LINKED), model_of(required)
    text = f"name: shop\n{required}".encode()
    said = fills.read(
        ["Tagging.weight=7"], pipeline.check(text, "design.yaml"), old, new
    )
    operations = migrate.filled(migrate.operations(old, new), said)
    assert migrate.destructive_changes(operations) == ()
    history = migrate.read_history({FIRST: first_migration(old)})
    database = empty()
    database.migrate([first_migration(old)])
    database.run(fill(schema_of(old), 5))
    database.migrate([e.text for e in migrate.revision(operations, history)])
    found = database.run(read(schema_of(new)))["taggings"]
    assert {row["weight"] for row in found} == {7}
