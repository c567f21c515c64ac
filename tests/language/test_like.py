"""`like` is true of the same texts on SQLite, on PostgreSQL and where a check is worked out."""

from __future__ import annotations

import re
import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold.language.like import is_like, is_portable, like_sql
from bd_scaffold.names import sql_literal

TEXTS = st.text("aB%_'é\n ", max_size=6)
PATTERNS = st.text("aB%_'é", max_size=6).filter(is_portable)
DATABASE = sqlite3.connect(":memory:")


@given(TEXTS, PATTERNS)
def test_sqlite_finds_the_texts_that_are_like_a_pattern(
    text: str, pattern: str
) -> None:
    asked = f"SELECT {like_sql('t', pattern)} FROM (SELECT {sql_literal(text)} AS t)"
    (found,) = DATABASE.execute(asked).fetchone()
    assert bool(found) == is_like(text, pattern)


@given(TEXTS, PATTERNS)
def test_it_is_what_sql_calls_like_with_case_told_apart(
    text: str, pattern: str
) -> None:
    glob = re.sub(r"[*?\[]", r"[\g<0>]", pattern).replace("%", "*").replace("_", "?")
    (found,) = DATABASE.execute("SELECT ? GLOB ?", (text, glob)).fetchone()
    assert bool(found) == is_like(text, pattern)


def test_what_no_row_has_is_like_nothing() -> None:
    for pattern in ("a%", "%a%", "a_", "a", "%"):
        asked = f"SELECT {like_sql('t', pattern)} FROM (SELECT NULL AS t)"
        assert DATABASE.execute(asked).fetchone() == (None,)
