"""What `check` notes of large lists that are asked for what no index finds."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline, rules

DESIGN = """\
name: shop
requirements: {quality: {volume: {Order: 10M, Tag: 900k}}}
api: {pagination: cursor}
enums: {State: [new, paid, sent]}
entities:
  Order:
    fields:
      number: string(20) unique filter sort
      state: State filter(in, not)
      customer: Order? filter(null)
      placed_at: datetime? filter(null) sort
      note: text? filter(prefix)
    indexes: []
  Tag: {fields: {state: State filter}}
"""


def _noted(design: str) -> list[str]:
    assert not rules.review(design, "design.yaml")[1]
    found = (str(each) for each in pipeline.noted(design.encode(), "design.yaml"))
    return [each for each in found if "BD965" in each]


def test_a_large_table_has_one_note_of_all_that_no_index_serves() -> None:
    (noted,) = _noted(DESIGN)
    assert noted == (
        "design.yaml:6:3 BD965 Order: ?state, ?note, ?note_prefix and ?sort=-placed_at "
        "read all of 10,000,000 rows: no index begins with the column, or in that order. "
        "Add one to `indexes`, with what they are asked for together, or leave it."
    )


@pytest.mark.parametrize(
    ("index", "served"),
    [
        ("[state, number]", "?state"),
        ("{fields: state, method: hash}", ""),
        ("{fields: state, where: note is null}", ""),
        ("lower(number)", ""),
        ("placed_at desc nulls last", "?sort=-placed_at"),
        ("placed_at desc", ""),
        ("placed_at nulls first", "?sort=-placed_at"),
    ],
)
def test_an_index_serves_what_it_begins_with(index: str, served: str) -> None:
    (before,) = _noted(DESIGN)
    (after,) = _noted(DESIGN.replace("indexes: []", f"indexes: [{index}]"))
    assert not served or (served in before and served not in after)
    assert served or before.partition(" ")[2] == after.partition(" ")[2]


def test_a_prefix_has_an_index_where_one_holds_the_text() -> None:
    short = DESIGN.replace("note: text?", "note: string(40)?")
    (noted,) = _noted(short)
    assert "?note" not in noted
    (noted,) = _noted(DESIGN.replace("note: text?", "note: string(600)?"))
    assert "?note, ?note_prefix" in noted


def test_a_scope_of_all_lists_is_the_whole_table() -> None:
    design = DESIGN.replace("indexes: []", "traits: [soft_delete]")
    (noted,) = _noted(design)
    assert "?number" not in noted


def test_ten_filters_are_not_all_named() -> None:
    more = "".join(f"      f{n}: State filter\n" for n in range(9))
    (noted,) = _noted(DESIGN.replace("    indexes: []\n", more))
    assert "?f3" not in noted
    assert "and 7 more read all" in noted
