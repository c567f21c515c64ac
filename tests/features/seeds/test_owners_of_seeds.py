"""Rows of seeds refer to rows of one owner, and are created after them."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline

HEAD = "name: lab\ndatabase: {seeds: true}\nentities:\n"
CUSTOMER = "  Customer: {fields: {name: string(80)}}\n"
ADDRESS = (
    "  Address: {fields: {customer: Customer on_delete(cascade), street: string(80)}}\n"
)


def row(order: str, address: str = ADDRESS, name: str = "Order") -> str:
    """What makes a row of an entity, in one line."""
    text = f"{HEAD}{CUSTOMER}{address}  Order: {{fields: {{{order}}}}}\n"
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    seeds = next(each.seeds for each in model.entities if each.name == name)
    assert seeds is not None
    return " ".join(seeds.blocks[0].split())


@pytest.mark.parametrize(
    "order",
    ["customer: Customer, ship_to: Address", "ship_to: Address, customer: Customer"],
)
def test_an_order_is_sent_to_an_address_of_its_customer(order: str) -> None:
    code = row(order)
    assert "ship_to = draw.one(Address)" in code
    assert '"customer_id": ship_to["customer_id"]' in code
    assert '"ship_to_id": ship_to["id"]' in code
    assert "draw.one(Customer)" not in code


def test_an_address_that_may_be_missing_says_the_customer_all_the_same() -> None:
    code = row("customer: Customer?, ship_to: Address?")
    assert '"customer_id": ship_to["customer_id"]' in code
    assert '"ship_to_id": draw.maybe(ship_to["id"])' in code


def test_two_relations_to_what_one_owner_has_lead_to_the_same_row() -> None:
    code = row("customer: Customer, ship_to: Address, bill_to: Address?")
    assert '"bill_to_id": draw.maybe(ship_to["id"])' in code
    assert code.count("draw.one(") == 1


@pytest.mark.parametrize(
    ("order", "address"),
    [
        # it doesn't go with its customer, so it isn't the customer's
        (
            "customer: Customer, ship_to: Address",
            ADDRESS.replace(" on_delete(cascade)", ""),
        ),
        (
            "customer: Customer, ship_to: Address",
            ADDRESS.replace("Customer", "Customer?"),
        ),
        # nobody says which of the two it is
        ("customer: Customer, payer: Customer, ship_to: Address", ADDRESS),
        # one address for each order, and one order for each customer
        ("customer: Customer, ship_to: Address unique", ADDRESS),
        ("customer: Customer unique, ship_to: Address", ADDRESS),
    ],
)
def test_otherwise_each_relation_is_drawn_by_itself(order: str, address: str) -> None:
    code = row(order, address)
    assert '["customer_id"]' not in code


def test_a_row_is_drawn_with_others_before_it_is_created() -> None:
    code = row("number: integer, note: string(9), customer: Customer")
    places = [
        code.index(each) for each in ('"customer_id":', '"number":', '"created_at":')
    ]
    assert places == sorted(places)


def test_who_made_a_row_and_whose_it_is_are_drawn_before_its_moments() -> None:
    text = (
        "name: lab\ndatabase: {seeds: true}\n"
        "security: {authentication: jwt, defaults: {read: authenticated, "
        "write: authenticated}}\n"
        "entities:\n  Order:\n    fields: {state: 'enum(open, paid) = open readonly', "
        "paid_at: datetime? readonly}\n    traits: [audited, tenant]\n"
        "    transitions: {pay: {from: open, to: paid, sets: paid_at}}\n"
    )
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    seeds = model.entities[0].seeds
    assert seeds is not None
    code = seeds.blocks[0]
    drawn = ('"tenant_id"', '"created_by_id"', '"paid_at"', '"created_at"')
    places = [code.index(each) for each in drawn]
    assert places[2] > max(places[:2])
    assert places[3] > max(places[:2])
