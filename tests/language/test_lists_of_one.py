"""A text where a list is meant, and a line that a comma has cut."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline

_DESIGN = """name: lab
entities:
  Order:
    fields: {x: integer, y: integer}
    WORD: VALUE
"""


@pytest.mark.parametrize(
    ("word", "one", "listed"), [("checks", "x > y", "[x > y]"), ("indexes", "y", "[y]")]
)
def test_a_text_alone_is_a_list_of_one(word: str, one: str, listed: str) -> None:
    designs = [
        _DESIGN.replace("WORD", word).replace("VALUE", value).encode()
        for value in (one, listed)
    ]
    first, second = (pipeline.check(each, "design.yaml") for each in designs)
    assert pipeline.build(first) == pipeline.build(second)


def _mistakes(text: str) -> list[tuple[str, str]]:
    with pytest.raises(pipeline.MistakesError) as refused:
        pipeline.check(text.encode(), "design.yaml")
    return [(each.message, each.hint) for each in refused.value.mistakes]


def test_a_lone_unique_field_is_told_where_it_belongs() -> None:
    ((message, hint),) = _mistakes(
        _DESIGN.replace("WORD", "unique").replace("VALUE", "x")
    )
    assert message == "Order.unique: A unique group has at least two fields."
    assert hint == "Put `unique` on the field instead."


def test_a_line_that_a_comma_cuts_between_braces_is_to_be_quoted() -> None:
    text = _DESIGN.replace("x: integer", "x: decimal(38,2) unique")
    _, first = _mistakes(text.replace("    WORD: VALUE\n", ""))
    assert first[0] == "Order.2) unique: This has no value."
    assert first[1].startswith("Between braces, a comma ends the value before it: put")
    quoted = text.replace("decimal(38,2) unique", '"decimal(38,2) unique"')
    pipeline.check(quoted.replace("    WORD: VALUE\n", "").encode(), "design.yaml")
