"""Indexes over the same fields, and those that nobody has to ask for."""

from __future__ import annotations

from bd_scaffold import model as models
from bd_scaffold import pipeline
from bd_scaffold.model.types import Index

_DESIGN = """
name: shop
entities:
  Order:
    fields:
      state: string(20) filter
      total: integer
      note: string(600) filter
    indexes:
{indexes}
"""


def _indexes(*written: str) -> list[Index]:
    lines = "\n".join(f"      - {each}" for each in written)
    text = _DESIGN.format(indexes=lines).encode()
    model = models.build(pipeline.check(text, "design.yaml"))
    return [each for each in model.tables["orders"].indexes if each.columns[0] != "id"]


def test_indexes_over_the_same_field_may_differ_in_their_other_words() -> None:
    found = _indexes(
        "{fields: [state]}",
        "{fields: [state], where: total > 100}",
        "{fields: [state], where: total > 1000}",
        "{fields: [state], include: [total]}",
        "{fields: [state], method: hash}",
        "{fields: [state], unique: true, where: total > 5}",
        "{fields: [state], unique: true, where: total < 0}",
    )
    declared = [each for each in found if each.columns == ("state",)]
    assert len({each.name for each in declared}) == len(declared) == 7
    assert [each.name for each in declared][:2] == [
        "ix_orders_state",
        "ix_orders_state_partial",
    ]


def test_their_names_do_not_change_when_another_one_goes() -> None:
    words = [f"{{fields: [state], where: total > {n}}}" for n in (1, 2, 3)]
    three, two = _indexes(*words), _indexes(words[0], words[2])
    assert {each.name for each in two} < {each.name for each in three}


def test_a_text_that_is_too_long_for_an_index_gets_none_for_its_filter() -> None:
    assert "note" not in {each.columns[0] for each in _indexes("{fields: [total]}")}
