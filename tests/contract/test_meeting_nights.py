"""Where work that is done later meets older versions, tenants and what some may not read."""

from __future__ import annotations

from functools import cache

import black
import yaml

from bd_scaffold import pipeline
from bd_scaffold.model.types import Model
from bd_scaffold.tree import Tree

_DESIGN = """
name: night
messaging: {broker: nats}
api: {version: v2, versions: {v1: {called: {Room.name: title}, without: [Room.recount]}}}
security:
  authentication: [jwt]
  roles: {admin: ["*"]}
entities:
  Room:
    fields:
      name: string(40) pii
      wage: integer = 0 readable(admin)
      keeper: user
    owner: keeper
    traits: [tenant, soft_delete]
    access: {read: owner, create: authenticated, update: owner, delete: owner}
operations:
  Room.recount: {async: true, output: Room, access: owner}
  Room.tidy: {async: true, output: Room, access: owner}
events:
  RoomWritten: {from: [Room.create, Room.update, Room.delete], fields: [id, name, wage]}
realtime:
  room: {of: Room, join: owner, events: [RoomWritten]}
jobs: {tell: {on: RoomWritten}}
"""


@cache
def _model() -> Model:
    return pipeline.build(pipeline.check(_DESIGN.encode(), "design.yaml"))


@cache
def _written() -> Tree:
    return pipeline.render(_DESIGN.encode(), _model())


def test_an_older_version_has_no_result_of_what_has_come_since() -> None:
    (version,) = _model().versions
    assert version.contract
    paths = yaml.safe_load(version.contract.text)["paths"]
    results = [each for each in paths if each.startswith("/api/v1/operations/")]
    assert set(results) == {
        "/api/v1/operations/tidy-room/{operation_id}",
        "/api/v1/operations/{operation_id}",
        "/api/v1/operations/{operation_id}/cancel",
    }
    assert "recount-room" not in version.contract.tables


def test_what_shows_a_result_is_as_black_leaves_it() -> None:
    text = _written()["src/night/rooms/async_operations.py"]
    assert "seen_by(" in text
    assert black.format_str(text, mode=black.Mode()) == text


def test_erasing_a_person_reaches_what_rooms_keep() -> None:
    erasing = _written()["src/night/core/personal/erasure.py"]
    events, rooms = (
        erasing.index(f"self._at_the_end(lambda: {each}(")
        for each in ("erase_events", "erase_told")
    )
    assert events < rooms
    assert "tests/core/test_personal_rooms.py" in _written()
