"""An operation that answers another entity's row says of it what its contract says."""

from __future__ import annotations

import pytest

from bd_scaffold import model, pipeline

_DESIGN = """
name: lab
entities:
  Order:
    fields: {place: integer}
    traits: [versioned]
  Line:
    fields: {place: integer}
operations:
  Order.recount: {output: Order}
  Line.order: {output: Order}
  Line.orders: {output: "Order[]"}
  Lab.last: {on: none, method: get, output: Order}
  Order.line: {output: Line}
"""
_UNTOLD = 'del answer.headers["ETag"]'


@pytest.mark.parametrize(
    ("name", "declared", "untold"),
    [
        ("recount", True, False),
        ("order", False, True),
        ("orders", False, False),
        ("last", False, True),
        ("line", False, False),
    ],
)
def test_a_version_is_told_by_operations_of_its_entity_alone(
    name: str, *, declared: bool, untold: bool
) -> None:
    built = model.build(pipeline.check(_DESIGN.encode(), "design.yaml"))
    (found,) = (
        each.operation
        for group in built.custom
        for each in group.operations
        if each.operation.name == name
    )
    assert ("ETag" in found.http.headers) == declared
    assert found.python is not None
    assert (_UNTOLD in found.python.body) == untold
