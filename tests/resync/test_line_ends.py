"""A work tree that git has checked out with the line ends of Windows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from changes import LAB
from repository import commit, copy, create, git, run, status
from typer.testing import CliRunner, Result

from bd_scaffold import cli

NEW = LAB.replace("note: text?", "note: text?\n      weight: integer?")
PATH = "src/lab/models/item.py"
EDITED = "src/lab/api.py"


@pytest.fixture(scope="module")
def checked_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project without our own word on line ends, as Windows checks it out."""
    folder = tmp_path_factory.mktemp("windows") / "lab"
    create(folder, LAB)
    (folder / ".gitattributes").write_text("* text=auto\n")
    commit(folder)
    git(folder, "config", "core.autocrlf", "true")
    git(folder, "rm", "-r", "--quiet", "--cached", ".")
    git(folder, "reset", "--quiet", "--hard")
    assert _ends(folder / PATH) == "\r\n"
    return folder


@pytest.fixture
def project(checked_out: Path, tmp_path: Path) -> Path:
    return copy(checked_out, tmp_path / "lab")


def _ends(path: Path) -> str:
    """Return what every line of a file ends with, or nothing where they differ."""
    content = path.read_bytes()
    return {0: "\n", content.count(b"\n"): "\r\n"}.get(content.count(b"\r\n"), "")


def _said(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def _append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.replace("\n", "\r\n").encode())


def test_nothing_looks_edited(project: Path) -> None:
    assert _said("diff", str(project), "--stat").stdout == "edited   .gitattributes\n"
    assert _said("check", "--project", str(project)).exit_code == 0
    assert _said("plan", str(project), "--exit-code").exit_code == 0
    assert run(project).lines == ()
    assert status(project) == []


def test_an_edit_is_shown_without_the_lines_around_it(project: Path) -> None:
    _append(project / EDITED, "MINE = 1\n")
    found = json.loads(_said("diff", str(project), "--json").stdout)["edits"]
    changed = [
        line
        for each in found
        if each["path"] == EDITED
        for line in each["difference"].splitlines()[2:]
        if line[0] in "+-"
    ]
    assert changed == ["+MINE = 1"]


def test_an_update_leaves_the_line_ends_that_git_would_check_out(project: Path) -> None:
    _append(
        project / PATH,
        "\n    @property\n    def mine(self) -> int:\n        return 1\n",
    )
    commit(project)
    (project / "design.yaml").write_bytes(NEW.replace("\n", "\r\n").encode())
    assert run(project).conflicts == ()
    assert "weight" in (project / PATH).read_text()
    assert "mine" in (project / PATH).read_text()
    written = [line.split()[1] for line in status(project)]
    assert {_ends(project / path) for path in written} == {"\r\n"}
    commit(project)
    assert b"\r" not in git(project, "show", f"HEAD:{PATH}").encode()
    assert _said("check", "--project", str(project)).exit_code == 0


def test_a_compiled_design_is_known_again(project: Path) -> None:
    (project / "design.yaml").write_bytes(NEW.replace("\n", "\r\n").encode())
    assert _said("compile", str(project)).exit_code == 0
    commit(project)
    git(project, "rm", "-r", "--quiet", "--cached", ".")
    git(project, "reset", "--quiet", "--hard")
    assert _said("compile", str(project)).stdout.count("\n") <= 1
    assert status(project) == []
    assert run(project).conflicts == ()


def test_a_conflict_is_taken_back_with_its_line_ends(project: Path) -> None:
    path = project / PATH
    path.write_bytes(path.read_bytes().replace(b"note: ", b"note : "))
    commit(project)
    before = path.read_bytes()
    (project / "design.yaml").write_bytes(
        LAB.replace("note: text?", "note: string(20)?").replace("\n", "\r\n").encode()
    )
    assert run(project).conflicts == (PATH,)
    assert _ends(path) == "\r\n"
    assert _said("update", str(project), "--abort").exit_code == 0
    assert path.read_bytes() == before
    assert [line.split()[1] for line in status(project)] == ["design.yaml"]
