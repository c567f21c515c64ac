"""A transition that goes is asked for by its whole name, and no other one along with it."""

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


def _asked(new: str) -> list[str]:
    old = _model(STAYS)
    return [each.name for each in impact_of(old, old, _model(new)).allowances]


def test_a_transition_of_several_words_is_asked_for_by_all_of_them() -> None:
    out = "      check_out: {from: here, to: gone}\n"
    assert _asked(STAYS.replace(out, "")) == ["break:Stay.check_out"]
    renamed = STAYS.replace("check_in: {", "arrive: {was: check_in, ")
    assert _asked(renamed) == ["break:Stay.check_in"]
