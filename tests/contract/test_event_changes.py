"""A changed design is told to those who consume its events, by rules that are cited."""

from __future__ import annotations

import pytest

from bd_scaffold import impact, pipeline
from bd_scaffold.contract.compare import RULES
from bd_scaffold.model.types import Model

_OLD = """\
name: shop
messaging: {broker: rabbitmq}
enums: {Status: [draft, placed]}
entities:
  Customer: {fields: {email: email}}
  Order:
    fields:
      number: string(20)
      total: decimal(9,2)
      note: text?
      customer: Customer
      status: Status = draft readonly
    transitions: {place: {from: draft, to: placed}}
events:
  OrderPlaced: {from: Order.place, fields: [id, number, total, customer, status]}
  OrderMade: {from: [Order.create, Order.update]}
"""

_ALL = "[id, number, total, customer, status]"

_OF_EVENTS = ("events.", "messaging.")
_CHANGES = {
    "another broker": (
        "broker: rabbitmq",
        "broker: nats",
        [("event-broker-changed", "messaging.broker")],
    ),
    "an event removed": (
        "  OrderMade: {from: [Order.create, Order.update]}\n",
        "",
        [("event-removed", "events.OrderMade")],
    ),
    "an event added": (
        "events:\n",
        "events:\n  CustomerMade: {from: Customer.create}\n",
        [("event-added", "events.CustomerMade")],
    ),
    "an event renamed": (
        "  OrderMade: {",
        "  OrderWritten: {was: OrderMade, ",
        [("event-renamed", "events.OrderWritten")],
    ),
    "an event of another entity": (
        "[Order.create, Order.update]",
        "Customer.create",
        [("event-moved", "events.OrderMade")],
    ),
    "an operation that it tells of no more": (
        "[Order.create, Order.update]",
        "Order.create",
        [("event-source-removed", "events.OrderMade")],
    ),
    "an operation that it tells of, too": (
        "from: Order.place,",
        "from: [Order.place, Order.delete],",
        [("event-source-added", "events.OrderPlaced")],
    ),
    "a field added": (
        _ALL,
        "[id, number, total, customer, status, note]",
        [("response-property-added", "events.OrderPlaced.note")],
    ),
    "a field removed": (
        _ALL,
        "[id, number, customer, status]",
        [("response-property-removed", "events.OrderPlaced.total")],
    ),
    "another order of fields": (_ALL, "[number, id, total, status, customer]", []),
    "a text that becomes longer": (
        "string(20)",
        "string(40)",
        [("response-bound-widened", "events.OrderPlaced.number")],
    ),
    "a field that may be missing": (
        "decimal(9,2)",
        "decimal(9,2)?",
        [("response-null-widened", "events.OrderPlaced.total")],
    ),
    "a field of another type": (
        "number: string(20)",
        "number: integer",
        [("response-type-widened", "events.OrderPlaced.number")],
    ),
    "a value of an enum, told once": (
        "[draft, placed]",
        "[draft, placed, lost]",
        [],
    ),
}


def _model(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _findings(edits: dict[str, str]) -> impact.Impact:
    text = _OLD
    for was, now in edits.items():
        assert was in text
        text = text.replace(was, now)
    old = _model(_OLD)
    return impact.impact_of(old, old, _model(text))


@pytest.mark.parametrize("change", _CHANGES)
def test_a_change_is_judged_by_what_consumers_notice(change: str) -> None:
    old, new, wanted = _CHANGES[change]
    found = _findings({old: new})
    of_events = [e for e in found.findings if e.name.startswith(_OF_EVENTS)]
    assert [(each.rule, each.name) for each in of_events] == wanted
    breaking = {f"break:{each.name}" for each in of_events if each.breaking}
    assert breaking <= {each.name for each in found.allowances}


def test_every_rule_of_events_has_a_change() -> None:
    found = {rule for *_, wanted in _CHANGES.values() for rule, _ in wanted}
    assert {each for each in RULES if each.startswith("event-")} <= found


def test_a_renamed_field_is_told_by_both_names() -> None:
    edits = {
        "total: decimal(9,2)": "amount: decimal(9,2) was(total)",
        "number, total,": "number, amount,",
    }
    found = {each.name: each for each in _findings(edits).findings}
    renamed = found["events.OrderPlaced.amount"]
    assert renamed.rule == "response-property-renamed"
    assert renamed.message == "in its data, total is amount now"
    assert renamed.allowance == "break:events.OrderPlaced.amount"


def test_a_renamed_transition_is_the_same_source() -> None:
    edits = {
        "{place: {from": "{submit: {was: place, from",
        "from: Order.place": "from: Order.submit",
    }
    names = {each.name for each in _findings(edits).findings}
    assert not {each for each in names if each.startswith("events.")}


def test_a_renamed_entity_is_the_same_source() -> None:
    text = _OLD.replace("  Order:\n", "  Purchase:\n    was: Order\n")
    text = text.replace("Order.", "Purchase.")
    old = _model(_OLD)
    found = impact.impact_of(old, old, _model(text)).findings
    assert not [each for each in found if each.name.startswith("events.")]


def test_a_design_without_events_has_no_contract_of_them() -> None:
    plain = _model(_OLD.partition("events:")[0])
    assert plain.contract is not None
    assert not plain.contract.events
