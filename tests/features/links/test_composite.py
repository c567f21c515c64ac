"""Relations of many to many by keys of several parts: `Slot[] nested`."""

from __future__ import annotations

from functools import cache

import pytest

from bd_scaffold import contract, pipeline
from bd_scaffold.model.types import Entity, Model, Table

DESIGN = """\
name: shop
enums: {Side: [left, right]}
entities:
  Slot:
    key: [at, active, side]
    fields: {at: datetime, active: boolean, side: Side, bookings: "Booking[] by slots"}
  Booking:
    fields: {title: text, slots: "Slot[] nested"}
"""
NAMED = DESIGN.replace(
    '"Slot[] nested"',
    '\'Slot[] nested table("Booked Slots") column("No", "At", "Active?", "Side") '
    'constraint("PK B", "FK B", "FK S", "IX S") on_delete(restrict) on_update(cascade)\'',
)
SELF = """\
name: shop
entities:
  Slot:
    key: [at, active]
    fields:
      at: datetime
      active: boolean
      nearby: Slot[] nested
      near_to: Slot[] by nearby
"""
ONE_PART = """\
name: shop
entities:
  Tag: {fields: {name: text, articles: "Article[] by tags filter"}}
  Article: {fields: {title: text, tags: "Tag[] nested filter"}}
"""
HELD = """\
name: shop
entities:
  Order: {fields: {code: text, products: "Product[] through(Line) filter"}}
  Product: {fields: {name: text, orders: "Order[] by products filter"}}
  Line: {key: [order, product], fields: {order: Order, product: Product}}
"""


@cache
def model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _entity(design: str, name: str) -> Entity:
    return next(each for each in model(design).entities if each.name == name)


def _operations(design: str, under: str) -> set[str]:
    paths = contract.generated(model(design))["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, node in paths.items()
        for method in node
        if method != "parameters" and under in path.removeprefix("/api/v1/")
    }


def _queried(design: str, path: str) -> set[str]:
    listed = contract.generated(model(design))["paths"][f"/api/v1{path}"]["get"]
    return {each["name"] for each in listed["parameters"] if "name" in each}


def _says(table: Table) -> tuple[list[str], list[list[str]], list[list[str]]]:
    return (
        [each.name for each in table.columns],
        [[each.name, *each.columns] for each in table.constraints],
        [[each.name, *each.columns] for each in table.indexes],
    )


def test_a_path_has_every_part_of_either_key() -> None:
    slot = "{slot_at}/{slot_active}/{slot_side}"
    assert _operations(DESIGN, "/slots") == {
        "GET /bookings/{booking_id}/slots",
        f"PUT /bookings/{{booking_id}}/slots/{slot}",
        f"DELETE /bookings/{{booking_id}}/slots/{slot}",
    }
    assert _operations(DESIGN, "/bookings") == {
        f"GET /slots/{slot}/bookings",
        f"PUT /slots/{slot}/bookings/{{booking_id}}",
        f"DELETE /slots/{slot}/bookings/{{booking_id}}",
    }
    node = contract.generated(model(DESIGN))["paths"][
        f"/api/v1/bookings/{{booking_id}}/slots/{slot}"
    ]
    names = [each["name"] for each in node["parameters"]]
    assert names == ["booking_id", "slot_at", "slot_active", "slot_side"]
    assert node["parameters"][2]["schema"] == {"type": "boolean"}


def test_the_table_has_a_column_for_each_part() -> None:
    far = ["slot_at", "slot_active", "slot_side"]
    assert _says(model(DESIGN).tables["booking_slots"]) == (
        ["booking_id", *far],
        [
            ["pk_booking_slots", "booking_id", *far],
            ["fk_booking_slots_owner", "booking_id"],
            ["fk_booking_slots_item", *far],
        ],
        [["ix_booking_slots_slot_at_slot_active_slot_side", *far]],
    )
    key = model(DESIGN).tables["booking_slots"].constraints[-1]
    assert key.target_columns == ("at", "active", "side")


def test_the_table_is_called_as_the_design_says() -> None:
    table = model(NAMED).tables["Booked Slots"]
    far = ["At", "Active?", "Side"]
    assert _says(table) == (
        ["No", *far],
        [["PK B", "No", *far], ["FK B", "No"], ["FK S", *far]],
        [["IX S", *far]],
    )
    assert [each.on_delete for each in table.constraints[1:]] == ["CASCADE", "RESTRICT"]
    assert table.constraints[-1].on_update == "CASCADE"


def test_between_rows_of_one_entity_each_side_has_its_own_columns() -> None:
    columns, _, (index,) = _says(model(SELF).tables["slot_nearby"])
    assert columns == ["slot_at", "slot_active", "nearby_at", "nearby_active"]
    assert index[1:] == columns[2:]
    assert (
        "PUT /slots/{slot_at}/{slot_active}/nearby/{nearby_at}/{nearby_active}"
        in _operations(SELF, "/nearby")
    )


def test_a_list_is_given_a_key_of_several_parts_at_once() -> None:
    (nested,) = _entity(DESIGN, "Booking").nested
    (given,) = nested.filters
    assert given.given == ("slot_at", "slot_active", "slot_side")
    assert 'LinkedFromParts("bookings_of_slot", Slot, "bookings")' in "\n".join(
        _entity(DESIGN, "Booking").repository.attributes
    )


def test_a_list_is_narrowed_by_a_key_of_one_part() -> None:
    design = DESIGN.replace("by slots", "by slots filter")
    assert "booking_id" in _queried(design, "/slots")
    (asked,) = (each for each in _entity(design, "Slot").filters if each.link)
    assert asked.composite


@pytest.mark.parametrize(
    ("design", "parts"), [(ONE_PART, set()), (DESIGN, {"composite_links"})]
)
def test_links_of_one_part_are_as_they_were(design: str, parts: set[str]) -> None:
    assert {*model(design).parts} & {"composite_links"} == parts
    assert ("pairs" in model(design).parts) is not parts


@pytest.mark.parametrize(
    ("design", "whole", "nested"),
    [
        (ONE_PART, "/tags", "/articles/{article_id}/tags"),
        (ONE_PART, "/articles", "/tags/{tag_id}/articles"),
        (HELD, "/products", "/orders/{order_id}/products"),
        (HELD, "/orders", "/products/{product_id}/orders"),
    ],
)
def test_a_list_under_a_path_is_not_asked_again_whose_it_is(
    design: str, whole: str, nested: str
) -> None:
    parameter = nested.partition("{")[2].partition("}")[0]
    assert _queried(design, whole) - _queried(design, nested) == {parameter}


def test_of_relations_between_rows_of_one_entity_the_one_that_leads_back_is_left_out() -> (
    None
):
    design = SELF.replace("[at, active]", "at").replace("nested", "nested filter")
    design = design.replace("by nearby", "by nearby filter")
    whole = _queried(design, "/slots")
    assert whole - _queried(design, "/slots/{slot_at}/nearby") == {"near_to_at"}
    assert whole - _queried(design, "/slots/{slot_at}/near-to") == {"nearby_at"}
