"""What `check` notes of designs that are sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bd_scaffold import cli, pipeline, rules
from bd_scaffold.diagnostics import NOTES

DESIGN = """\
name: shop
requirements: {quality: {volume: {Event: 10M, Ticket: 2k}}}
entities:
  Event: {fields: {name: string(40) search, number: string(3) unique readonly}}
  Ticket: {fields: {name: string(40) search, number: string(9) unique readonly}}
"""


def _noted(design: str) -> list[str]:
    assert not rules.review(design, "design.yaml")[1]
    return [str(each) for each in pipeline.noted(design.encode(), "design.yaml")]


def test_words_are_found_by_an_index_however_many_rows_there_are() -> None:
    said = _noted(f"{DESIGN}api: {{search: english}}\n")
    assert not any("BD952" in each for each in said)


def test_what_a_volume_and_a_short_code_bring_along_is_noted() -> None:
    paged, searched, code = _noted(DESIGN)
    assert paged == (
        "design.yaml:2:35 BD951 requirements.quality.volume.Event: 10,000,000 rows are "
        "expected, so its lists are paged by cursor, which clients see: no total, and no "
        "page numbers. Write pagination: cursor at Event to say so, or page for numbers."
    )
    assert searched == (
        "design.yaml:2:35 BD952 requirements.quality.volume.Event: ?q= reads all of "
        "10,000,000 rows: no index serves ILIKE '%q%'. `search: simple` finds words by an "
        "index, and docs/language/search.md says how PostgreSQL's trigrams find parts of "
        "them."
    )
    assert code == (
        "design.yaml:4:45 BD953 Event.number: The server makes 32,768 codes of 3 "
        "characters, and answers a client 409 where it makes one that is taken. Give "
        "them 6 characters or more."
    )


def test_numbers_that_sqlite_gives_again_are_noted() -> None:
    counted = "entities: {Bill: {fields: {number: bigint readonly = next}}}\n"
    (noted,) = _noted(f"name: shop\ndatabase: {{engine: sqlite}}\n{counted}")
    assert "BD954 Bill.number: On SQLite, the number of a row that is deleted" in noted
    assert noted.endswith("With engine: postgresql, a sequence counts.")
    (beside,) = _noted(f"name: shop\n{counted}")
    assert "BD954 Bill.number: On SQLite, the number of a row that is deleted" in beside
    assert beside.endswith(
        "PostgreSQL's sequence never does, so let no test rely on it."
    )


def test_what_an_older_postgresql_does_not_have_is_noted() -> None:
    bill = "entities: {Bill: {fields: {n: string(9), %s}}}\n"
    virtual = bill % "code: string(9) computed(lower(n)) virtual"
    (noted,) = _noted(f"name: shop\n{virtual}")
    assert "BD958 Bill.code: PostgreSQL has what is virtual from 18 on" in noted
    assert _noted(f"name: shop\ndatabase: {{engine: sqlite}}\n{virtual}") == []
    stored = bill % "code: string(9) internal unique computed(upper(n))"
    assert _noted(f"name: shop\n{stored}") == []


def test_a_check_that_one_engine_has_is_noted() -> None:
    checks = """\
entities: {Bill: {fields: {code: string(9) pattern("^A")}, checks: [%s]}}
"""
    one = checks % """{postgresql: "code ~ '^A'"}"""
    (noted,) = _noted(f"name: shop\n{one}")
    assert "BD956 Bill.checks: Only PostgreSQL holds rows to code ~ '^A'." in noted
    both = checks % """{postgresql: "code ~ '^A'", sqlite: "code GLOB 'A*'"}"""
    assert _noted(f"name: shop\n{both}") == []


def test_a_check_that_the_tests_of_a_project_can_not_read_is_noted() -> None:
    design = """\
name: shop
entities:
  Bill:
    fields: {code: string(9)%s}
    checks: [{postgresql: "code ~ '^A'", sqlite: "code GLOB 'A*'"}]
"""
    (noted,) = _noted(design % "")
    assert (
        "BD957 Bill.checks: The project's own tests may store rows that break" in noted
    )
    assert _noted(design % ' pattern("^A")') == []


def test_a_circle_that_own_code_has_to_begin_is_noted() -> None:
    circle = """\
name: clubs
entities:
  Team: {fields: {captain: Player deferred, players: 'Player[] by team'}}
  Player: {fields: {team: Team}}
"""
    (noted,) = _noted(circle)
    assert noted == (
        "design.yaml:3:19 BD955 Team.captain: No request can make the first rows: "
        "Team.captain → Player.team → Team. Your own code can, in one unit of work: it "
        "stores the row of Team with the key that the one of Player is going to have."
    )
    assert _noted(circle.replace("Player deferred", "Player? deferred")) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("readonly}}\n  T", "readonly}, pagination: cursor}\n  T", "BD951"),
        ("readonly}}\n  T", "readonly}, pagination: page}\n  T", "BD951"),
        ("entities:", "api: {pagination: cursor}\nentities:", "BD951"),
        ("readonly}}\n  T", "readonly}, operations: get}\n  T", "BD951"),
        (" search, number: string(3)", ", number: string(3)", "BD952"),
        ("string(3) unique readonly", "string(3) unique", "BD953"),
        ("string(3) unique readonly", "string(3) readonly", "BD953"),
        ("string(3) unique readonly", "string(3)? unique readonly", "BD953"),
    ],
)
def test_what_a_design_says_or_does_not_bring_is_not_noted(
    old: str, new: str, code: str
) -> None:
    assert code in "".join(_noted(DESIGN))
    assert code not in "".join(_noted(DESIGN.replace(old, new, 1)))


def test_notes_stop_nobody(tmp_path: Path) -> None:
    file = tmp_path / "design.yaml"
    file.write_text(DESIGN)
    said = CliRunner().invoke(cli.app, ["check", str(file)])
    assert said.exit_code == 0
    lines = said.stdout.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["note:"] * 3
    assert lines[-1] == f"{file}: no mistakes"
    listed = CliRunner().invoke(cli.app, ["check", str(file), "--json"]).stdout
    assert [each["code"] for each in json.loads(listed)["notes"]] == [*NOTES][:3]
