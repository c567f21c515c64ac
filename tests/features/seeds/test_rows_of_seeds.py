"""What rows of seeds are made of, and how many there are, by what a design says."""

from __future__ import annotations

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold import pipeline
from bd_scaffold.model.types import Entity, Model
from bd_scaffold.rules import reviewed

HEAD = "name: lab\ndatabase: {seeds: true}\n"


def built(text: str) -> Model:
    return pipeline.build(pipeline.check((HEAD + text).encode(), "design.yaml"))


def made(text: str, name: str = "Item") -> str:
    """Return the module that makes an entity's rows."""
    seeds = entity(built(text), name).seeds
    assert seeds is not None
    return "\n".join((seeds.imports, *seeds.blocks, *seeds.rows))


def entity(model: Model, name: str) -> Entity:
    return next(each for each in model.entities if each.name == name)


def item(*fields: str) -> str:
    """Return a design of one entity with some fields."""
    lines = "".join(f"      {each}\n" for each in fields)
    return f"entities:\n  Item:\n    fields:\n{lines}"


def share(code: str) -> int:
    found = re.search(r"share=(\d+)", code)
    assert found is not None
    return int(found[1])


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = pipeline.build(
        pipeline.check(b"name: lab\nentities: {Item: {fields: {a: text}}}", "d.yaml")
    )
    assert model.seeds is None
    assert entity(model, "Item").seeds is None
    assert "seeds" not in model.parts


SHOP = """\
requirements: {quality: {volume: {Order: 1M, Line: 4M}}}
entities:
  Line: {fields: {order: Order, position: integer min(1) max(99)}, key: [order, position]}
  Order: {fields: {customer: Customer}}
  Customer: {fields: {name: string(80)}}
"""


def test_rows_are_stored_after_those_that_they_refer_to() -> None:
    seeds = built(SHOP).seeds
    assert seeds is not None
    assert seeds.plan == ("customer.ROWS", "order.ROWS", "line.ROWS")


def test_there_are_as_many_as_the_design_expects_and_fewer_parents() -> None:
    lines, orders, customers = (
        share(made(SHOP, name)) for name in ("Line", "Order", "Customer")
    )
    assert (lines, orders) == (4_000_000, 1_000_000)
    assert 0 < customers < orders


def test_rows_that_are_unique_below_another_one_stand_in_groups() -> None:
    code = made(SHOP, "Line")
    assert '"order_id": draw.group(Order)["id"]' in code
    assert '"position": 1 + draw.place' in code
    assert "per=4" in code


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code: string(8) unique", '"code": f"I-{draw.number:06}"'),
        ('iso: string(2) unique pattern("^[A-Z]{2}$")', '"iso": letters(draw.n, 2)'),
        ("mail: email unique", '"mail": draw.email()'),
        ("mail: email unique lower", '"mail": draw.email().lower()'),
        ("title: string(80) unique", '"title": draw.unique(draw.title(), 80)'),
        ("level: smallint unique min(3) max(9)", '"level": 3 + draw.n'),
        ("at: datetime unique", "+ dt.timedelta(seconds=draw.n)"),
        ("city: string(60)", '"city": draw.city()'),
        ("phone: string(30)", '"phone": draw.phone()'),
        ('country: string(2) pattern("^[A-Z]{2}$")', '"country": draw.pick("DE", "FR"'),
        ("note: text?", '"note": draw.maybe(draw.sentence())'),
        ("born_on: date", "draw.day(dt.date(1950, 1, 1), dt.date(2005, 12, 31))"),
        ("price: decimal(6,2) min(1) max(9)", 'draw.decimal("1", "9", 2)'),
    ],
)
def test_a_value_is_what_its_field_allows(field: str, value: str) -> None:
    assert value in made(item("x: integer", field))


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("level: smallint unique min(3) max(9)", 7),
        ('iso: string(2) unique pattern("^[A-Z]{2}$")', 676),
    ],
)
def test_there_are_no_more_rows_than_values(field: str, most: int) -> None:
    assert f"most={most}" in made(item(field))


