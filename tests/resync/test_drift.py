"""What a project's own design and blueprint say of it: for people, and for CI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from changes import LAB
from repository import commit, copy, create, git, run
from typer.testing import CliRunner, Result

from bd_scaffold import cli


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("created") / "lab"
    create(folder, LAB)
    return folder


@pytest.fixture
def project(created: Path, tmp_path: Path) -> Path:
    return copy(created, tmp_path / "lab")


def _said(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def test_a_fresh_project_is_as_its_design_says(project: Path) -> None:
    assert _said("diff", str(project)).stdout == ""
    checked = _said("check", "--project", str(project))
    assert checked.exit_code == 0
    assert (
        checked.stdout == f"{project}: up to date with its design and its blueprint\n"
    )
    assert _said("plan", str(project), "--exit-code").exit_code == 0


def test_diff_shows_what_was_edited_and_deleted(project: Path) -> None:
    with (project / "src/lab/api.py").open("a") as file:
        file.write("MINE = 1\n")
    (project / "Dockerfile").unlink()
    assert "+MINE = 1\n" in _said("diff", str(project)).stdout
    stat = _said("diff", str(project), "--stat").stdout
    assert stat == "deleted  Dockerfile\nedited   src/lab/api.py\n"
    found = json.loads(_said("diff", str(project), "--json").stdout)["edits"]
    assert [each["path"] for each in found] == ["Dockerfile", "src/lab/api.py"]


def _design(project: Path) -> None:
    (project / "design.yaml").write_text(LAB.replace("note: text?", "memo: text?"))


def _compiled(project: Path) -> None:
    _design(project)
    assert _said("compile", str(project), "--allow", "*").exit_code == 0
    commit(project)


def _migration(project: Path) -> None:
    _compiled(project)
    run(project)
    commit(project)
    next((project / "migrations" / "versions").glob("0002_*")).unlink()
    commit(project)


def _contract(project: Path) -> None:
    with (project / "openapi.yaml").open("a") as file:
        file.write("# mine\n")


@pytest.mark.parametrize(
    ("drift", "kind"),
    [
        (_design, "design"),
        (_compiled, "update"),
        (_migration, "migration"),
        (_contract, "contract"),
    ],
)
def test_each_kind_of_drift_stops_ci(project: Path, drift: object, kind: str) -> None:
    assert callable(drift)
    drift(project)
    checked = _said("check", "--project", str(project), "--json")
    assert checked.exit_code == 3
    found = json.loads(checked.stdout)["drift"]
    assert [each["kind"] for each in found] == [kind]


MODEL, ANSWERS = ".bd/model.yaml", ".copier-answers.yml"


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        (MODEL, None, "is missing"),
        (MODEL, "<<<<<<< ours\na: [\n", "contains conflict markers"),
        (MODEL, "revisions: []\n", "does not say design_sha"),
        (MODEL, "design_sha: a\nmodel: '{'\n", "holds a damaged model"),
        (ANSWERS, None, "is missing"),
        (ANSWERS, "a: [\n", "is not a YAML mapping"),
        (ANSWERS, "_commit: v1\n", "does not say _src_path and bd_model"),
        (ANSWERS, "{_commit: a, _src_path: b, bd_model: '{'}", "holds a damaged model"),
    ],
)
def test_a_damaged_file_is_named_with_the_command_that_brings_it_back(
    project: Path, path: str, text: str | None, fault: str
) -> None:
    for committed in (False, True):
        if text is None:
            (project / path).unlink()
        else:
            (project / path).write_text(text)
        if committed:
            commit(project)
        back = git(project, "rev-parse", "--short", "HEAD~1") if committed else "HEAD"
        way_out = f"`git checkout {back.strip()} -- {path}` brings it back"
        checked = _said("check", "--project", str(project))
        assert checked.stdout == f"{path} {fault}. {way_out}.\n"
        assert checked.exit_code == 3
        planned = _said("plan", str(project))
        assert str(planned.exception) == f"{path} {fault}: {way_out}"
        git(project, "checkout", "--quiet", back.strip(), "--", path)
    if path == ANSWERS:
        commit(project)
    assert _said("check", "--project", str(project)).exit_code == 0


def test_whole_answers_in_the_folder_are_to_be_committed(project: Path) -> None:
    path = project / ANSWERS
    whole = path.read_text()
    path.write_text("a: [\n")
    commit(project)
    path.write_text(whole)
    assert _said("check", "--project", str(project)).stdout == (
        ".copier-answers.yml as committed is not a YAML mapping. "
        "Commit the one in the folder.\n"
    )


def test_the_plans_exit_code_says_whether_there_will_be_conflicts(
    project: Path,
) -> None:
    path = project / "src/lab/models/item.py"
    _design(project)
    asked = ("plan", str(project), "--exit-code", "--json", "--allow", "*")
    assert _said(*asked[:4]).exit_code == 12
    assert _said(*asked).exit_code == 10
    path.write_text(path.read_text().replace("note: ", "note : "))
    commit(project)
    planned = _said(*asked)
    assert planned.exit_code == 11
    verdicts = {
        each["path"]: each["verdict"] for each in json.loads(planned.stdout)["files"]
    }
    assert verdicts["src/lab/models/item.py"] == "conflict"
