"""Both engines compute what Python does with exact numbers, also where these are at their ends."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import rows
import sqlalchemy as sa
from databases import Database
from drafts import entity, first_migration

from bd_scaffold.language.expression import parse_expression
from bd_scaffold.language.truth import worked_out
from bd_scaffold.migrate.schema import schema_of

FIELDS = {
    "small": "smallint",
    "count": "integer",
    "few": "integer min(0) max(900)",
    "price": "decimal(8,2)",
    "rate": "decimal(4,3)?",
    "name": "string(9)",
    "note": "string(9)?",
    "flag": "boolean",
}
COMPUTED = {
    "a": ("bigint", "small * count"),
    "b": ("integer", "abs(small) + few"),
    "c": ("bigint", "-small * small - count"),
    "d": ("decimal(12,2)", "price * few + 0.5"),
    "e": ("decimal(13,5)?", "price * rate - price"),
    "f": ("boolean", "price * few = 0.3 or price + 0.1 > 0.3"),
    "g": ("boolean?", "rate + 0.1 = 0.3 and flag"),
    "h": ("string(19)?", "name || ' ' || note"),
    "i": ("string(18)", "lower(name) || upper(coalesce(note, ''))"),
    "j": ("integer", "length(trim(name))"),
    "k": ("boolean", "note is null and not flag"),
    "l": ("decimal(4,3)", "coalesce(rate, 0.125)"),
    "m": ("bigint", "few * 2147483648 + count"),
    "n": ("boolean?", "name like 'a%' or note between 'a' and 'b'"),
}
LEAST = {"small": -(2**15), "count": -(2**31), "few": 0, "price": Decimal("-999999.99")}
MOST = {
    "small": 2**15 - 1,
    "count": 2**31 - 1,
    "few": 900,
    "price": Decimal("999999.99"),
}
REST = {"name": "aB c", "note": None, "rate": Decimal("-9.999"), "flag": True}


def given_rows() -> list[dict[str, Any]]:
    numbers = random.Random(68)

    def decimal(most: int, scale: int) -> Decimal:
        return Decimal(numbers.randint(-most, most)).scaleb(-scale)

    drawn = [
        {
            "small": numbers.randint(-(2**15), 2**15 - 1),
            "count": numbers.randint(-(2**31), 2**31 - 1),
            "few": numbers.choice([0, 1, 3, 899]),
            "price": numbers.choice([Decimal("0.10"), decimal(99_999_999, 2)]),
            "rate": numbers.choice([None, Decimal("0.200"), decimal(9999, 3)]),
            "name": numbers.choice(["a", " bB ", "C;:'"]),
            "note": numbers.choice([None, "", "aX", "%s"]),
            "flag": numbers.choice([True, False]),
        }
        for _ in range(60)
    ]
    return [LEAST | REST, MOST | REST, *drawn]


def test_both_engines_compute_what_python_does(empty: Callable[[], Database]) -> None:
    lines = [f"{name}: {kind}" for name, kind in FIELDS.items()]
    lines += [
        f"{name}: {kind} computed({said})" for name, (kind, said) in COMPUTED.items()
    ]
    made = entity("\n".join(lines), "Line", traits="no_timestamps")
    table = rows.table_of(schema_of(made).by_name["lines"])
    given = [{"id": n, **row} for n, row in enumerate(given_rows(), 1)]
    database = empty()
    database.migrate([first_migration(made)])
    table.c.id.type = sa.Uuid(as_uuid=False)
    stored = [row | {"id": f"{row['id']:032}"} for row in given]
    database.run(lambda connection: connection.execute(sa.insert(table), stored))
    asked = sa.select(table).order_by(table.c.id)
    found = database.run(lambda connection: connection.execute(asked).mappings().all())
    for row, its in zip(given, found, strict=True):
        for name, (_, said) in COMPUTED.items():
            assert its[name] == worked_out(parse_expression(said), row), (said, row)
