"""`= now`, `= today`, `= uuid`, `= next`: what a new row gets, in the contract."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bd_scaffold import pipeline

_DESIGN = """
name: visits
entities:
  Visit:
    fields:
      at: datetime = now
      wall: datetime_local = now
      day: {{type: date, default: today, description: Of the visit.}}
      ref: uuid unique = uuid
      number: integer unique readonly = next
      size: integer = sql("2 * 21")
      {more}
"""


def _schemas(more: str = "") -> dict[str, Any]:
    text = _DESIGN.format(more=more).encode()
    model = pipeline.build(pipeline.check(text, "design.yaml"))
    (entity,) = model.entities
    assert entity.contract is not None
    found: dict[str, Any] = yaml.safe_load(entity.contract.schemas)
    return found


def test_it_may_be_left_out_and_what_happens_then_is_said() -> None:
    schemas = _schemas()
    assert "required" not in schemas["VisitCreate"]
    assert "default" not in schemas["VisitCreate"]["properties"]["at"]
    said = {name: each["description"] for name, each in _described(schemas)}
    assert said["at"] == "In a new row the present moment, unless it is given."
    assert said["wall"] == "In a new row the present in UTC, unless it is given."
    assert said["day"].endswith("the present day, in UTC, unless it is given.")
    assert said["day"].startswith("Of the visit.")
    assert said["number"] == "In a new row the next number."
    assert "number" not in schemas["VisitCreate"]["properties"]
    made = "In a new row what the database makes, unless it is given."
    assert said["size"] == made
    assert "default" not in schemas["VisitCreate"]["properties"]["size"]
    assert said["ref"] == "In a new row a new UUID, unless it is given."


def _described(schemas: dict[str, Any]) -> list[tuple[str, Any]]:
    properties = schemas["Visit"]["properties"].items()
    return [(name, each) for name, each in properties if "description" in each]


@pytest.mark.parametrize(
    ("field", "way_out"),
    [
        ("other: date = now", "today for the day"),
        ("other: datetime = today", "now for the moment"),
        (
            'other: datetime_local = "2026-01-31T09:30:00Z"',
            "now for the present in UTC",
        ),
        ("other: uuid = new", "uuid for a new one in each row"),
        ("other: integer? readonly = next", "Leave the question mark out"),
        ("other: integer = next", "Add readonly"),
        ('other: integer[] = sql("1")', "Write = []"),
        ('other: integer = 1 = sql("1")', "Keep one of them"),
        ('other: integer = sql("1; DROP TABLE visits")', "behind DEFAULT"),
        ('other: integer = sql("(1")', "behind DEFAULT"),
        ('other: integer = sql("1", "2", "3")', "SQLite's"),
        ("other: {type: integer, default_sql: [1, 2, 3]}", "one expression for both"),
        ("other: bigint readonly min(1000) = next", "say min(1)"),
        ("other: smallint readonly max(99) = next", "say min(1)"),
    ],
)
def test_what_is_meant_is_said_where_it_can_not_be(field: str, way_out: str) -> None:
    with pytest.raises(pipeline.MistakesError) as refused:
        pipeline.check(_DESIGN.format(more=field).encode(), "design.yaml")
    (mistake,) = refused.value.mistakes
    assert way_out in mistake.hint
