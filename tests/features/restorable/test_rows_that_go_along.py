"""What goes for good along with a row that is only marked is noted."""

from __future__ import annotations

from bd_scaffold import pipeline

_DESIGN = """
name: shop
entities:
  Order:
    fields: {number: string(9)}
    traits: [soft_delete, restorable]
  Line:
    fields: {order: Order on_delete(cascade)}
    traits: [soft_delete]
  Part:
    fields: {line: Line on_delete(cascade)}
  Bill:
    fields: {order: Order on_delete(cascade)}
  Note:
    fields: {order: Order? on_delete(set_null), line: Line? on_delete(restrict)}
"""


def _noted(design: str) -> list[str]:
    found = pipeline.noted(design.encode(), "design.yaml")
    return [str(each).partition(": ")[2] for each in found]


def test_rows_that_are_really_deleted_with_one_that_may_be_restored_are_noted() -> None:
    assert sorted(_noted(_DESIGN)) == [
        f"Restoring a row brings back no {each}, which went for good. "
        f"Give {each} `soft_delete`, if that is not meant."
        for each in ("Bill", "Part")
    ]
    assert _noted(_DESIGN.replace(", restorable", "")) == []
