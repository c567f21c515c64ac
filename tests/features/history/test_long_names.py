"""Copies of rows whose table has a long name: a database keeps every name that they have whole."""

from __future__ import annotations

import pytest

from bd_scaffold import model, pipeline

_DESIGN = """
name: lab
entities:
  Thing: {{table: {table}, fields: {{place: integer}}, traits: [history]}}
"""


@pytest.mark.parametrize("length", [52, 53, 55, 56, 63])
def test_every_name_has_room_and_the_code_says_it(length: int) -> None:
    table = "t" * length
    checked = pipeline.check(_DESIGN.format(table=table).encode(), "design.yaml")
    built = model.build(checked)
    (thing,) = built.entities
    (copies,) = (each for each in built.tables.values() if each.copies)
    (index,) = copies.indexes
    assert len(copies.name) <= 63
    assert len(index.name) <= 63
    usual = f"{table}_history"
    said = [f'table="{copies.name}"'] if copies.name != usual else []
    said += [f'index="{index.name}"'] if index.name != f"ix_{usual}" else []
    assert [*thing.copies_names] == said
    assert bool(said) == (length > 52)
