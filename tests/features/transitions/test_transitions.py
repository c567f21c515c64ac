"""Transitions in the contract, the model and the rules of access, and what becomes of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bd_scaffold import contract, migrate, pipeline, rules
from bd_scaffold.access_report import access_json
from bd_scaffold.impact import impact_of
from bd_scaffold.model.types import Entity, Model, TransitionSet

SHOP = """\
name: shop
requirements:
  functional: [{id: A, text: Orders are placed., operations: [Order.place, "Order.*"]}]
security:
  authentication: jwt
  roles: {admin: ["*"], clerk: ["order:ship"], packer: []}
  defaults: {read: authenticated, write: admin}
enums: {Status: [draft, placed, shipped]}
entities:
  Order:
    fields:
      status: Status = draft readonly
      total: integer = 0
      placed_at: datetime? readonly
      account: user
    traits: [versioned]
    owner: account
    access: {update: owner}
    transitions:
      place: {from: draft, to: placed, when: total > 0, sets: placed_at, description: It is ours.}
      ship: {from: [draft, placed], to: shipped, access: order:ship}
"""


@cache
def model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _order(design: str = SHOP) -> Entity:
    return model(design).entities[0]


def _told(design: str) -> list[str]:
    found = rules.reviewed(design, "d.yaml")
    return [str(each).partition(" ")[2] for each in (*found.mistakes, *found.notes())]


def _allowed(old: str, new: str) -> set[str]:
    before, after = model(old), model(new)
    return {each.name for each in impact_of(before, before, after).allowances}


def test_the_model_has_what_documents_tell_of_a_state() -> None:
    place, ship = _order().transitions
    assert (place.name, place.method, place.field) == ("place", "place", "status")
    assert (ship.starts, ship.ends) == (("draft", "placed"), "shipped")
    assert place.when == "total > 0"
    assert place.sets == (TransitionSet("placed_at", "placed_at", "now"),)


def test_an_operation_has_no_body_and_says_every_answer() -> None:
    paths: Any = contract.generated(model(SHOP))["paths"]
    node = paths["/api/v1/orders/{order_id}/place"]["post"]
    assert node["operationId"] == "place_order"
    assert node["description"] == (
        "It is ours. From draft to placed. This has to be true: total > 0."
    )
    assert "requestBody" not in node
    assert [*node["responses"]] == [
        *("200", "401", "403", "404", "409", "412", "422", "428"),
    ]
    assert node["parameters"] == [{"$ref": "#/components/parameters/If-Match"}]
    assert "ETag" in node["responses"]["200"]["headers"]


def test_its_state_is_in_no_body() -> None:
    schemas: Any = contract.generated(model(SHOP))["components"]["schemas"]
    for body in ("OrderCreate", "OrderUpdate"):
        assert "status" not in schemas[body]["properties"]


def test_who_may_not_be_told_apart_is_whoever_may_update() -> None:
    resolved = pipeline.check(SHOP.encode(), "design.yaml")
    [order] = access_json(resolved)["entities"]
    by_name = {each["operation"]: each for each in order["operations"]}
    assert by_name["place"]["rule"] == by_name["update"]["rule"] == "owner"
    assert by_name["ship"]["callers"]["clerk"] == "yes"
    assert by_name["ship"]["callers"]["packer"] == "no"


def test_a_requirement_names_a_transition_that_there_is() -> None:
    assert _told(SHOP) == []
    [told] = _told(SHOP.replace("[Order.place, ", "[Order.plaze, "))
    assert '"Order.plaze" is not an operation. Did you mean "place"?' in told


def test_what_nobody_may_and_what_no_row_comes_to_is_noted() -> None:
    nobody = SHOP.replace("access: order:ship}", "access: packer and not packer}")
    assert any(
        each.startswith("BD959") and "ship" in each for each in _told(nobody)
    ), _told(nobody)
    lost = SHOP.replace("from: draft, to: placed", "from: shipped, to: placed").replace(
        "from: [draft, placed]", "from: placed"
    )
    assert [each for each in _told(lost) if each.startswith("BD964")] == [
        "BD964 Order.status: No transition leads to placed and shipped. A row begins as draft.",
        "BD964 Order.transitions.place.from: No row is ever in a state in which it begins.",
        "BD964 Order.transitions.ship.from: No row is ever in a state in which it begins.",
    ]


@pytest.mark.parametrize("word", ["readonly", "immutable", "internal"])
def test_a_state_is_what_no_change_writes(word: str) -> None:
    held = SHOP.replace("Status = draft readonly", f"Status = draft {word}")
    assert not any("BD424" in each for each in _told(held))
    writable = SHOP.replace("Status = draft readonly", "Status = draft writable(admin)")
    assert any("BD424 Order.status" in each for each in _told(writable))


def test_a_new_transition_asks_for_nothing_and_one_that_goes_breaks_clients() -> None:
    ship = "      ship: {from: [draft, placed], to: shipped, access: order:ship}\n"
    without = SHOP.replace(ship, "")
    assert _allowed(without, SHOP) == set()
    assert _allowed(SHOP, without) == {"break:Order.ship"}
    renamed = SHOP.replace("ship: {", "send: {was: ship, ")
    assert _allowed(SHOP, renamed) == {"break:Order.ship"}


def test_whom_a_rule_opens_to_is_asked_for_by_its_name() -> None:
    opened = SHOP.replace("access: order:ship}", "access: order:ship or packer}")
    assert _allowed(SHOP, opened) == {"open:Order.ship"}
    assert _allowed(opened, SHOP) == set()
    sent = opened.replace("ship: {", "send: {was: ship, ")
    assert _allowed(SHOP, sent) == {"break:Order.ship", "open:Order.send"}


def test_no_table_changes_with_a_transition() -> None:
    without = SHOP.partition("    transitions:")[0].replace("[Order.place, ", "[")
    assert [*migrate.operations(model(without), model(SHOP))] == []


def test_a_design_without_one_has_nothing_of_it() -> None:
    without = SHOP.partition("    transitions:")[0].replace("[Order.place, ", "[")
    made = dict(pipeline.render(without.encode(), model(without)))
    assert not any("ransition" in text for text in made.values())
    assert not any("ransition" in path for path in made)
