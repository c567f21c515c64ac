"""Rows that a newer rule would refuse get what somebody says, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import design_of, first_migration, model_of
from journey import FIRST, Empty, catalogue_of
from rows import table_of

from bd_scaffold import fills, migrate, pipeline
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

CODE = "code: string(20)"


@dataclass(frozen=True, slots=True)
class Filled:
    """A field then and now, what is said, and its values before and after."""

    old: str
    new: str
    said: tuple[str, ...]
    stored: tuple[Any, ...] = (None,)
    after: tuple[Any, ...] = ()


NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
FILLED = {
    "optional field required": Filled(
        "a: string(9)?", "a: string(9)", ("a=none",), ("x", None), ("x", "none")
    ),
    "a default of the API's own": Filled(
        "a: string(9)?", "a: string(9) = new", ("a=old",), ("x", None), ("x", "old")
    ),
    "required field added": Filled("", "a: string(2)", ("a=en",), after=("en",)),
    "required moment added": Filled(
        "", "a: datetime", ("a=2026-01-31T13:00:00+01:00",), after=(NOON,)
    ),
    "required day added": Filled(
        "", "a: date", ("a=2026-01-31",), after=(NOON.date(),)
    ),
    "required bytes added": Filled("", "a: bytes", ("a=AGE=",), after=(b"\0a",)),
    "required list added": Filled(
        "", "a: string(9)[]", ('a=["x:y", "%z"]',), after=(["x:y", "%z"],)
    ),
    "optional field added": Filled("", "a: integer?", ("a=-7",), after=(-7,)),
    "field with a default added": Filled(
        "", "a: boolean = true", ("a=false",), after=(False,)
    ),
    "a text that looks like anything": Filled(
        "",
        "a: string(30)",
        (r"""a=it's "\:x" %(y)s :z ::t""",),
        after=(r"""it's "\:x" %(y)s :z ::t""",),
    ),
    "an expression": Filled(
        "", "a: string(30)", ("a=sql:lower(code) || ':x'",), after=("one:x",)
    ),
    "an expression with a colon of PostgreSQL": Filled(
        "",
        "a: string(30)",
        ("a=sql.postgresql:code::text", "a=sql.sqlite:code"),
        after=("ONE",),
    ),
    "a unique field": Filled(
        "", "a: string(40) unique", ("a=sql:code || '-1'",), after=("ONE-1",)
    ),
    "string shortened": Filled(
        "a: string(9)",
        "a: string(3)",
        ("a=sql:substr(a, 1, 3)",),
        ("ab", "abcde"),
        ("ab", "abc"),
    ),
    "enum value removed": Filled(
        "a: enum(draft, open, shut)",
        "a: enum(open, done)",
        ("a=done",),
        ("draft", "open", "shut"),
        ("done", "open", "done"),
    ),
    "enum values to one each": Filled(
        "a: enum(draft, open, shut)",
        "a: enum(open, done, kept)",
        ("a=sql:CASE a WHEN 'draft' THEN 'done' ELSE 'kept' END",),
        ("draft", "open", "shut"),
        ("done", "open", "kept"),
    ),
    "integer narrowed": Filled(
        "a: bigint", "a: integer", ("a=-1",), (5, 2**40), (5, -1)
    ),
    "bound added": Filled("a: integer", "a: integer min(0)", ("a=0",), (-4, 4), (0, 4)),
    "bounds that no older value kept": Filled(
        "a: integer max(5)", "a: integer min(10)", ("a=10",), (3, 5), (10, 10)
    ),
    "text to number": Filled(
        "a: string(9)", "a: integer", ("a=0",), ("12", "x"), (12, 0)
    ),
    "renamed and required": Filled(
        "b: string(9)?",
        "a: string(9) was(b)",
        ("a=sql:upper(code)",),
        ("x", None),
        ("x", "TWO"),
    ),
}
CODES = ("ONE", "TWO", "THREE")


def product(field: str) -> str:
    fields = f"id: integer\n{CODE}\n{field}".strip()
    return design_of(fields, key="[id]")


def revisions(
    old: str, new: str, said: Sequence[str], *, two_steps: bool = False
) -> list[str]:
    """The revisions between two designs, with what rows get on the way."""
    before, after = model_of(old), model_of(new)
    design = pipeline.check(f"name: shop\n{new}".encode(), "design.yaml")
    given = fills.read(said, design, before, after)
    operations = migrate.operations(before, after)
    found: Any = migrate.filled(operations, given)
    assert migrate.destructive_changes(found) == ()
    if two_steps:
        found = migrate.two_steps(before, after, given)
    history = migrate.read_history({FIRST: first_migration(before)})
    return [each.text for each in migrate.revision(found, history)]


