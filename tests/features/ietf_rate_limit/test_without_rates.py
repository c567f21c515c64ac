"""Headers that would tell of rates where nothing has one are noted."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline

_DESIGN = """
name: shop
api: {rate_limit: LIMIT}
entities:
  Order: {WORDS fields: {number: string(9)}}
"""


@pytest.mark.parametrize(
    ("limit", "words", "noted"),
    [
        ("{headers: ietf}", "", True),
        ("{headers: x}", "", True),
        ("{headers: ietf}", "rate_limit: 5/minute,", False),
        ("{limit: 300/minute, headers: ietf}", "", False),
        ("300/minute", "", False),
    ],
)
def test_headers_without_a_rate_are_noted(
    limit: str, words: str, *, noted: bool
) -> None:
    design = _DESIGN.replace("LIMIT", limit).replace("WORDS", words)
    found = pipeline.noted(design.encode(), "design.yaml")
    expected = (
        "design.yaml:3:7 BD966 api.rate_limit: It does nothing: neither the API nor any "
        "entity has a rate. Write {limit: 300/minute, headers: ietf}."
    )
    assert [str(each) for each in found] == [expected] * noted
