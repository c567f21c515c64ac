"""What breaks clients is asked for by its whole name, and no other thing along with it."""

from __future__ import annotations

from bd_scaffold import pipeline
from bd_scaffold.impact import impact_of
from bd_scaffold.model.types import Model

STAYS = """
name: hotel
entities:
  Stay:
    fields: {room: string(20), state: "enum(booked, here, gone) = booked readonly"}
    transitions:
      check_in: {from: booked, to: here}
      check_out: {from: here, to: gone}
      leave: {from: booked, to: gone}
"""


def _model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _asked(new: str, before: str = STAYS) -> list[str]:
    old = _model(before)
    return [each.name for each in impact_of(old, old, _model(new)).allowances]


def test_a_transition_of_several_words_is_asked_for_by_all_of_them() -> None:
    out = "      check_out: {from: here, to: gone}\n"
    assert _asked(STAYS.replace(out, "")) == ["break:Stay.check_out"]
    renamed = STAYS.replace("check_in: {", "arrive: {was: check_in, ")
    assert _asked(renamed) == ["break:Stay.check_in"]


WAKING = """
name: hotel
api: {idempotency: true}
entities:
  Stay:
    fields: {room: string(20)}
operations:
  Stay.wake: {input: {fields: string(20)}}
"""


def test_a_header_of_an_own_operation_is_its_capability_s() -> None:
    required = WAKING.replace("true", "{required: true}")
    assert _asked(required, WAKING) == ["break:Stay.idempotency"]
    longer = WAKING.replace("input: {fields: string(20)}", "input: {fields: string(9)}")
    assert _asked(longer, WAKING) == ["break:Stay.wake.fields"]
