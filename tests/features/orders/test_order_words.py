"""An order follows its columns: a name that changes is no other order."""

from __future__ import annotations

from bd_scaffold import model, pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model.types import Model

_DESIGN = """
name: lab
types: {Money: {amount: integer, currency: string(3)}}
entities:
  Item:
    fields: {rank: integer, price: Money}
    order: [-rank, price.amount]
"""


def _built(text: str) -> Model:
    return model.build(pipeline.check(text.encode(), "design.yaml"))


def test_a_renamed_column_is_the_same_order() -> None:
    renamed = _DESIGN.replace("{rank: integer", "{place: integer was(rank)")
    renamed = renamed.replace("-rank", "-place")
    told = [str(each) for each in compare(_built(_DESIGN), _built(renamed))]
    assert told == ["Item.rank: renamed to place"]


def test_an_order_is_of_columns_as_clients_know_them() -> None:
    (item,) = _built(_DESIGN).entities
    assert item.order == ("-rank", "price_amount")
