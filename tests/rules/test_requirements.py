"""A requirement names whatever clients can do: its list, and what words of the design bring."""

from __future__ import annotations

import pytest

from bd_scaffold.rules import review

_DESIGN = """
name: z
requirements: {{functional: [{{id: R, text: All., operations: [{operation}]}}]}}
entities:
  Order:
    operations: [list, create, get, replace, delete, batch]
    fields: {{number: string(9) unique, state: enum(a, b) = a readonly}}
    upsert: number
    transitions: {{place: {{from: a, to: b}}}}
    traits: [soft_delete, restorable, history]
operations:
  Order.recount: {{}}
  Z.close: {{on: none}}
"""


def _said(operation: str) -> list[str]:
    _, found = review(_DESIGN.format(operation=operation), "design.yaml")
    return [f"{each.message} {each.hint}" for each in found if each.code == "BD107"]


@pytest.mark.parametrize(
    "operation",
    [
        *("Order.list", "Order.place", "Order.upsert", "Order.batch"),
        *("Order.batch_create", "Order.restore", "Order.list_deleted"),
        *("Order.history", "Order.as_of", "Order.recount", "Order.*", "Z.close", "Z.*"),
    ],
)
def test_it_names_what_an_operation_is_called_everywhere(operation: str) -> None:
    assert _said(operation) == []


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("Order.restored", 'Did you mean "restore"?'),
        ("Order.update", "Order does not offer update."),
        ("Order.batch_update", "is not an operation."),
    ],
)
def test_it_names_no_other(operation: str, expected: str) -> None:
    assert expected in " ".join(_said(operation))
