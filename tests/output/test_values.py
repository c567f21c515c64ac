"""Values at the edges of their types come back as they went, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

_TESTS = Path(__file__).parent / "values" / "edges.py"
_DESIGN = b"""
name: readings
database: {engine: postgresql}
entities:
  Reading:
    fields:
      amount: decimal(38,2) unique filter sort
      day: date filter sort
      at: datetime?
      data: json
      seen: datetime = now
      shown: datetime_local? unique filter sort
      noted_at: datetime_local = now
      noted: date = today filter
      code: uuid unique = uuid
      label: string(40)?
      mark: char(5)? unique filter sort
      remark: varchar? filter
      spare: integer? = 5
      state: enum(on, off)? = on
      tags: string(9)[]? = []
      days: date[]? = []
      extra: json? = {}
      price: decimal(6,2)? = 1.5
      since: datetime? = "2026-01-31T09:30:00Z"
      tall: integer = sql("2 * 21")
      checked: datetime? = now
      ref: uuid? = uuid
      width: integer? = sql("2 * 21")
      ended: date? readonly = today
      number: integer unique readonly = next
    indexes:
      - {fields: lower(label), unique: true}
      - [day desc, seen desc nulls last]
    checks: [label like 'n%' or length(label) < 6]
  Shelf:
    key: [room, number]
    fields: {room: string(5), number: smallint, above: Shelf? deferred}
  Team:
    fields: {name: string(9), captain: Player deferred, players: 'Player[] by team'}
  Player:
    key: number
    fields: {number: integer, team: Team}
"""

_UNSAMPLED = "tests/api/test_list.py::test_a_list_goes_through_all_rows[readings]"
"""Samples keep no check of a text that is like a pattern."""


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_they_are_stored_compared_and_read_as_they_are(
    tmp_path: Path, database: MakeDatabase, engine: str
) -> None:
    folder = tmp_path / "readings"
    pipeline.create(
        _DESIGN, "design.yaml", folder, repository=False, progress=lambda _words: None
    )
    (folder / "tests" / "test_values.py").write_bytes(_TESTS.read_bytes())
    project = Project("readings", folder, verdicts.digest(folder))
    project.proves(
        *("pytest", "-q", "--no-cov", "-p", "no:cacheprovider"),
        *("tests/test_values.py", "tests/core", "tests/api/test_list.py"),
        f"--deselect={_UNSAMPLED}",
        on=engine,
        TEST_DATABASE_URL=database("values"),
    )
    project.proves("ruff", "check", "--no-cache", "src", "migrations")
    project.proves("black", "--check", "--quiet", "src", "migrations", "tests")
    project.check_types()
