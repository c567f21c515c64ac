"""Wherever a project lies, and whatever the settings of its user's git are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from changes import LAB
from repository import commit, copy, create, git, run, status

from bd_scaffold import update

NEW = LAB.replace("note: text?", "note: text?\n      weight: integer?")
PATH = "src/lab/models/item.py"


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("created") / "lab"
    create(folder, LAB)
    return folder


def _updated(folder: Path) -> None:
    with (folder / PATH).open("a") as file:
        file.write("\n\nMINE = 1\n")
    commit(folder)
    (folder / "design.yaml").write_text(NEW)
    assert run(folder).conflicts == ()
    text = (folder / PATH).read_text()
    assert "weight" in text
    assert text.endswith("\n\nMINE = 1\n")
    assert not [line for line in status(folder) if line.startswith(("?", " D", "U"))]


def test_in_a_folder_of_a_larger_repository(created: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    folder = copy(created, tmp_path / "backends" / "the lab")
    (folder / ".git").rename(tmp_path / "elsewhere")
    (tmp_path / "README.md").write_text("outside\n")
    (tmp_path / ".gitignore").write_text("elsewhere\n")
    commit(tmp_path)
    _updated(folder)
    assert (tmp_path / "README.md").read_text() == "outside\n"


def test_in_a_second_work_tree(created: Path, tmp_path: Path) -> None:
    first = copy(created, tmp_path / "first")
    git(first, "worktree", "add", "--quiet", str(tmp_path / "second"))
    _updated(tmp_path / "second")
    assert status(first) == []


def test_in_a_path_of_any_letters(created: Path, tmp_path: Path) -> None:
    _updated(copy(created, tmp_path / " ein Ordner - ü 😀 "))


def test_with_line_ends_that_git_changes(created: Path, tmp_path: Path) -> None:
    folder = copy(created, tmp_path / "lab")
    git(folder, "config", "core.autocrlf", "true")
    _updated(folder)
    assert b"\r" not in subprocess.check_output(
        ["git", "show", f":0:{PATH}"], cwd=folder
    )


def test_without_any_hook(created: Path, tmp_path: Path) -> None:
    folder = copy(created, tmp_path / "lab")
    hooks = folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "post-index-change", "post-checkout", "commit-msg"):
        (hooks / name).write_text(f"#!/bin/sh\necho {name} >> {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    (folder / "design.yaml").write_text(NEW)
    run(folder)
    assert not (tmp_path / "ran").exists()


def test_a_plan_writes_nothing(created: Path, tmp_path: Path) -> None:
    folder = copy(created, tmp_path / "lab")
    (folder / "design.yaml").write_text(NEW)
    before = _everything(folder)
    made = update.make(folder, update.UpdateOptions(), lambda _: None)
    assert not made.is_empty
    assert _everything(folder) == before


def _everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, git's own among them, but for objects and index."""
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "index" and "objects" not in path.parts
    }