def test_whoever_refers_to_rows_alone_has_no_more_than_there_are() -> None:
    code = made(
        "entities:\n"
        "  Flag: {fields: {level: smallint unique min(1) max(2)}}\n"
        "  Item: {fields: {flag: Flag one}}\n"
    )
    assert 'draw.same(Flag)["id"]' in code
    assert "most=2" in code


STATES = """\
enums: {State: [open, paid, sent, lost]}
entities:
  Item:
    fields: {state: State = open readonly, paid_at: datetime? readonly, note: "string(20)?"}
    transitions:
      pay: {from: open, to: paid, sets: paid_at}
      send: {from: paid, to: sent}
      lose: {from: open, to: lost, sets: {note: gone}}
"""


def test_a_state_has_the_moments_of_the_way_that_leads_there() -> None:
    code = " ".join(made(STATES).split())
    assert "draw.pick(enums.State.OPEN, enums.State.PAID, enums.State.SENT)" in code
    assert "draw.reached_at(state, enums.State.PAID, enums.State.SENT)" in code
    assert '"note": None' in code


def test_a_tree_has_a_top_and_a_row_its_place_below() -> None:
    code = made("entities: {Item: {fields: {name: string(40), under: Item?}}}")
    assert "above = draw.above(Item)" in code
    assert '"under_id": above and above["id"]' in code


def test_rows_that_need_each_other_are_stored_together() -> None:
    design = (
        "entities:\n"
        "  Club: {fields: {captain: Item deferred}}\n"
        "  Item: {fields: {club: Club}}\n"
    )
    assert 'circle="Club"' in made(design)
    assert 'circle="Club"' in made(design, "Club")


def test_rows_of_a_circle_that_may_wait_are_told_of_others_later() -> None:
    design = (
        "entities:\n"
        "  Team: {fields: {lead: Item?}}\n"
        "  Item: {fields: {team: Team?}}\n"
    )
    assert 'late=("lead_id",)' in made(design, "Team") + made(
        design
    ) or 'late=("team_id",)' in made(design, "Team") + made(design)


def test_checks_are_kept_by_values_that_are_known_to() -> None:
    code = made(
        "entities: {Item: {fields: {low: integer, high: integer}, checks: [low < high]}}"
    )
    assert "n = 1 + draw.n % 1_000_000" in code
    assert '"low": n' in code


def test_a_check_in_sql_is_told_of() -> None:
    design = HEAD + (
        "entities: {Item: {fields: {low: integer}, checks: "
        "[{postgresql: low % 2 = 0, sqlite: low % 2 = 0}]}}"
    )
    told = reviewed(design.encode(), "design.yaml").notes()
    assert [each.code for each in told if each.code == "BD973"] == ["BD973"]
    without = design.replace("database: {seeds: true}\n", "")
    told = reviewed(without.encode(), "design.yaml").notes()
    assert "BD973" not in {each.code for each in told}


_TYPES = st.sampled_from(
    [
        *("smallint", "integer", "bigint", "boolean", "float", "date", "time"),
        *("datetime", "uuid", "email", "url", "ip", "decimal(5,2)"),
        *("string(1)", "string(3)", "string(12)", "string(40)", "enum(a, b, c)"),
    ]
)
_MANY = ("boolean", "float", "enum(a, b, c)")
"""The types of which no value is unique."""

_FIELDS = st.lists(
    st.tuples(_TYPES, st.booleans(), st.booleans()), min_size=1, max_size=4
)


@given(_FIELDS)
def test_whatever_is_drawn_is_python_that_gives_each_column(
    fields: list[tuple[str, bool, bool]],
) -> None:
    written = (
        f"f{place}: {kind}"
        + ("?" if optional else "")
        + (" unique" if unique and kind not in _MANY else "")
        for place, (kind, optional, unique) in enumerate(fields)
    )
    code = made(item(*written))
    (row,) = (n for n in ast.parse(code).body if isinstance(n, ast.FunctionDef))
    (found,) = (n for n in ast.walk(row) if isinstance(n, ast.Dict))
    names = {key.value for key in found.keys if isinstance(key, ast.Constant)}
    assert {f"f{place}" for place in range(len(fields))} <= names
