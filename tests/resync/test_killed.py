"""Killed at any step, a project is as it was or as it should be: whoever comes next decides."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from repository import commit, copy, create, git, run, status, tree

from bd_scaffold import update
from bd_scaffold.resync import journal, laying

OLD = """\
name: lab
architecture: {decisions: [{title: One, context: a, decision: b, consequences: c}]}
entities: {Box: {fields: {amount: integer, label: string(20)}}}
"""
NEW = OLD.replace("title: One", "title: Two").replace(
    "amount: integer", "total: integer was(amount), weight: integer?"
)
_MINE = "    mine: Mapped[int] = mapped_column(sa.Integer())\n"


@pytest.fixture(scope="module", params=["clean", "conflict"])
def project(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Path:
    """Return an edited project with a changed design, nothing of it updated yet."""
    folder: Path = tmp_path_factory.mktemp(request.param) / "lab"
    create(folder, OLD)
    model = folder / "src/lab/models/box.py"
    text = model.read_text()
    if request.param == "conflict":
        at = text.index("    amount:")
        model.write_text(text[:at] + _MINE + text[at:].replace("amount:", "amount :"))
    else:
        model.write_text(text + _MINE)
    commit(folder)
    (folder / "design.yaml").write_text(NEW)
    return folder


def _killed(folder: Path, step: int) -> bool:
    """Update a project in a process that is killed before a step; tell whether it was."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            _count_steps(patch, step)
            try:
                run(folder)
            finally:
                os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _count_steps(patch: pytest.MonkeyPatch, last: int) -> None:
    done = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return step

    for name in ("replace", "unlink", "rmdir"):
        patch.setattr(Path, name, counted(getattr(Path, name)))
    patch.setattr(subprocess, "run", counted(subprocess.run))


def _steps(project: Path, tmp_path: Path) -> Iterator[Path]:
    """Yield copies of a project, each with an update that was killed one step later."""
    step = 1
    while True:
        folder = copy(project, tmp_path / f"{step}")
        if not _killed(folder, step):
            return
        yield folder
        step += 1


def _tree(folder: Path) -> update.git.WorkTree:
    found = update.git.work_tree(folder)
    assert found is not None
    return found


def _under_way(folder: Path) -> journal.Journal | None:
    return journal.read(_tree(folder))


def _index(folder: Path) -> str:
    return git(folder, "ls-files", "--stage")


def test_killed_at_each_step_it_is_taken_back_or_finished(
    project: Path, tmp_path: Path
) -> None:
    old, index = tree(project), _index(project)
    finished = _finished(project, tmp_path)
    laying = 0
    for folder in _steps(project, tmp_path):
        if _under_way(folder) is None:
            assert tree(folder) in (old, finished[0])
        else:
            laying += 1
            _check_taken_back(copy(folder, tmp_path / "taken-back"), old, index)
        _check_finished(folder, *finished)
        shutil.rmtree(folder)
    assert laying > 10


def _check_taken_back(folder: Path, old: Any, index: str) -> None:
    update.abandon(folder)
    assert tree(folder) == old
    assert _index(folder) == index
    assert status(folder) == [" M design.yaml"]
    shutil.rmtree(folder)


def _check_finished(folder: Path, new: Any, index: str) -> None:
    if _under_way(folder) is not None or tree(folder) != new:
        _finish(folder)
    assert tree(folder) == new
    assert _index(folder) == index


def _finished(project: Path, tmp_path: Path) -> tuple[Any, str]:
    folder = tmp_path / "whole"
    if not folder.exists():
        copy(project, folder)
        run(folder)
    return tree(folder), _index(folder)


def _finish(folder: Path) -> None:
    """Run the update again, as somebody would who was told nothing."""
    try:
        run(folder)
    except journal.UnderWayError:
        found = _under_way(folder)
        assert found is not None
        assert found.phase in (journal.MERGING, journal.STAGED)


def test_what_was_written_after_the_kill_is_not_written_over(
    project: Path, tmp_path: Path
) -> None:
    path = "src/lab/models/box.py"
    for folder in _steps(project, tmp_path):
        found = _under_way(folder)
        if found is None or found.phase != journal.LAYING:
            continue
        with (folder / path).open("a") as file:
            file.write("# later\n")
        for finish in (update.abandon, lambda where: update.proceed(where, print)):
            with pytest.raises(laying.OccupiedError, match=path):
                finish(folder)
        assert (folder / path).read_text().endswith("# later\n")
        return
    pytest.fail("no step is one of laying")
