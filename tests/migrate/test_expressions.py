"""What an expression is true of, each engine says alike, and so does the generator."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import sqlalchemy as sa
from databases import Database

from bd_scaffold.language.expression import parse_expression, to_sql
from bd_scaffold.language.truth import holds

TEXTS = (
    None,
    "",
    " ",
    "a",
    "A",
    "ab",
    "aB",
    "abc",
    "b%",
    "a_c",
    "it's :x",
    "éa",
    "xaby",
)
NUMBERS = (None, -3, 0, 2)
ASKED = (
    *("c like 'a%'", "c like '%b'", "c like '%a%'", "c like 'a_'", "c not like 'a%'"),
    *("c like '_b%'", "c like 'a%c'", "c like 'x%b%y'", "c like '%'", "c like 'ab'"),
    *("c like 'it''s%'", "c like '%:x'", "not c like '%B%' or a > 0"),
    *("length(c) > 1", "length(trim(c)) = 0", "lower(c) = 'ab'", "upper(c) != c"),
    *("abs(a) between 1 and 2", "a not between -1 and 1", "coalesce(a, 7) > 1"),
    "coalesce(c, 'none') in ('none', 'ab')",
)


def test_engines_agree(empty: Callable[[], Database]) -> None:
    rows = [*product(TEXTS, NUMBERS)]

    def look(connection: sa.Connection) -> list[list[bool | None]]:
        connection.execute(sa.text("CREATE TABLE t (n integer, c text, a integer)"))
        connection.execute(
            sa.text("INSERT INTO t VALUES (:n, :c, :a)"),
            [{"n": n, "c": c, "a": a} for n, (c, a) in enumerate(rows)],
        )
        columns = {"c": "c", "a": "a"}
        listed = ", ".join(to_sql(parse_expression(each), columns) for each in ASKED)
        found = connection.execute(sa.text(f"SELECT {listed} FROM t ORDER BY n"))
        return [[None if v is None else bool(v) for v in row] for row in found]

    wanted = [
        [holds(parse_expression(each), {"c": c, "a": a}) for each in ASKED]
        for c, a in rows
    ]
    assert empty().run(look) == wanted
