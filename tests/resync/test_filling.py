"""`--fill` writes into the migration what rows get, and plan, update and compile agree on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repository import commit, copy, create
from typer.testing import CliRunner

from bd_scaffold import cli, outcome

DESIGN = """name: stage
entities:
  Performance:
    fields:
      code: string(20)
      language: string(5)?
"""
NEW = DESIGN.replace("string(5)?", "string(5)").replace("string(20)", "string(9)")
SAID = ("--fill", "performance.language=en", "--fill", "Performance.code=none")
BREAKS = ("--allow", "break:*")


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("created") / "stage"
    create(folder, DESIGN)
    return folder


@pytest.fixture
def project(created: Path, tmp_path: Path) -> Path:
    folder = copy(created, tmp_path / "stage")
    (folder / "design.yaml").write_text(NEW)
    return folder


def said(project: Path, command: str, *arguments: str) -> tuple[int, str]:
    """Return the exit code, and what is said or refused."""
    result = CliRunner().invoke(cli.app, [command, str(project), *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        assert isinstance(result.exception, outcome._refusals()), result.exception
        return outcome.AUTHOR, str(result.exception)
    return result.exit_code, result.output


def revision(project: Path) -> str:
    folder = project / "migrations/versions"
    return next(each.read_text() for each in folder.glob("0002_*.py"))


FILLED = (
    "UPDATE performances SET language = 'en' WHERE language IS NULL",
    "UPDATE performances SET code = 'none' WHERE length(code) > 9",
)


def test_a_plan_says_how_rows_get_a_value(project: Path) -> None:
    code, text = said(project, "plan")
    assert code == 0
    assert """Requires --allow
  --allow narrow:Performance.code      Performance.code goes from string(20) to string(9); \
values that do not fit would be lost.
    or --fill Performance.code=VALUE, which gives these rows a value
  --allow require:Performance.language Performance.language becomes required; rows without it \
would be invalid.
    or --fill Performance.language=VALUE, which gives these rows a value
""" in text
    wanting = json.loads(said(project, "plan", "--json")[1])["wanting"]
    assert wanting[0]["fills"] == ["Performance.code"]


def test_what_is_filled_needs_no_permission(project: Path) -> None:
    _, text = said(project, "plan", *SAID)
    assert "require:" not in text
    assert "narrow:" not in text
    for statement in FILLED:
        assert statement in text
    assert said(project, "update", *SAID, *BREAKS)[0] == 0
    for statement in FILLED:
        assert statement in revision(project)


def test_compile_takes_the_same(project: Path) -> None:
    assert said(project, "compile", *SAID, *BREAKS)[0] == 0
    for statement in FILLED:
        assert statement in revision(project)


def test_an_update_that_is_continued_keeps_it(project: Path) -> None:
    model = project / "src/stage/models/performance.py"
    mine = model.read_text().replace("sa.String(20)", "sa.String(21)")
    model.write_text(mine)
    (project / "design.yaml").write_text(DESIGN)
    commit(project)
    (project / "design.yaml").write_text(NEW)
    assert said(project, "update", *SAID, *BREAKS)[0] == 1
    text = model.read_text()
    start, end = text.index("<<<<<<< "), text.index(">>>>>>> ")
    ours = (
        text[start:end]
        .partition("\n")[2]
        .partition("=======")[0]
        .partition("|||||||")[0]
    )
    model.write_text(text[:start] + ours + text[end:].partition("\n")[2])
    assert said(project, "update", "--continue")[0] == 0
    for statement in FILLED:
        assert statement in revision(project)


@pytest.mark.parametrize("command", ["plan", "update", "compile"])
def test_what_matches_nothing_is_refused_by_all_alike(
    project: Path, command: str
) -> None:
    wrong = ("--fill", "Performance.language=english", "--fill", "Stage.a=1")
    told = """these fills can't be written:
  --fill Performance.language=english: The value has 7 characters, more than 5.
  --fill Stage.a=1: "Stage" is not an entity. Name one of the design."""
    assert said(project, command, *wrong) == (2, told)
    told = "--allow narrow:Performance.cod matches no change. "
    hint = 'Did you mean "narrow:Performance.code"?'
    unmatched = ("--allow", "narrow:Performance.cod")
    assert said(project, command, *unmatched) == (2, told + hint)


def test_a_plan_names_what_breaks_nobody(project: Path) -> None:
    (project / "design.yaml").write_text(f"{DESIGN}      note: text?\n")
    _, text = said(project, "plan")
    lines = [each for each in text.splitlines() if each.startswith("  safe ")]
    assert len(lines) == 2
    assert all(each.startswith("  safe    Performance.note: in re") for each in lines)
