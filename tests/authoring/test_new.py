"""A new blueprint is an ordinary Copier template with the base in it, and says what is whose."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from lab import Shell

from bd_scaffold import pipeline
from bd_scaffold.authoring import new, vendor
from bd_scaffold.model import store
from bd_scaffold.render import render
from bd_scaffold.sources.compiled import compiled
from bd_scaffold.sources.resources import CHANGELOG, SOURCE
from bd_scaffold.sources.stack import BlueprintError, Layer, read

ANSWERS = {"_commit": "v0.1.0"}


def _made_from(blueprint: Shell, folder: Path, title: str = "Notes") -> dict[str, str]:
    """Lay a design into a folder, and return the files that our engine makes of it."""
    text = blueprint.text("tests/designs/notes.yaml").encode()
    text += f"title: {title}\n".encode() if b"title:" not in text else b""
    stored = store.dump(pipeline.build(pipeline.check(text, "notes.yaml")))
    (folder / ".bd").mkdir(parents=True, exist_ok=True)
    (folder / "design.yaml").write_bytes(text)
    (folder / ".bd" / "model.yaml").write_text(compiled(text, stored))
    answers = ANSWERS | {"_src_path": str(blueprint.folder), "bd_model": stored}
    return render.Rendering(store.read(stored), blueprint.folder, answers).tree()


def _read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and not {".git", ".bd"} & set(path.parts)
    }


def test_it_is_one_commit_of_all_that_is_there(acme: Shell) -> None:
    assert acme.changes() == []
    assert acme("git", "log", "--format=%s").splitlines() == [
        "Start acme on fastapi v0.1.0"
    ]


def test_it_says_what_it_is_made_of(acme: Shell, base: Shell) -> None:
    said = read(acme.folder)
    assert said.layers == (Layer("fastapi", "v0.1.0"), Layer("acme"))
    assert said.extends is not None
    assert (said.extends.source, said.extends.version) == (str(base.folder), "v0.1.0")


def test_plain_copier_makes_of_it_what_our_engine_makes(
    acme: Shell, tmp_path: Path
) -> None:
    outputs = acme.folder / "acme" / "outputs"
    outputs.mkdir()
    (outputs / "NOTICE.jinja").write_text("Made for {{ model.project.name }}.\n")
    (outputs / "Dockerfile.jinja").write_text("FROM scratch\n")
    acme.edit("acme/manifest.jinja", "outputs = [", 'outputs = [\n  ["NOTICE", once],')
    acme.edit("acme/manifest.jinja", "dropped = []", 'dropped = [".dockerignore"]')
    acme.commit("ours")
    acme("git", "tag", "v0.1.0")
    folder = tmp_path / "project"
    ours = _made_from(acme, folder)
    acme("copier", "copy", "--quiet", str(acme.folder), str(folder))
    theirs = _read(folder)
    del theirs["design.yaml"]
    assert theirs == ours
    assert theirs["NOTICE"] == "Made for notes.\n"
    assert theirs["Dockerfile"] == "FROM scratch\n"
    assert ".dockerignore" not in theirs


def test_plain_copier_updates_a_project_to_its_next_version(
    acme: Shell, tmp_path: Path
) -> None:
    acme("git", "tag", "v0.1.0")
    project = Shell(tmp_path / "project")
    _made_from(acme, project.folder)
    project("git", "init", "--quiet")
    project("copier", "copy", "--quiet", str(acme.folder), ".")
    project.commit("created")
    project.edit("README.md", "# Notes", "# Our notes")
    project.commit("ours")
    outputs = acme.folder / "acme" / "outputs"
    outputs.mkdir()
    (outputs / "Dockerfile.jinja").write_text("FROM scratch\n")
    acme.commit("another image")
    acme("git", "tag", "v0.2.0")
    project("copier", "update", "--quiet")
    assert project.text("Dockerfile") == "FROM scratch\n"
    assert project.text("README.md").startswith("# Our notes")
    changed = {line[3:] for line in project.changes()}
    assert changed == {".copier-answers.yml", "Dockerfile"}


def test_a_question_is_asked_as_soon_as_its_file_is_there(
    acme: Shell, tmp_path: Path
) -> None:
    questions = acme.folder / "acme" / "questions.yml"
    outputs = acme.folder / "acme" / "outputs"
    outputs.mkdir()
    (outputs / "Dockerfile.jinja").write_text("FROM {{ image }}\n")
    questions.write_text("# none yet\n")
    acme.commit("an empty file of questions")
    folder = tmp_path / "project"
    _made_from_below(folder, acme)
    copy = ("copier", "copy", "--quiet", "--defaults", "--vcs-ref=HEAD")
    assert "'image' is undefined" in acme(
        *copy, str(acme.folder), str(folder), fails=True
    )
    questions.write_text("image: {type: str, default: scratch}\n")
    acme.commit("a question")
    acme(*copy, "--overwrite", str(acme.folder), str(folder))
    assert (folder / "Dockerfile").read_text() == "FROM scratch\n"


def _made_from_below(folder: Path, acme: Shell) -> None:
    """Lay a design into a folder without making anything of it."""
    (acme.folder / "acme" / "outputs" / "Dockerfile.jinja").rename(folder.parent / "x")
    _made_from(acme, folder)
    (folder.parent / "x").rename(acme.folder / "acme" / "outputs" / "Dockerfile.jinja")


def test_a_department_stands_on_its_company(acme: Shell, tmp_path: Path) -> None:
    outputs = acme.folder / "acme" / "outputs"
    outputs.mkdir()
    (outputs / "Dockerfile.jinja").write_text("FROM acme\n")
    acme.commit("ours")
    acme("git", "tag", "v1.2.0")
    new.start("payments", tmp_path / "payments", str(acme.folder), None)
    payments = Shell(tmp_path / "payments")
    assert [(each.name, each.version) for each in read(payments.folder).layers] == [
        ("fastapi", "v0.1.0"),
        ("acme", "v1.2.0"),
        ("payments", ""),
    ]
    payments("git", "tag", "v0.1.0")
    ours = _made_from(payments, tmp_path / "project")
    assert ours["Dockerfile"] == "FROM acme\n"
    payments(
        "copier", "copy", "--quiet", str(payments.folder), str(tmp_path / "project")
    )
    assert _read(tmp_path / "project").items() >= ours.items()
    assert vendor.edited(payments.folder) == ()


def test_the_base_that_comes_along_brings_its_changelog(tmp_path: Path) -> None:
    new.start("acme", tmp_path / "acme", SOURCE, None)
    vendored = tmp_path / "acme" / "fastapi" / "CHANGELOG.md"
    assert vendored.read_text() == CHANGELOG.read_text()


def test_anyone_can_tell_when_somebody_edits_the_base(acme: Shell) -> None:
    assert vendor.edited(acme.folder) == ()
    subprocess.run(
        ["sha256sum", "--check", "--quiet", vendor.SUMS], cwd=acme.folder, check=True
    )
    acme.edit("fastapi/outputs/Dockerfile.jinja", "USER 10001", "USER root")
    (acme.folder / "fastapi" / "outputs" / "NOTICE.jinja").write_text("ours\n")
    (acme.folder / "files.json.jinja").unlink()
    assert vendor.edited(acme.folder) == (
        "fastapi/outputs/Dockerfile.jinja",
        "fastapi/outputs/NOTICE.jinja",
        "files.json.jinja",
    )


def test_its_ci_and_its_package_are_what_their_tools_read(acme: Shell) -> None:
    ci = yaml.safe_load(acme.text(".github/workflows/ci.yml"))
    steps = [
        each.get("run", "") for job in ci["jobs"].values() for each in job["steps"]
    ]
    asked = {run.partition(" blueprint ")[2] for run in steps if " blueprint " in run}
    assert asked == {"lint", "test", "upgrade --check", "release"}
    (acme.folder / "releases").mkdir()
    (acme.folder / "releases" / "version.txt").write_text("v1.2.0\n")
    (acme.folder / "releases" / "acme.bundle").write_bytes(b"a bundle")
    acme("uv", "build", "--quiet", "--wheel")
    listed = acme("unzip", "-l", "dist/acme_blueprint-1.2.0-py3-none-any.whl")
    assert "acme_blueprint/acme.bundle" in listed
    assert "manifest.jinja" not in listed
    assert acme.changes() == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Acme-Pay",
            "which has lower case letters, digits and _; acme_pay would be one",
        ),
        ("tests", "tests is a folder that every blueprint has already"),
        ("fastapi", "fastapi is a layer of the base: take another name"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    name: str, said: str, base: Shell, tmp_path: Path
) -> None:
    with pytest.raises(BlueprintError) as error:
        new.start(name, tmp_path / "made", str(base.folder), None)
    assert str(error.value).endswith(said)
    assert not (tmp_path / "made").exists()
