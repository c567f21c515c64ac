"""Changed rooms are told to clients of the socket, by rules that are cited."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.contract.compare import RULES, changes
from bd_scaffold.model.types import Model

_DESIGN = """
name: talk
security: {authentication: jwt}
entities:
  Room: {fields: {name: text}}
  Hall: {fields: {name: text}}
  Message: {fields: {room: Room, hall: Hall, text: text}}
events:
  MessagePosted: {from: Message.create}
  MessageGone: {from: Message.delete}
realtime:
  room: {of: Room, join: authenticated, typing: true, events: [MessagePosted]}
"""

_CHANGES = {
    "rooms removed": ("realtime:\n  room", "realtime:\n  hall", "room-removed", "room"),
    "rooms added": ("realtime:\n  room", "realtime:\n  hall", "room-added", "hall"),
    "rooms of another entity": ("of: Room", "of: Hall", "room-moved", "room"),
    "an event removed": (
        "[MessagePosted]",
        "[MessageGone]",
        "room-event-removed",
        "room.MessagePosted",
    ),
    "an event added": (
        "[MessagePosted]",
        "[MessagePosted, MessageGone]",
        "room-event-added",
        "room.MessageGone",
    ),
    "a word removed": (" typing: true,", "", "room-word-removed", "room.typing"),
    "a word added": (
        " typing: true,",
        " typing: true, presence: true,",
        "room-word-added",
        "room.presence",
    ),
}


def _model(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


@pytest.mark.parametrize(
    ("then", "now", "rule", "name"), _CHANGES.values(), ids=_CHANGES
)
def test_what_clients_of_a_room_notice_is_told(
    then: str, now: str, rule: str, name: str
) -> None:
    old, new = _model(_DESIGN), _model(_DESIGN.replace(then, now))
    found = {each.rule: each for each in changes(old, new).findings}
    assert found[rule].name == f"realtime.{name}"
    assert found[rule].breaking == RULES[rule].breaking


def test_every_rule_of_rooms_has_a_change() -> None:
    told = {rule for _, _, rule, _ in _CHANGES.values()}
    assert {each for each in RULES if each.startswith("room-")} == told