def written(
    database: Database, model: Model, table: str, rows: Sequence[dict[str, Any]]
) -> None:
    database.migrate([first_migration(model)])
    mapped = table_of(schema_of(model).by_name[table])
    database.run(lambda connection: connection.execute(sa.insert(mapped), rows))


def values(database: Database, model: Model, table: str, column: str) -> list[Any]:
    mapped = table_of(schema_of(model).by_name[table])
    asked = sa.select(mapped.c[column]).order_by(mapped.c.id)
    found = database.run(lambda connection: list(connection.execute(asked).scalars()))
    return [_in_utc(each) for each in found]


def _in_utc(value: Any) -> Any:
    """SQLite returns moments without their zone."""
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value


@pytest.mark.parametrize("name", FILLED)
def test_rows_get_what_is_said(empty: Empty, name: str) -> None:
    case = FILLED[name]
    old, new = product(case.old), product(case.new)
    before, after, database = model_of(old), model_of(new), empty()
    name = "b" if "was(b)" in case.new else "a"
    field = {name: 0} if case.old else {}
    rows = [
        {"id": n, "code": CODES[n], "created_at": NOON, "updated_at": NOON}
        | dict.fromkeys(field, value)
        for n, value in enumerate(case.stored)
    ]
    written(database, before, "products", rows)
    catalogue = database.catalogue()
    texts = revisions(old, new, [f"Product.{each}" for each in case.said])
    database.migrate(texts)
    assert values(database, after, "products", "a") == list(case.after)
    assert database.catalogue() == catalogue_of(after, database, empty)
    if "integer min(10)" not in case.new and "done" not in case.new:
        database.migrate(reversed(texts), "downgrade")
        assert database.catalogue() == catalogue


ORDERS = """
entities:
  Customer:
    fields:
      id: integer
      name: string(20)
    key: [id]
  Order:
    fields:
      id: integer
      low: integer
      high: integer
      {0}
    key: [id]
    {1}
"""
MADE = {"created_at": NOON, "updated_at": NOON}
CUSTOMER = {"id": 7, "name": "one", **MADE}
RULE = "checks: [{rule: low <= high}]"


def order(**values: Any) -> dict[str, Any]:
    return {"id": 1, "low": 5, "high": 3, **values, **MADE}


def orders(empty: Empty, field: str, *rows: dict[str, Any]) -> tuple[Database, str]:
    """A database with a customer and orders, and the design that they are of."""
    database, design = empty(), ORDERS.format(field, "")
    written(database, model_of(design), "customers", [CUSTOMER])
    mapped = table_of(schema_of(model_of(design)).by_name["orders"])
    database.run(lambda connection: connection.execute(sa.insert(mapped), list(rows)))
    return database, design


def test_a_new_relation_is_filled_with_what_is_there(empty: Empty) -> None:
    database, old = orders(empty, "", order())
    new = ORDERS.format("customer: Customer", "")
    database.migrate(revisions(old, new, ["order.customer=7"]))
    assert values(database, model_of(new), "orders", "customer_id") == [7]


def test_what_points_nowhere_points_to_what_is_said(empty: Empty) -> None:
    database, old = orders(empty, "customer_id: integer", order(customer_id=8))
    new = ORDERS.format("customer: Customer", "")
    texts = revisions(old, new, ["orders.customer_id=7"])
    database.migrate(texts)
    assert values(database, model_of(new), "orders", "customer_id") == [7]


def test_a_relation_to_nothing_stops_the_migration(empty: Empty) -> None:
    database, old = orders(empty, "customer_id: integer", order(customer_id=8))
    new = ORDERS.format("customer: Customer", "")
    before = database.catalogue()
    with pytest.raises(RuntimeError, match="1 rows of orders point to customers that"):
        database.migrate(revisions(old, new, ["Order.customer=9"]))
    assert database.catalogue() == before
    assert values(database, model_of(old), "orders", "customer_id") == [8]


def test_a_rule_over_two_fields_is_kept_by_one_of_them(empty: Empty) -> None:
    rows = order(), order(id=2, high=6)
    database, old = orders(empty, "", *rows)
    new = ORDERS.format("", RULE)
    database.migrate(revisions(old, new, ["Order.high=sql:low"]))
    assert values(database, model_of(new), "orders", "high") == [5, 6]


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("a: string(9)", "sql:NULL", "2 rows of products would have no a"),
        (
            "a: string(9) unique",
            "sql:'x'",
            "1 values of a in products occur more than once",
        ),
        ("a: integer min(3)", "sql:id", "2 rows of products break the rule a >= 3"),
    ],
)
def test_an_expression_that_breaks_a_rule_stops_it(
    empty: Empty, field: str, said: str, words: str
) -> None:
    old, new = product(""), product(field)
    database = empty()
    rows = [{"id": n, "code": CODES[n], **MADE} for n in range(2)]
    written(database, model_of(old), "products", rows)
    before = database.catalogue()
    with pytest.raises(RuntimeError) as stopped:
        database.migrate(revisions(old, new, [f"Product.a={said}"]))
    assert str(stopped.value).startswith(f"{words}. ")
    assert database.catalogue() == before


