"""Git is a door that opens at the beginning and at the end: its processes, one by one."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from repository import commit, copy, create, run

from bd_scaffold import compiling, update
from bd_scaffold.resync import journal, merge
from bd_scaffold.sources.git import process
from bd_scaffold.update import UpdateOptions

DESIGN = "name: lab\nentities: {Box: {fields: {amount: integer, label: string(20)}}}\n"
CHANGED = DESIGN.replace("amount: integer", "amount: integer, weight: integer?")

READ = ["rev-parse", "cat-file", "cat-file"]  # the second, for files that are edited
WRITTEN = ["status", "hash-object", "update-index", "update-index"]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with an edit that meets no change, and with a changed design."""
    folder = tmp_path_factory.mktemp("edited") / "lab"
    create(folder, DESIGN)
    service = folder / "src/lab/boxes/service.py"
    service.write_text(service.read_text() + "\n\nMINE = 1\n")
    commit(folder)
    (folder / "design.yaml").write_text(CHANGED)
    return folder


@pytest.fixture
def project(edited: Path, tmp_path: Path) -> Path:
    """Return a copy of the project, to be written to."""
    return copy(edited, tmp_path / "lab")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the commands of git that are started, as they are started."""
    found: list[str] = []
    real = subprocess.Popen.__init__

    def noted(self: Any, arguments: list[str], *rest: Any, **named: Any) -> None:
        words = iter(arguments[1:])
        found.append(next(w for w in words if w != "-c" or not next(words)))
        real(self, arguments, *rest, **named)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    return found


def test_an_update_without_conflicts(project: Path, started: list[str]) -> None:
    run(project)
    assert started == [*READ, *WRITTEN]


def test_a_plan(project: Path, started: list[str]) -> None:
    update.make(project, UpdateOptions(), lambda _: None)
    assert started == READ


def test_a_check_and_the_edits_of_a_project(project: Path, started: list[str]) -> None:
    assert [each.kind for each in update.drifts(project)] == ["design"]
    assert [each.path for each in update.edits(project)] == ["src/lab/boxes/service.py"]
    # The second reads what is committed of files that plain Copier may have taken edits from.
    assert started == ["rev-parse", "cat-file", "cat-file", "rev-parse", "cat-file"]


def test_compiling(project: Path, started: list[str]) -> None:
    compiling.compile_design(project)
    reads = ["rev-parse", "cat-file", "cat-file"]  # one for a merge
    settings = ["config", "ls-files"]  # by which plain Copier would lose edits
    assert started == [*reads, *settings]


def test_a_new_project(tmp_path: Path, started: list[str]) -> None:
    create(tmp_path / "lab", DESIGN)
    assert started == ["rev-parse", "var", "init", "fast-import", "read-tree"]


PLANNING = [
    (compiling, "resolved"),
    (compiling, "migration"),
    (update, "impact_of"),
    (merge.Merger, "outcomes"),
    (journal, "refuse_under_way"),
]


def test_nothing_is_asked_of_git_while_an_update_is_worked_out(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut: list[str] = []
    real = process.command

    def command(*arguments: str) -> list[str]:
        assert not shut, f"git {arguments[0]} is started in {shut[-1]}"
        return real(*arguments)

    monkeypatch.setattr(process, "command", command)
    met = []

    def behind_the_door(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def stood(*arguments: Any, **named: Any) -> Any:
            met.append(name)
            shut.append(name)
            try:
                return stage(*arguments, **named)
            finally:
                shut.pop()

        return stood

    for owner, name in PLANNING:
        monkeypatch.setattr(owner, name, behind_the_door(name, getattr(owner, name)))
    run(project)
    assert set(met) == {name for _, name in PLANNING}
