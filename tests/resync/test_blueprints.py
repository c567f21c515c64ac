"""A blueprint's own second day: moved folders and renamed settings reach existing projects."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from changes import LAB
from repository import commit, create, git, run
from typer.testing import CliRunner

from bd_scaffold import cli
from bd_scaffold.resync.history import moved, renamed, steps
from bd_scaffold.sources import resources
from bd_scaffold.sources.stack import BlueprintError

HISTORY = """\
v2.0.0:
  moves: {"src/__package__/core/": "src/__package__/platform/", "Dockerfile": "ops/Dockerfile"}
  renames: {health_router: alive_router}
"""


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    """Return a blueprint of a team's own, with the versions v1.0.0 and v2.0.0."""
    folder = tmp_path / "blueprint"
    shutil.copytree(
        resources.BLUEPRINT, folder, ignore=shutil.ignore_patterns("releases")
    )
    layer = folder / "fastapi"
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    git(folder, "tag", "v1.0.0")
    outputs = layer / "outputs"
    (outputs / "ops").mkdir()
    (outputs / "Dockerfile.jinja").rename(outputs / "ops/Dockerfile.jinja")
    for core in [*layer.rglob("src/__package__/core")]:  # of the base and of its parts
        core.rename(core.with_name("platform"))
    for path in layer.rglob("*.jinja"):
        text = path.read_text().replace("__package__/core/", "__package__/platform/")
        text = text.replace("}}.core.", "}}.platform.")
        path.write_text(text.replace('"Dockerfile"', '"ops/Dockerfile"'))
    (layer / "history.yaml").write_text(HISTORY)
    commit(folder)
    git(folder, "tag", "v2.0.0")
    return folder


@pytest.fixture
def project(blueprint: Path, tmp_path: Path) -> Path:
    """Return a project of the blueprint's first version."""
    folder = tmp_path / "project"
    create(folder, LAB)
    answers = folder / ".copier-answers.yml"
    text = answers.read_text().replace(resources.SOURCE, str(blueprint))
    answers.write_text(text.replace(resources.newest_release(), "v1.0.0"))
    commit(folder)
    return folder


def test_moved_files_carry_edits_and_what_lies_beside_them(project: Path) -> None:
    core = project / "src/lab/core"
    with (core / "http/health.py").open("a") as file:
        file.write("\n\nMINE = 1\n")
    (core / "own.py").write_text("from lab.core.http.health import MINE\n")
    with (project / "Dockerfile").open("a") as file:
        file.write("# mine\n")
    commit(project)
    assert run(project).conflicts == ()
    platform = project / "src/lab/platform"
    assert (platform / "http/health.py").read_text().endswith("\n\nMINE = 1\n")
    assert (
        platform / "own.py"
    ).read_text() == "from lab.platform.http.health import MINE\n"
    assert (project / "ops/Dockerfile").read_text().endswith("# mine\n")
    assert not core.exists()
    assert not (project / "Dockerfile").exists()


def test_a_project_behind_its_blueprint_stops_ci_that_asks_for_it(
    blueprint: Path, project: Path
) -> None:
    behind = f"{blueprint} has v2.0.0, and the project was made from v1.0.0. "
    said = f"{behind}Run `bd-scaffold update`.\n"
    asked = ("check", "--project", str(project))
    checked = CliRunner().invoke(cli.app, asked)
    assert (checked.exit_code, checked.stdout) == (3, said)
    checked = CliRunner().invoke(cli.app, [*asked, "--design-only"])
    assert (checked.exit_code, checked.stdout) == (0, f"note: {said}")
    run(project)
    commit(project)
    assert CliRunner().invoke(cli.app, asked).exit_code == 0


@pytest.mark.parametrize(
    ("major", "way_out"),
    [(2, "upgrade bd-scaffold"), (0, "take a newer version of the blueprint")],
)
def test_a_blueprint_for_another_model_is_refused_in_a_sentence(
    project: Path, blueprint: Path, major: int, way_out: str
) -> None:
    path = blueprint / "blueprint.yaml"
    path.write_text(path.read_text().replace("model: 1", f"model: {major}"))
    commit(blueprint)
    git(blueprint, "tag", "v3.0.0")
    with pytest.raises(BlueprintError) as error:
        run(project)
    assert str(error.value) == (
        f"the blueprint fastapi is written for version {major} of the model, "
        f"and this release of bd-scaffold makes version 1; {way_out}"
    )
    assert git(project, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "history.yaml of the blueprint is not a mapping of versions"),
        (
            "v2.0.0: {moved: {}}",
            (
                "history.yaml of the blueprint: v2.0.0 has to be a version with `moves` "
                "and `renames`"
            ),
        ),
        (
            "v2.0.0: {moves: [a]}",
            "history.yaml of the blueprint: v2.0.0.moves has to map texts to texts",
        ),
    ],
)
def test_a_broken_history_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "history.yaml").write_text(text)
    with pytest.raises(BlueprintError) as error:
        steps(tmp_path, "v1.0.0", "v2.0.0")
    assert str(error.value) == said


def test_only_the_steps_in_between_are_taken_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "history.yaml").write_text(
        "v3.0.0: {moves: {b/: c/}, renames: {two: three}}\n"
        "v2.0.0: {moves: {a/: b/}, renames: {one: two}}\n"
        "v1.0.0: {moves: {z/: a/}, renames: {nil: one}}\n"
    )
    found = steps(tmp_path, "v1.0.0", "v3.0.0")
    assert [each.version for each in found] == ["v2.0.0", "v3.0.0"]
    assert moved("a/x.py", found) == "c/x.py"
    assert renamed(found) == {"one": "three", "two": "three"}