def test_a_text_that_is_too_long_stops_it(empty: Empty) -> None:
    old, new, database = product(""), product("a: string(2)"), empty()
    written(database, model_of(old), "products", [{"id": 1, "code": "ONE", **MADE}])
    before = database.catalogue()
    with pytest.raises((RuntimeError, sa.exc.DBAPIError), match=r"not fit|too long"):
        database.migrate(revisions(old, new, ["Product.a=sql:code"]))
    assert database.catalogue() == before


def test_old_code_writes_rows_that_get_the_value_between_two_steps(
    empty: Empty,
) -> None:
    old, new = product("a: string(9)?"), product("a: string(9)\nb: integer")
    database = empty()
    rows = [{"id": 0, "code": "ONE", "a": None, **MADE}]
    written(database, model_of(old), "products", rows)
    expand, contract = revisions(
        old, new, ["Product.a=none", "Product.b=4"], two_steps=True
    )
    database.migrate([expand])
    mapped = table_of(schema_of(model_of(old)).by_name["products"])
    later = {"id": 1, "code": "TWO", "a": None, **MADE}
    database.run(lambda connection: connection.execute(sa.insert(mapped), [later]))
    database.migrate([contract])
    after = model_of(new)
    assert values(database, after, "products", "a") == ["none", "none"]
    assert values(database, after, "products", "b") == [4, 4]
    assert database.catalogue() == catalogue_of(after, database, empty)


def mistakes(old: str, new: str, *said: str) -> list[str]:
    with pytest.raises(fills.FillError) as found:
        revisions(old, new, said)
    return [each.partition(": ")[2] for each in found.value.mistakes]


NEW = """\
a: enum(one, two)
n: integer min(3)
s: string(3) unique
note: text?
sum: integer computed(n)
"""
REFUSED = {
    "Product.a": "Write ENTITY.FIELD=VALUE, or ENTITY.FIELD=sql:EXPRESSION.",
    "Prodct.a=one": '"Prodct" is not an entity. Did you mean "Product"?',
    "Product.nota=x": '"nota" is not a field of Product. Did you mean "note"?',
    "Product.a=three": 'The value "three" is not one of its values. Known are one and two.',
    "Product.n=2": "The value 2 is less than min(3).",
    "Product.n=many": '"many" is not a whole number.',
    "Product.s=x": (
        "s is unique, and one value for all rows is not. Write an expression that gives each "
        "its own, such as sql:'s-' || id."
    ),
    "Product.note=x": (
        "No row of products needs another note for this change. Leave it out; "
        "`bd-scaffold plan` says which fields need one."
    ),
    "Product.sum=3": "Product.sum is computed, so nobody gives it a value.",
    "Product.n=sql:1; DROP TABLE x": '";" does not belong into one SQL expression.',
    "Product.n=sql:1)": '")" does not belong into one SQL expression.',
    "Product.n=sql:'1": '"\'" does not belong into one SQL expression.',
    "Product.n=sql:1 -- 2": '"--" does not belong into one SQL expression.',
}


def test_every_mistake_is_told_at_once_with_its_place_and_a_way_out() -> None:
    said = [*REFUSED, "Product.n=4", "Product.n=5"]
    with pytest.raises(fills.FillError) as found:
        revisions(product("note: text?"), product(NEW), said)
    told = [f"--fill {each}: {words}" for each, words in REFUSED.items()]
    again = "--fill Product.n=5: It has a value already. Say it once."
    assert found.value.mistakes == (*told, again)
    first = f"these fills can't be written:\n  {told[0]}\n"
    assert str(found.value).startswith(first)


def test_an_expression_for_one_engine_wants_one_for_the_other() -> None:
    words = "It says nothing for the other engine. Add "
    said = mistakes(product(""), product("n: integer"), "Product.n=sql.sqlite:1")
    assert said == [f"{words}`--fill products.n=sql.postgresql:EXPRESSION`."]


def test_a_value_keeps_the_checks_of_its_field() -> None:
    new = f"{product('n: integer')}\n    checks: [{{rule: n > 3}}]"
    assert mistakes(product(""), new, "Product.n=3") == [
        'It breaks the check "n > 3". Write a value that keeps it.'
    ]
