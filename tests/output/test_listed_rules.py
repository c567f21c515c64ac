"""Rules of access that lead into lists, held to by the tests of projects that have them."""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

pytestmark = pytest.mark.generated

_TALK = b"""
name: talk
security:
  authentication: jwt
  roles: {admin: ["*"]}
  defaults: {read: admin, write: admin}
entities:
  Room:
    fields: {name: string(100), creator: user immutable, members: "Member[] by room"}
    owner: creator
    access:
      read: owner or members.account = principal.id
      create: authenticated
      update: owner
      delete: owner
  Member:
    fields: {room: Room on_delete(cascade) immutable filter, account: user immutable}
    unique: [[room, account]]
    owner: account
    operations: [list, get, create, delete]
    access:
      read: owner or room.creator = principal.id or room.members.account = principal.id
      create: room.members.account = principal.id
      delete: owner or room.creator = principal.id
  Message:
    fields: {room: Room on_delete(cascade) immutable filter, author: user immutable, text: text}
    owner: author
    access:
      read: room.members.account = principal.id
      create: owner and room.members.account = principal.id
      update: owner
      delete: owner and not room.members.account = principal.id
"""

_CLUBS = b"""
name: clubs
security:
  authentication: jwt
  roles: {admin: ["*"]}
  defaults: {read: admin, write: admin}
enums: {Stage: [open, shut]}
entities:
  Room:
    key: [house, number]
    fields:
      house: string(8)
      number: integer
      creator: user immutable
      stage: Stage = open readonly
      members: Member[] by room
    owner: creator
    traits: [tenant]
    transitions: {shut: {from: open, to: shut, access: members.account = principal.id}}
    access:
      read: owner or members.account = principal.id
      create: authenticated
      update: owner
      delete: owner
    cache: 60s
  Member:
    fields:
      room: Room on_delete(cascade) immutable filter
      account: user immutable
    unique: [[room, account]]
    traits: [tenant]
    owner: account
    operations: [list, get, create, delete, batch]
    access:
      read: owner or room.members.account = principal.id
      create: room.creator = principal.id or room.members.account = principal.id
      delete: owner and not room.members.account = principal.id
  Message:
    fields: {room: Room on_delete(cascade) immutable filter, author: user immutable, text: text}
    traits: [tenant, versioned, history]
    owner: author
    access:
      read: room.creator = principal.id or room.members.account = principal.id
      create: owner and room.members.account = principal.id
      update: owner
      delete: owner and not room.members.account = principal.id
    cache: 10m
operations:
  Message.quote:
    on: item
    method: post
    output: {text: text}
    access: owner or room.members.account = principal.id
"""
"""The same beside tenants, keys of several parts, kept answers, histories, batches and moves."""

_TESTS = ("tests/access", "tests/core/test_listed_rules.py")


@pytest.mark.parametrize(
    ("design", "engine"),
    [
        pytest.param(_TALK, "sqlite", id="talk-sqlite"),
        pytest.param(
            _TALK, "postgresql", id="talk-postgresql", marks=pytest.mark.thorough
        ),
        pytest.param(_CLUBS, "sqlite", id="clubs-sqlite", marks=pytest.mark.thorough),
        pytest.param(
            _CLUBS, "postgresql", id="clubs-postgresql", marks=pytest.mark.thorough
        ),
    ],
)
def test_everybody_is_answered_as_the_rules_say(
    design: bytes, engine: str, database: MakeDatabase, tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    pipeline.create(
        design,
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    project = Project(folder.name, folder, verdicts.digest(folder))
    kept = {} if engine == "sqlite" else {"TEST_DATABASE_URL": database("listed_test")}
    more = ("tests/core/test_cache.py", "tests/api/test_kept_ways.py")
    tests = [each for each in (*_TESTS, *more) if (folder / each).exists()]
    project.run("ruff", "check", ".")
    project.run("black", "--check", "--quiet", ".")
    project.run("pytest", "-q", "-p", "no:cacheprovider", *tests, **kept)
