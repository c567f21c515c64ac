"""A team's own part of the contract goes into `openapi.yaml`, and is the team's alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from repository import commit, copy, create, git, run, status, tree
from test_beside_copier import (
    _copier,
    _tools,  # noqa: F401 - a fixture
    _whole,
)
from typer.testing import CliRunner, Result

from bd_scaffold import cli, pipeline, update

DESIGN = "name: lab\nentities: {Box: {fields: {amount: integer}}}\n"
OWN = """\
# Our own endpoints.
paths:
  /api/v1/boxes/{box_id}/empty:
    post:
      operationId: empty_box
      tags: [Box]
      responses: {'200': {$ref: '#/components/responses/NotFound'}}
"""
FILE, PATH = "openapi.own.yaml", "/api/v1/boxes/{box_id}/empty"


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("created") / "lab"
    create(folder, DESIGN)
    return folder


@pytest.fixture
def project(created: Path, tmp_path: Path) -> Path:
    """Return a project beside which somebody has written what they serve themselves."""
    folder = copy(created, tmp_path / "lab")
    (folder / FILE).write_text(OWN)
    return folder


def _said(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def _paths(folder: Path) -> list[str]:
    return [*yaml.safe_load((folder / "openapi.yaml").read_text())["paths"]]


def test_update_merges_it_and_stages_both(project: Path) -> None:
    run(project)
    assert PATH in _paths(project)
    assert (project / FILE).read_text() == OWN
    assert {f"A  {FILE}", "M  openapi.yaml"} < set(status(project))
    commit(project)
    assert _said("check", "--project", str(project)).exit_code == 0
    assert _said("plan", str(project), "--exit-code").exit_code == 0
    assert _said("diff", str(project)).stdout == ""


def test_plain_copier_makes_the_same_contract(project: Path, tmp_path: Path) -> None:
    theirs = copy(project, tmp_path / "theirs")
    run(project)
    _copier(theirs)
    assert _whole(project) == _whole(theirs)


def test_check_says_that_it_is_not_merged_yet(project: Path) -> None:
    said = _said("check", "--project", str(project))
    assert said.exit_code == 3
    assert said.stdout == (
        "openapi.yaml was made with another openapi.own.yaml. Run `bd-scaffold update`, or "
        "`bd-scaffold compile` and `copier update`.\n"
    )


def test_abort_leaves_it_as_it_was(project: Path) -> None:
    before = tree(project)
    run(project)
    update.abandon(project)
    assert tree(project) == before
    assert status(project) == [f"?? {FILE}"]


def test_plan_tells_what_it_breaks_and_update_wants_it_allowed(project: Path) -> None:
    run(project)
    commit(project)
    (project / FILE).unlink()
    planned = json.loads(_said("plan", str(project), "--json").stdout)
    assert [each["name"] for each in planned["wanting"]] == ["break:Box.empty"]
    run(project)
    assert PATH not in _paths(project)
    assert f"D  {FILE}" in status(project)


def test_it_stays_through_a_change_of_the_design(project: Path) -> None:
    run(project)
    commit(project)
    (project / "design.yaml").write_text(DESIGN.replace("integer", "bigint"))
    run(project)
    assert PATH in _paths(project)
    assert git(project, "diff", "HEAD", "--", FILE) == ""


def test_what_is_wrong_with_it_is_said_with_its_place(project: Path) -> None:
    (project / FILE).write_text("paths: {boxes: {}}\n")
    before = tree(project)
    for command in ("update", "plan", "compile"):
        said = _said(command, str(project))
        assert isinstance(said.exception, pipeline.MistakesError)
        assert str(said.exception.mistakes[0]) == (
            f"{project / FILE}:1:9 BD901 paths.boxes: A path begins with /. Write the "
            "whole path, with the API's prefix."
        )
    assert tree(project) == before


def test_two_branches_that_add_to_it_become_one(project: Path) -> None:
    run(project)
    commit(project)
    first = git(project, "rev-parse", "HEAD").strip()
    for name in ("fill", "paint"):
        git(project, "checkout", "--quiet", "-b", name, first)
        more = OWN.replace("empty", name)
        (project / FILE).write_text(OWN + more[more.index("  /api") :])
        run(project)
        commit(project)
    git(project, "merge", "--no-edit", "fill", fails=True)
    text = (project / FILE).read_text()
    lines = [each for each in text.splitlines() if each[:7] not in _MARKS]
    said = _said("compile", str(project))
    assert str(said.exception) == (
        "openapi.own.yaml contains conflict markers: resolve them, and run "
        "`bd-scaffold compile` again"
    )
    (project / FILE).write_text("\n".join(_both(lines)) + "\n")
    git(project, "add", FILE)
    assert _said("compile", str(project)).exit_code == 0
    commit(project)
    assert [PATH.replace("empty", each) in _paths(project) for each in _ALL] == [
        True
    ] * 3
    assert _said("check", "--project", str(project)).exit_code == 0


_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
_ALL = ("empty", "fill", "paint")


def _both(lines: list[str]) -> list[str]:
    """Return both sides of the conflict, each whole."""
    start = next(n for n, each in enumerate(lines) if "/paint" in each)
    del lines[start:]
    blocks = OWN.splitlines()[2:]
    return [*lines, *(e.replace("empty", n) for n in ("paint", "fill") for e in blocks)]
