"""`check` notes events that nobody is told of, until somebody is."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline, rules

DESIGN = """\
name: lab
entities:
  Item: {fields: {name: text}}
events:
  ItemMade: {from: Item.create}
  ItemGone: {from: Item.delete}
"""


def told(design: str) -> list[str]:
    """Return what `check` notes of a design that has no mistakes."""
    assert not rules.review(design, "design.yaml")[1]
    return [str(each) for each in pipeline.noted(design.encode(), "design.yaml")]


def test_events_of_a_design_that_tells_nobody_are_noted_once() -> None:
    (noted,) = told(DESIGN)
    assert noted == (
        "design.yaml:4:1 BD998 events: Nobody is told of any: no job starts on one. "
        "Let a job start on one, as in `on: ItemMade`."
    )


def test_an_event_that_is_left_alone_is_noted_where_it_stands() -> None:
    (noted,) = told(f"{DESIGN}jobs: {{send: {{on: ItemMade}}}}\n")
    assert noted == (
        "design.yaml:6:3 BD998 ItemGone: Nobody is told of it: no job starts on it. "
        "Let one, with `on: ItemGone`, or leave it out."
    )


def test_people_in_a_room_are_told() -> None:
    rooms = (
        "security: {authentication: jwt, defaults: {read: authenticated}}\n"
        "realtime: {desk: {of: Item, join: authenticated, events: [ItemMade]}}\n"
    )
    unheard = [each for each in told(DESIGN + rooms) if "BD998" in each]
    assert [each.partition(" ")[0] for each in unheard] == ["design.yaml:6:3"]


def test_a_broker_tells_other_services_of_all() -> None:
    assert told(f"{DESIGN}messaging: {{broker: nats}}\n") == []


@pytest.mark.parametrize("on", ["both", "none"])
def test_nothing_is_noted_where_each_event_starts_a_job_or_there_is_none(
    on: str,
) -> None:
    jobs = "jobs: {send: {on: ItemMade}, forget: {on: ItemGone}}\n"
    design = DESIGN + jobs if on == "both" else DESIGN.partition("events:")[0]
    assert told(design) == []
