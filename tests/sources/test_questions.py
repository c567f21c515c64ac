"""A blueprint's own questions are answered by Copier, and its answers reach templates as there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from company import (
    DESIGN,
    answers,
    commit,
    copied,
    copier,
    git,
    lay,
    scaffold,
    small,
    status,
    tree,
)

from bd_scaffold import pipeline, update
from bd_scaffold.sources import blueprints
from bd_scaffold.sources.stack import BlueprintError

INCLUDING = "---\n!include frame.yml\n---\n!include acme/questions.yml\n"
QUESTIONS = """\
team:
  type: str
  default: platform
  validator: "{% if team == 'nobody' %}somebody has to answer{% endif %}"
service:
  type: str
  default: "{{ model.project.name }}-{{ team }}"
port:
  type: int
  default: 8000
  when: "{{ team != 'batch' }}"
slug:
  type: str
  when: false
  default: "{{ team | upper }}"
token:
  type: str
  secret: true
  default: none of them
"""
ASKING = {
    "copier.yml": INCLUDING,
    "acme/questions.yml": QUESTIONS,
    "acme/outputs/AUDIT.md.jinja": (
        "# {{ team }} {{ service }} {{ port }} {{ slug }} {{ token }}\n\nOne.\n\nTwo.\n\nEnd.\n"
    ),
}


def asking(folder: Path, more: Mapping[str, str] | None = None) -> Path:
    """Return a small blueprint with questions, as a repository with the version v1.0.0."""
    small(folder, {**ASKING, **(more or {})})
    frame = small(folder.parent / f"{folder.name}-frame") / "copier.yml"
    shutil.copy(frame, folder / "frame.yml")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, tag="v1.0.0")
    return folder


def made(folder: Path, blueprint: Path, **data: str) -> Path:
    """Create a project in process, and return it."""
    saying = blueprints.Saying(data)
    pipeline.create(
        DESIGN.encode(),
        "design.yaml",
        folder,
        repository=True,
        progress=lambda _: None,
        origin=pipeline.origin(str(blueprint), None, saying),
    )
    return folder


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    return asking(tmp_path / "acme")


@pytest.mark.parametrize("data", [{}, {"service": "s", "team": "batch"}])
def test_answers_are_copiers(
    blueprint: Path, tmp_path: Path, data: dict[str, str]
) -> None:
    project = made(tmp_path / "notes", blueprint, **data)
    said = [word for name, value in data.items() for word in ("-d", f"{name}={value}")]
    theirs = copied(tmp_path / "theirs", project, *said, blueprint)
    assert tree(project) == tree(theirs)
    assert "token" not in answers(project)
    assert "slug" not in answers(project)


def test_an_update_keeps_earlier_answers_and_is_copiers(
    blueprint: Path, tmp_path: Path
) -> None:
    project = made(tmp_path / "notes", blueprint, team="blue", port="9000")
    theirs = Path(shutil.copytree(project, tmp_path / "theirs"))
    more = QUESTIONS + "region: {type: str, default: 'eu-{{ team }}'}\n"
    text = ASKING["acme/outputs/AUDIT.md.jinja"].replace("End.", "{{ region }}.")
    lay(blueprint, {"acme/questions.yml": more, "acme/outputs/AUDIT.md.jinja": text})
    commit(blueprint, tag="v1.1.0")
    update.run(project, update.UpdateOptions(), lambda _: None)
    copier(theirs, "update", "--quiet", "--defaults")
    assert tree(project) == tree(theirs)
    assert (project / "AUDIT.md").read_text().startswith("# blue notes-blue 9000 BLUE")
    assert (project / "AUDIT.md").read_text().endswith("eu-blue.\n")
    commit(project)
    copier(project, "update", "--quiet", "--defaults")
    assert status(project) == []


def test_an_update_takes_another_answer_and_keeps_edits(
    blueprint: Path, tmp_path: Path
) -> None:
    project = made(tmp_path / "notes", blueprint)
    audit = project / "AUDIT.md"
    audit.write_text(audit.read_text().replace("End.", "Mine."))
    commit(project)
    saying = blueprints.Saying({"team": "red"})
    update.run(project, update.UpdateOptions(saying=saying), lambda _: None)
    assert audit.read_text().startswith("# red notes-platform 8000 RED")
    assert audit.read_text().endswith("Mine.\n")
    assert 'team: "red"' in answers(project)
    commit(project)
    assert [each.path for each in update.edits(project)] == ["AUDIT.md"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"team": "nobody"},
            "the answer to team is not one: somebody has to answer; give",
        ),
        (
            {"port": "many"},
            "the blueprint's questions can't be answered: invalid literal",
        ),
        ({"teem": "x"}, "the blueprint does not ask 'teem'. Did you mean \"team\"?"),
        ({"bd_model": "{}"}, "the blueprint does not ask 'bd_model'. It asks team, "),
    ],
)
def test_an_answer_that_is_none_is_refused(
    blueprint: Path, tmp_path: Path, data: dict[str, str], said: str
) -> None:
    with pytest.raises(BlueprintError) as error:
        made(tmp_path / "notes", blueprint, **data)
    assert str(error.value).startswith(said)
    assert not (tmp_path / "notes").exists()


def test_an_answer_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    blueprint = asking(tmp_path / "acme", {"acme/questions.yml": "team: {type: str}\n"})
    lay(tmp_path, {"notes.yaml": DESIGN})
    lay(blueprint, {"acme/outputs/AUDIT.md.jinja": "{{ team }}\n"})
    commit(blueprint, tag="v1.0.1")
    creating = ("create", "p", "--design", "notes.yaml", "--blueprint", blueprint)
    said = scaffold(tmp_path, *creating, exits=2)
    assert said == (
        "bd-scaffold: the blueprint asks team, which has no answer yet: "
        "give `--data team=…`\n"
    )
    scaffold(tmp_path, *creating, "--data", "team=blue")
    assert (tmp_path / "p/AUDIT.md").read_text() == "blue\n"


def test_what_is_written_once_stays(tmp_path: Path) -> None:
    questions = "_skip_if_exists: [AUDIT.md]\nteam: {type: str, default: one}\n"
    blueprint = asking(
        tmp_path / "acme",
        {
            "acme/questions.yml": questions,
            "acme/outputs/AUDIT.md.jinja": "{{ team }}\n",
        },
    )
    project = made(tmp_path / "notes", blueprint)
    theirs = Path(shutil.copytree(project, tmp_path / "theirs"))
    lay(blueprint, {"acme/outputs/AUDIT.md.jinja": "two\n"})
    commit(blueprint, tag="v1.1.0")
    update.run(project, update.UpdateOptions(), lambda _: None)
    copier(theirs, "update", "--quiet", "--defaults")
    assert (project / "AUDIT.md").read_text() == "one\n"
    assert tree(project) == tree(theirs)


def test_answers_are_values_and_no_templates(blueprint: Path, tmp_path: Path) -> None:
    project = made(tmp_path / "notes", blueprint, team="{{ 7 * 7 }}: ü '\"")
    assert (project / "AUDIT.md").read_text().startswith("# {{ 7 * 7 }}: ü '\"")
    read = yaml.safe_load((project / ".copier-answers.yml").read_text())
    assert read["team"] == "{{ 7 * 7 }}: ü '\""
