"""An older version's contract, what translates it, and what a plan says of it."""

from __future__ import annotations

from typing import Any

import yaml
from openapi_spec_validator import validate
from two_versions import AFTER, BEFORE

from bd_scaffold import pipeline
from bd_scaffold.contract import compare
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _contract(text: str, name: str = "v1") -> Any:
    (found,) = (each for each in _built(text).versions if each.name == name)
    assert found.contract
    return yaml.safe_load(found.contract.text)


def _tables(text: str) -> str:
    (version,) = _built(text).versions
    assert version.contract
    return version.contract.tables


def test_the_contract_of_then_is_what_it_was() -> None:
    old, new = document(_built(BEFORE)), _contract(AFTER)
    validate(new)
    same = compare.ContractRenames(prefix=("/api/v1", "/api/v1"))
    found = [str(each) for each in compare.compare(old, new, same)]
    assert found == ["Product.colour: in requests, anything now"]
    assert list(new["paths"]) == list(old["paths"])
    for path, item in old["paths"].items():
        for method, node in item.items():
            assert new["paths"][path][method] == node
    for name, schema in old["components"]["schemas"].items():
        if not name.startswith("Product"):
            assert new["components"]["schemas"][name] == schema


def test_nobody_breaks_who_keeps_to_the_version_of_then() -> None:
    found = _impact(BEFORE, AFTER)
    assert not [each for each in found.findings if each.breaking]
    assert [str(each) for each in found.findings] == [
        "Product.colour: in requests, anything now",
        "v2: it is served, too",
    ]
    assert [each.name for each in found.allowances] == ["drop:Product.colour"]
    assert not any("breaks clients" in each.effects for each in found.changes)


def test_a_version_that_goes_breaks_its_clients() -> None:
    start, end = AFTER.index("  versions:"), AFTER.index("enums:")
    found = _impact(AFTER, AFTER[:start] + AFTER[end:])
    assert [each.name for each in found.allowances] == ["break:v1"]
    assert "api.versions: v1 removed" in [str(each) for each in found.changes]


def test_what_a_version_of_then_no_longer_says_breaks_its_clients() -> None:
    found = _impact(AFTER, AFTER.replace("        Product.on_hand: stock\n", ""))
    assert "break:Product.stock" in [each.name for each in found.allowances]


def test_a_design_without_older_versions_is_told_as_before() -> None:
    moved = BEFORE.replace("name: lab\n", "name: lab\napi: {version: v2}\n")
    assert [each.name for each in _impact(BEFORE, moved).allowances] == ["break:api"]


def test_each_version_is_told_apart() -> None:
    three = AFTER.replace("version: v2", "version: v3").replace(
        "  versions:\n", "  versions:\n    v2: {}\n"
    )
    found = _impact(AFTER, three)
    assert [str(each) for each in found.findings] == ["v3: it is served, too"]
    assert [each.name for each in _built(three).versions] == ["v2", "v1"]
    assert "/api/v2/products" in _contract(three, "v2")["paths"]


def test_the_tables_say_what_is_otherwise_and_nothing_else() -> None:
    tables = _tables(AFTER)
    assert 'CUSTOMER = Shape(names={"full_name": "name"})' in tables
    assert 'ORDER_STATUS = Values({"dispatched": "shipped"})' in tables
    assert 'Route("GET", "/lines"),' in tables
    assert 'today="/buying-clients/{buying_client_id}"' in tables
    assert "review" not in tables
    assert "cancel" not in tables


def test_a_row_is_replaced_as_far_as_its_clients_know() -> None:
    tables = _tables(AFTER)
    assert tables.count("Whole(") == 2  # products have a weight, orders a note
    assert 'defaults={"on_hand": 0}' in tables


def test_a_value_that_has_come_since_is_shown_as_another_one() -> None:
    design = AFTER.replace("OrderStatus.dispatched: shipped", "OrderStatus.lost: draft")
    design = design.replace("dispatched was(shipped)", "dispatched, lost")
    assert 'Values({"lost": "draft"}, own=["draft"])' in _tables(design)
    schemas = _contract(design)["components"]["schemas"]
    assert schemas["OrderStatus"]["enum"] == ["draft", "dispatched"]


def test_operations_of_a_deprecated_version_say_so() -> None:
    dated = AFTER.replace("    v1:\n", "    v1:\n      deprecated: 2026-12-01\n")
    paths = _contract(dated)["paths"].values()
    assert all(
        node["deprecated"]
        for item in paths
        for name, node in item.items()
        if name != "parameters"
    )
    (version,) = _built(dated).versions
    assert version.deprecated == 1796083200


OWN = """\
name: lab
api:
  version: v2
  versions:
    v1:
      without: [Purchase.recount, Sales.tally, Purchase.lines]
      called: {Purchase: Order, State.sent: shipped}
security: {authentication: jwt, roles: {admin: ["*"]}, defaults: {write: admin}}
enums: {State: [draft, sent]}
areas: {sales: [Purchase, PurchaseLine]}
entities:
  Purchase:
    fields: {state: State = draft immutable, lines: "PurchaseLine[] by purchase"}
    traits: [soft_delete, restorable]
  PurchaseLine:
    fields: {purchase: Purchase on_delete(restrict), n: integer}
operations:
  Purchase.recount: {on: item, method: post, input: {state: State}}
  Purchase.again: {on: item, method: post, input: {state: State}, output: Purchase}
  Purchase.find: {on: collection, method: get, input: {state: State}, output: "Purchase[]"}
  Sales.tally: {on: none, method: get, output: {n: integer}}
  Sales.sum: {on: none, method: post, input: {state: State}}
"""


def test_operations_beside_the_usual_ones_are_those_of_then() -> None:
    paths = _contract(OWN)["paths"]
    names = {
        path.removeprefix("/api/v1"): [each for each in item if each != "parameters"]
        for path, item in paths.items()
        if path.startswith("/api/v1/") and "auth" not in path
    }
    assert names == {
        "/orders": ["get", "post"],
        "/orders/{order_id}": ["get", "put", "patch", "delete"],
        "/deleted/orders": ["get"],
        "/orders/{order_id}/restore": ["post"],
        "/purchase-lines": ["get", "post"],
        "/purchase-lines/{purchase_line_id}": ["get", "put", "patch", "delete"],
        "/orders/{order_id}/again": ["post"],
        "/orders/find": ["get"],
        "/sales/sum": ["post"],
    }
    tables = _tables(OWN)
    assert 'today="/deleted/purchases"' in tables
    assert tables.index('"/orders/find"') < tables.index('"/orders/{order_id}",')
    assert 'ORDERS_FIND_QUERY = Query(values={"state": STATE})' in tables
