"""A text that a comma cuts between braces or brackets is told once, with the quotes it needs."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline, rules

DESIGN = """\
name: lab
entities:
  Order:
    filter: [FILTER]
    fields: {FIELDS}
"""
CUT = "BD113 entities.Order.{}: A comma ends an unquoted text between braces or brackets. "


def told(fields: str = "x: integer", filters: str = "created_at") -> list[str]:
    """Return the mistakes of a design with such fields and filters."""
    text = DESIGN.replace("FIELDS", fields).replace("FILTER", filters)
    found = rules.review(text, "design.yaml")[1]
    return [str(each).partition(" ")[2] for each in found]


@pytest.mark.parametrize(
    "line",
    [
        "decimal(38,2)",
        "decimal(38, 2) unique",
        "enum(slow, fast, none) = slow filter",
        "enum(a, b) filter(in, not)",
        'string(9) = "a (b, c)"',
    ],
)
@pytest.mark.parametrize("more", ["", ", y: integer", ", y: 'decimal(9,2)'"])
def test_the_line_of_a_field_is_told_once(line: str, more: str) -> None:
    quote = "'" if '"' in line else '"'
    hint = f"Put the whole text in quotes: {quote}{line}{quote}."
    first, *others = told(f"x: {line}{more}")
    assert first == CUT.format("fields.x") + hint
    assert others == told(f"x: {quote}{line}{quote}{more}")


def test_each_of_two_lines_is_told() -> None:
    found = told("x: decimal(38,2), y: decimal(9,2)")
    assert [each.partition(":")[0] for each in found] == [
        *("BD113 entities.Order.fields.x", "BD113 entities.Order.fields.y")
    ]


@pytest.mark.parametrize("more", ["", ", updated_at"])
def test_an_item_of_a_list_is_told_once(more: str) -> None:
    found = told(filters=f"created_at(range, in, not){more}")
    hint = 'Put the whole text in quotes: "created_at(range, in, not)".'
    assert found == [
        CUT.format("filter") + hint,
        *told(filters=f"'created_at(range, in, not)'{more}"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "{a: ':(', b: c}",
        "[:(, ':)', :)]",
        "['f(a', 'b)']",
        "[f(a, 'b)']",
        "{a: f(b, c: d), e: f}",
        "[f(a, [b)], c)]",
        "[(a), (b)]",
        "{a: (b, c: d}",
        "[a (b, c]",
    ],
)
def test_other_texts_stay_as_they_are_written(written: str) -> None:
    text = f"{DESIGN.replace('FIELDS', 'x: integer').replace('FILTER', 'created_at')}x-a: {written}"
    assert "A comma" not in str(rules.review(text, "design.yaml")[1])


def test_quotes_are_the_way_out() -> None:
    text = DESIGN.replace("FIELDS", 'x: "decimal(38,2) filter(range, in)"')
    pipeline.check(text.replace("FILTER", "created_at").encode(), "design.yaml")
