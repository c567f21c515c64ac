"""A relation that points to a new entity, under the columns that it had."""

from __future__ import annotations

from drafts import model_of
from journey import Empty, refused, travel

OLD = """\
entities:
  Shelf: {fields: {row: string(10)}}
  Item: {fields: {code: string(20), place: Shelf}}
"""
NEW = OLD.replace("Shelf", "Rack")


def test_rows_that_point_to_what_goes_stop_it(empty: Empty) -> None:
    old, new = model_of(OLD), model_of(NEW)
    said = "12 rows of items point to racks that do not exist."
    assert refused(empty, old, new) == said


def test_without_rows_it_goes_there_and_back(empty: Empty) -> None:
    travel(empty, model_of(OLD), model_of(NEW), count=0)
