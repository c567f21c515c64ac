"""A new project is a repository with one commit, on any machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bd_scaffold.sources import git


@pytest.fixture(autouse=True)
def _no_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME", raising=False)
        monkeypatch.delenv(f"GIT_{role}_EMAIL", raising=False)


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.check_output(["git", *arguments], cwd=folder, text=True).strip()


TREE = {"src/main.py": "x = 1\r\n", ".env": "A=1\n", ".gitignore": ".env\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


def test_every_file_is_in_the_first_commit(folder: Path) -> None:
    git.start_repository(folder, TREE.items(), "Create shop")
    assert _git(folder, "log", "--format=%s|%an") == "Create shop|bd-scaffold"
    assert _git(folder, "status", "--porcelain") == ""
    assert _git(folder, "ls-files").split() == [".env", ".gitignore", "src/main.py"]
    assert _git(folder, "branch", "--show-current") == "main"


def test_the_folder_has_the_files_as_they_were_given(
    folder: Path, tmp_path: Path
) -> None:
    attributes = tmp_path / "attributes"
    attributes.write_text("* text eol=crlf\n")
    Path(os.environ["GIT_CONFIG_GLOBAL"]).write_text(
        f"[core]\nautocrlf = true\neol = crlf\nattributesFile = {attributes}\n"
    )
    assert git.start_repository(folder, TREE.items(), "Create shop") == [*TREE]
    given = {path: text.encode() for path, text in TREE.items()}
    assert {path: (folder / path).read_bytes() for path in TREE} == given


def test_git_has_ended_where_a_file_cannot_be_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    def files() -> Iterator[tuple[str, str]]:
        yield "a.txt", "a\n"
        raise ValueError("no")

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(ValueError, match="no"):
        git.start_repository(folder, files(), "Create shop")
    assert "fast-import" in started[-1].args  # type: ignore[operator]
    assert all(each.returncode is not None for each in started)


def test_many_files_are_one_pack(folder: Path) -> None:
    tree = {f"src/übung {number}.py": f"x = {number}\n" for number in range(200)}
    git.start_repository(folder, (TREE | tree).items(), "Create shop")
    assert _git(folder, "status", "--porcelain") == ""
    assert "packs: 1" in _git(folder, "count-objects", "-v").splitlines()


def test_the_machines_own_author_branch_and_hooks_count(
    folder: Path, tmp_path: Path
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    Path(os.environ["GIT_CONFIG_GLOBAL"]).write_text(
        "[user]\nname = Ada\nemail = ada@example.com\n[init]\ndefaultBranch = trunk\n"
        f"[core]\nhooksPath = {hooks}\nautocrlf = input\n[commit]\ngpgSign = true\n"
    )
    git.start_repository(folder, TREE.items(), "Create shop")
    assert _git(folder, "log", "--format=%an <%ae>") == "Ada <ada@example.com>"
    assert _git(folder, "branch", "--show-current") == "trunk"
    shown = subprocess.check_output(["git", "show", "HEAD:src/main.py"], cwd=folder)
    assert shown == b"x = 1\r\n"


def test_the_callers_repository_is_left_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    _git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    git.start_repository(folder, TREE.items(), "Create shop")
    assert (folder / ".git").is_dir()
    assert not (other / ".git" / "index").exists()


def test_the_work_tree_around_a_new_folder_is_found(tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet")
    (tmp_path / ".gitignore").write_text("/build/\n")
    assert git.enclosing_work_tree(tmp_path / "a" / "shop") == tmp_path
    assert git.enclosing_work_tree(tmp_path / "build" / "shop") is None


def test_outside_of_any_work_tree_there_is_none(tmp_path: Path) -> None:
    assert git.enclosing_work_tree(tmp_path / "a" / "shop") is None


def test_what_git_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    with pytest.raises(git.GitError, match="git failed: "):
        git.start_repository(tmp_path, [(".git/config", "")], "Create shop")


def test_a_missing_git_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(git.GitError, match="install it, or pass --no-git"):
        git.check_installed()
