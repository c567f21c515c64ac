"""Between a clean update and its commit, every command says the same: commit, or take it back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repository import commit, copy, create, git, run, status, tree
from typer.testing import CliRunner, Result

from bd_scaffold import cli, update

DESIGN = "name: lab\nentities: {Box: {fields: {amount: integer}}}\n"
CHANGED = DESIGN.replace("amount: integer", "amount: integer, weight: integer?")
SAID = (
    "an update is staged: commit it, or take it back with `bd-scaffold update --abort`"
)
MODEL = "src/lab/models/box.py"


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose design somebody has changed, and that has a file of theirs."""
    folder = tmp_path_factory.mktemp("edited") / "lab"
    create(folder, DESIGN)
    (folder / "mine.txt").write_text("mine\n")
    commit(folder)
    (folder / "design.yaml").write_text(CHANGED)
    return folder


@pytest.fixture
def staged(edited: Path, tmp_path: Path) -> Path:
    """Return a copy of it after a clean update."""
    folder = copy(edited, tmp_path / "lab")
    assert not run(folder).conflicts
    return folder


def _said(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


@pytest.mark.parametrize(
    "arguments",
    [("update",), ("update", "--continue"), ("plan",), ("compile",), ("diff",)],
)
def test_every_command_says_that_an_update_is_staged(
    staged: Path, arguments: tuple[str, ...]
) -> None:
    before = tree(staged)
    said = _said(arguments[0], str(staged), *arguments[1:])
    assert isinstance(said.exception, update.journal.UnderWayError)
    assert str(said.exception) == SAID
    assert tree(staged) == before


def test_check_says_that_an_update_is_staged(staged: Path) -> None:
    said = _said("check", "--project", str(staged))
    assert said.exit_code == 3
    assert said.stdout == (
        "an update is staged. Commit it, or take it back with "
        "`bd-scaffold update --abort`.\n"
    )
    told = _said("check", "--project", str(staged), "--json").stdout
    assert [each["kind"] for each in json.loads(told)["drift"]] == ["update"]


def test_abort_brings_the_tree_the_design_and_the_index_back(
    edited: Path, staged: Path
) -> None:
    said = _said("update", str(staged), "--abort")
    assert said.stdout == "The project is as it was before the update.\n"
    assert tree(staged) == tree(edited)
    assert status(staged) == [" M design.yaml"]
    assert not run(staged).conflicts


def test_what_was_changed_since_is_kept_aside(edited: Path, staged: Path) -> None:
    (staged / MODEL).write_text("MINE = 1\n")
    said = _said("update", str(staged), "--abort").stdout
    kept = said.rsplit(maxsplit=1)[1].removesuffix(".")
    assert git(staged, "show", f"{kept}:{MODEL}") == "MINE = 1\n"
    assert tree(staged) == tree(edited)


def test_a_committed_update_is_no_longer_staged(staged: Path) -> None:
    commit(staged)
    assert _said("check", "--project", str(staged)).exit_code == 0
    assert _said("plan", str(staged), "--exit-code").exit_code == 0
    said = _said("update", str(staged), "--abort")
    assert str(said.exception) == (
        "there is no update under way or staged; `git revert` undoes a committed one"
    )


@pytest.mark.parametrize(
    "undo",
    [("reset", "--quiet", "--hard"), ("stash", "--quiet", "--include-untracked")],
)
def test_an_update_undone_by_git_itself_is_not_staged(
    staged: Path, undo: tuple[str, ...]
) -> None:
    git(staged, *undo)
    (staged / "README.md").write_text("mine\n")
    assert _said("check", "--project", str(staged)).exit_code == 0


def test_an_update_that_was_unstaged_can_be_taken_back(
    edited: Path, staged: Path
) -> None:
    git(staged, "reset", "--quiet")
    assert "staged" in _said("check", "--project", str(staged)).stdout
    update.abandon(staged)
    assert tree(staged) == tree(edited)


def test_two_projects_of_one_repository_do_not_wait_for_each_other(
    tmp_path: Path,
) -> None:
    git(tmp_path, "init", "--quiet")
    for name in ("one", "two"):
        create(tmp_path / name, DESIGN)
    commit(tmp_path)
    (tmp_path / "one" / "design.yaml").write_text(CHANGED)
    run(tmp_path / "one")
    assert _said("plan", str(tmp_path / "two"), "--exit-code").exit_code == 0
    assert _said("check", "--project", str(tmp_path / "one")).exit_code == 3
