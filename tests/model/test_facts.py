"""A table says what the design says, as facts, and is written in Python from them alone."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.model.types import ColumnType, Default, Table

DESIGN = """
name: shop
entities:
  Box: {fields: {label: string(9) unique}}
  Item:
    fields:
      code: string(20) readonly
      state: enum(open, shut) = open
      amount: integer min(0) max(9) filter
      price: decimal(6,2) index
      words: string(9)[] = []
      box: Box? filter
    indexes: [[price, amount], {fields: [amount], where: amount > 3}]
    checks: [{rule: box is null or amount > 0, name: boxed}]
    traits: [soft_delete, versioned]
    unique: [[code, amount]]
"""


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    design = pipeline.check(DESIGN.encode(), "design.yaml")
    return pipeline.build(design).tables


def test_a_column_has_the_type_that_the_database_holds(
    tables: dict[str, Table],
) -> None:
    columns = {each.name: each for each in tables["items"].columns}
    assert columns["state"].type == ColumnType("string", 60)
    assert columns["state"].enum == "ItemState"
    assert columns["price"].type == ColumnType("decimal", precision=6, scale=2)
    assert columns["words"].type == ColumnType("json")
    assert columns["words"].items == ColumnType("string", 9)
    assert columns["box_id"].type == ColumnType("uuid")
    assert columns["box_id"].nullable


def test_a_column_says_what_fills_it(tables: dict[str, Table]) -> None:
    filled = {each.name: each.default for each in tables["items"].columns}
    assert filled == {
        "id": Default("uuid7"),
        "code": Default("code", 20),
        "state": Default("constant", "open"),
        "amount": None,
        "price": None,
        "words": Default("constant", []),
        "box_id": None,
        "version": Default("version"),
        "deleted_at": None,
        "created_at": Default("now"),
        "updated_at": Default("now"),
    }
    assert [each.name for each in tables["items"].columns if each.on_update] == [
        "updated_at"
    ]


def test_a_constraint_says_where_it_comes_from(tables: dict[str, Table]) -> None:
    assert [
        (each.kind, each.origin, each.columns) for each in tables["items"].constraints
    ] == [
        ("primary_key", None, ("id",)),
        ("check", "values", ("state",)),
        ("check", "minimum", ("amount",)),
        ("check", "maximum", ("amount",)),
        ("check", "declared", ("box_id", "amount")),
        ("foreign_key", None, ("box_id",)),
    ]


def test_an_index_says_why_it_is_there(tables: dict[str, Table]) -> None:
    assert [(each.origin, each.columns) for each in tables["items"].indexes] == [
        ("unique", ("code", "amount")),
        ("declared", ("price", "amount")),
        ("declared", ("amount",)),
        ("lookup", ("box_id",)),
        ("lookup", ("amount",)),
        ("lookup", ("created_at",)),
    ]


def test_an_index_that_its_look_ups_imply_is_not_there_by_the_designs_word() -> None:
    design = DESIGN.replace("[[price, amount],", "[[amount],")
    built = pipeline.build(pipeline.check(design.encode(), "design.yaml"))
    origins = {each.name: each.origin for each in built.tables["items"].indexes}
    assert origins["ix_items_amount"] == "lookup"
    assert origins["ix_items_price"] == "declared"


def test_a_client_is_told_the_property_of_a_relation() -> None:
    built = pipeline.build(pipeline.check(DESIGN.encode(), "design.yaml"))
    (item,) = (each for each in built.entities if each.name == "Item")
    assert '"fields": ["box_id", "amount"]' in item.mapped.sections[-1]


def test_each_table_comes_after_those_that_it_points_to() -> None:
    links = DESIGN.replace("box: Box? filter", "box: Box? filter\n      boxes: Box[]")
    built = pipeline.build(pipeline.check(links.encode(), "design.yaml"))
    assert [*built.tables] == ["boxes", "items", "item_boxes"]
    joined = built.tables["item_boxes"]
    assert (joined.entity, joined.link) == ("Item", "boxes")
    assert all(each.primary for each in joined.columns)


_TREES = """
name: racks
entities:
  Shelf:
    key: [room, number]
    fields: {room: string(5), number: integer, code: string(9) unique, above: %s}
"""


@pytest.mark.parametrize(
    ("above", "parts", "base"),
    [
        ("Shelf?", {"composite_trees", "trees"}, "AcyclicByParts[Shelf]"),
        ("Shelf? to(code)", {"trees"}, "Acyclic[Shelf]"),
        ("integer", set(), "SqlRepository[Shelf]"),
    ],
)
def test_what_keeps_a_tree_free_of_circles_depends_on_what_it_refers_by(
    above: str, parts: set[str], base: str
) -> None:
    design = pipeline.check((_TREES % above).encode(), "design.yaml")
    model = pipeline.build(design)
    assert {each for each in model.parts if each.endswith("trees")} == parts
    assert model.entities[0].repository.bases[0] == base


_CIRCLE = """
name: clubs
entities:
  Team: {fields: {captain: Player deferred, home: Ground}}
  Player: {fields: {team: Team one}}
  Ground: {fields: {name: text}}
"""


def test_a_deferred_key_of_a_circle_comes_last() -> None:
    model = pipeline.build(pipeline.check(_CIRCLE.encode(), "design.yaml"))
    keys = {
        each.columns: (each.late, each.deferred)
        for table in model.tables.values()
        for each in table.constraints
        if each.kind == "foreign_key"
    }
    assert keys == {
        ("captain_id",): (True, True),
        ("home_id",): (False, False),
        ("team_id",): (False, False),
    }


def test_the_tests_know_which_rows_need_each_other() -> None:
    model = pipeline.build(pipeline.check(_CIRCLE.encode(), "design.yaml"))
    known = {
        reference.name: (reference.circular, reference.deferred, reference.exclusive)
        for entity in model.entities
        for reference in entity.resource.references
    }
    assert known == {
        "captain": (True, True, False),
        "home": (False, False, False),
        "team": (True, False, True),
    }
