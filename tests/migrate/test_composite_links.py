"""Links by keys of several parts come, change and go with their rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import model_of
from journey import Journey, there
from rows import read

from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

DESIGN = """\
enums:
  Side: {values: [left, right, "it's :in"]}
  Grade: {native: true, values: [fair, good]}
entities:
  Slot:
    key: [at, active, side, grade]
    fields: {at: datetime, active: boolean, side: Side, grade: Grade}
  Room:
    key: [code, starts, path]
    fields:
      code: char(4)
      starts: datetime_local
      path: text length(1, 40)
      slots: Slot[] nested
      beside: Room[] nested
  Tag: {fields: {name: text, rooms: "Room[] nested"}}
"""
CHANGES = {
    "it goes": ("      slots: Slot[] nested\n", ""),
    "another name": ("slots: Slot[] nested", "times: Slot[] nested was(slots)"),
    "names of its own": (
        "Slot[] nested",
        'Slot[] nested table("Room Slots") column("A", "B c", D, AT, "On?", Side, G)',
    ),
    "another rule": (
        "Slot[] nested",
        "Slot[] nested on_delete(restrict) on_update(cascade)",
    ),
    "another name of a part": (
        "fields: {at: datetime",
        "fields: {start: datetime was(at)",
    ),
    "another type of a part": ("at: datetime,", "at: datetime_local,"),
    "another name of a value": ("right,", "starboard was(right),"),
    "a type of its own": (
        'Side: {values: [left, right, "it\'s :in"]',
        'Side: {native: true, values: [left, right, "it\'s :in"]',
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_stay_there_and_back(empty: Callable[[], Database], change: str) -> None:
    old, new = DESIGN, DESIGN.replace(*CHANGES[change])
    assert old != new
    if change == "another name of a part":
        new = new.replace("[at,", "[start,")
    journey = there(empty, model_of(old), model_of(new))
    links = _links(journey, journey.old)
    if change == "it goes":
        links.pop("room_slots")
    elif change not in ("another type of a part", "another name of a value"):
        assert [*_links(journey, journey.new).values()] == [*links.values()]
    now = _links(journey, journey.new)
    assert [len(each) for each in now.values()] == [*map(len, links.values())]
    assert all(links.values())
    journey.back()
    journey.again()
    assert _links(journey, journey.new).keys() == now.keys()


def _links(journey: Journey, model: Model) -> dict[str, list[tuple[str, ...]]]:
    """The rows of the tables of links, of the older model as they were before."""
    old = model is journey.old
    rows = journey.stored if old else journey.database.run(read(schema_of(model)))
    return {
        name: sorted(tuple(map(str, row.values())) for row in rows[name])
        for name, table in model.tables.items()
        if table.link
    }
