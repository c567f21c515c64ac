"""Enums in bodies of the design's own operations go along with what these are called."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.difference import compare

OLD = """\
name: shop
entities:
  Order: {fields: {a: text}}
operations:
  Order.move: {input: {to: "enum(near, far)"}}
"""


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("Order: {fields", "Purchase: {was: Order, fields"),
        ("Order.move: {", "Order.carry: {was: Order.move, "),
    ],
)
def test_a_renamed_one_is_the_same(then: str, now: str) -> None:
    newer = OLD.replace(then, now)
    if "Purchase" in now:
        newer = newer.replace("Order.move", "Purchase.move")
    old, new = (
        pipeline.derive(pipeline.check(each.encode(), "design.yaml"))
        for each in (OLD, newer)
    )
    assert {each.kind for each in compare(old, new)} == {"renamed"}
