"""Limits that somebody runs into who isn't told."""

from __future__ import annotations

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("language.md", "finds NULL in what is `virtual`: store what it is"),
        (
            "language/own_operations.md",
            "also one to a row that the same transaction has just made",
        ),
    ],
)
def test_a_page_tells_of_what_nobody_would_guess(page: str, told: str) -> None:
    assert told in (DOCS / page).read_text(encoding="utf-8")
