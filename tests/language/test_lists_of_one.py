"""A text where a list is meant."""

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
