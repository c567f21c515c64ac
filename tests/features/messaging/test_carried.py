"""Events that a broker carries, in designs, in models and in what a project is made of."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80)}}
"""
TOLD = f"{PLAIN}events: {{NoteMade: {{from: Note.create}}}}\n"
CARRIED = f"{TOLD}messaging: {{broker: rabbitmq}}\n"
STARTING = f"{CARRIED}jobs: {{index: {{on: NoteMade}}}}\n"

OWN = {"messaging", "inbox", "rabbitmq_broker"}


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> list[str]:
    before = _built(old)
    found: Impact = impact_of(before, before, _built(new), FEATURES)
    return sorted(each.name for each in found.allowances)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (PLAIN, set()),
        (TOLD, set()),
        (f"{TOLD}messaging: {{broker: database}}\n", set()),
        (f"{PLAIN}messaging: {{broker: rabbitmq}}\n", set()),
        (CARRIED, {"messaging", "rabbitmq_broker"}),
        (STARTING, OWN),
    ],
)
def test_a_project_has_what_its_design_asks_for(text: str, parts: set[str]) -> None:
    model = _built(text)
    assert {*model.parts} & OWN == parts
    assert (model.messaging is not None) == bool(parts)


def test_a_table_of_dead_letters_is_there_where_something_is_consumed() -> None:
    assert "dead_letters" not in _built(CARRIED).tables
    assert "dead_letters" in _built(STARTING).tables


def test_those_who_listen_to_a_broker_are_asked_before_it_goes() -> None:
    assert _impact(TOLD, CARRIED) == []
    assert _impact(CARRIED, TOLD) == ["break:messaging.broker"]
    gone = STARTING.replace("messaging: {broker: rabbitmq}\n", "")
    assert _impact(STARTING, gone) == ["break:messaging.broker", "drop:dead_letters"]
    assert _impact(gone, STARTING) == []


def test_clients_of_the_api_notice_nothing() -> None:
    assert document(_built(CARRIED)) == document(_built(TOLD))


def test_a_broker_without_events_is_noted() -> None:
    text = f"{PLAIN}messaging: {{broker: rabbitmq}}\n"
    [note] = pipeline.noted(text.encode(), "design.yaml")
    assert str(note) == (
        "design.yaml:4:13 BD987 messaging.broker: There are no events to carry. "
        "Say what others are told of, `events`, or leave the word out."
    )
    assert not [*pipeline.noted(CARRIED.encode(), "design.yaml")]


@pytest.mark.parametrize(
    ("broker", "protocol"),
    [("kafka", "kafka"), ("nats", "nats"), ("rabbitmq", "amqp"), ("redis", "redis")],
)
def test_the_contract_says_which_broker_it_is(broker: str, protocol: str) -> None:
    contract = _built(CARRIED.replace("rabbitmq", broker)).contract
    assert contract is not None
    assert f"    protocol: {protocol}\n" in contract.events
    assert ("exchange:" in contract.events) == (broker == "rabbitmq")
