"""A blueprint is data until somebody trusts it; what is hostile in one is refused or harmless."""

from __future__ import annotations

from pathlib import Path

import pytest
from company import DESIGN, commit, git, lay, scaffold, small, status

from bd_scaffold import pipeline, update
from bd_scaffold.sources import blueprints
from bd_scaffold.sources.stack import BlueprintError

TASKS = """\
_tasks:
  - "echo {{ model.project.name }} $STAGE $COPIER_OPERATION > DONE"
  - {command: [sh, -c, "echo one > ONE"], when: "{{ _copier_operation == 'copy' }}"}
  - {command: "echo here > HERE", working_directory: src}
"""


def asking(folder: Path, copier_yml: str, more: dict[str, str] | None = None) -> Path:
    """Return a small blueprint whose `copier.yml` says something more."""
    small(folder, more)
    with (folder / "copier.yml").open("a") as file:
        file.write(f"\n{copier_yml}")
    return folder


def released(folder: Path, tag: str = "v1.0.0") -> Path:
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, tag=tag)
    return folder


def made(folder: Path, blueprint: Path, *, trust: bool = False) -> Path:
    saying = blueprints.Saying(trust=trust)
    pipeline.create(
        DESIGN.encode(),
        "design.yaml",
        folder,
        repository=True,
        progress=lambda _: None,
        origin=pipeline.origin(str(blueprint), None, saying),
    )
    return folder


def refused(folder: Path, blueprint: Path, *, trust: bool = False) -> str:
    """Return why nothing is made from a blueprint."""
    with pytest.raises(BlueprintError) as error:
        made(folder, blueprint, trust=trust)
    assert not folder.exists()
    assert not [each for each in folder.parent.iterdir() if each.name.endswith(".part")]
    return str(error.value)


def test_tasks_need_trust_and_run_once(tmp_path: Path) -> None:
    blueprint = released(asking(tmp_path / "acme", TASKS))
    said = refused(tmp_path / "notes", blueprint)
    assert said.startswith("the blueprint runs code of its own: _tasks (copier.yml:")
    assert "pass --trust" in said
    project = made(tmp_path / "notes", blueprint, trust=True)
    assert (project / "DONE").read_text() == "notes task copy\n"
    assert (project / "ONE").read_text() == "one\n"
    assert (project / "src/HERE").read_text() == "here\n"
    assert status(project) == []
    (project / "ONE").unlink()
    commit(project)
    lay(blueprint, {"acme/outputs/AUDIT.md.jinja": "two\n"})
    commit(blueprint, tag="v1.1.0")
    with pytest.raises(BlueprintError, match="pass --trust"):
        update.run(project, update.UpdateOptions(), lambda _: None)
    assert status(project) == []
    options = update.UpdateOptions(saying=blueprints.Saying(trust=True))
    update.run(project, options, lambda _: None)
    assert (project / "DONE").read_text() == "notes task update\n"
    assert (project / "AUDIT.md").read_text() == "two\n"
    assert not (project / "ONE").exists()


def test_a_task_that_fails_leaves_nothing(tmp_path: Path) -> None:
    blueprint = asking(tmp_path / "acme", "_tasks: ['echo no >&2; exit 3']\n")
    said = refused(tmp_path / "notes", blueprint, trust=True)
    assert said == "the task `echo no >&2; exit 3` failed with 3: no"


def test_extensions_need_trust_and_are_loaded_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shouting.py").write_text(
        "from jinja2.ext import Extension\n"
        "class Shout(Extension):\n"
        "    def __init__(self, environment):\n"
        "        super().__init__(environment)\n"
        "        environment.filters['shout'] = str.upper\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    shout = {"acme/outputs/AUDIT.md.jinja": "{{ 'a' | shout }}\n"}
    wanted = "_jinja_extensions: [shouting.Shout]\n"
    blueprint = asking(tmp_path / "acme", wanted, shout)
    assert "_jinja_extensions (copier.yml:" in refused(tmp_path / "notes", blueprint)
    project = made(tmp_path / "notes", blueprint, trust=True)
    assert (project / "AUDIT.md").read_text() == "A\n"
    other = asking(tmp_path / "other", "_jinja_extensions: [nowhere.Shout]\n")
    said = refused(tmp_path / "more", other, trust=True)
    assert "copier.yml: the extension nowhere.Shout can't be loaded: No module" in said


HOSTILE = {
    "_migrations: [{version: v2, command: touch owned}]": "_migrations are not run",
    "_subdirectory: ..": "_subdirectory is the frame's, and not to be changed",
    "_subdirectory: /etc": "_subdirectory is the frame's, and not to be changed",
    "_exclude: ['*.md']": "leave outputs out with `dropped` in a manifest",
    "_envops: {autoescape: true}": "_envops is the frame's, and not to be changed",
    "_external_data: {secret: ../../secret.yml}": "_external_data is the frame's",
    "_answers_file: ../x": "_answers_file has to be '.copier-answers.yml' here",
    "_templates_suffix: .tmpl": "_templates_suffix has to be '.jinja' here",
    "_preserve_symlinks: true": "_preserve_symlinks is not something that bd-scaffold does",
    "_skip_if_exists: ['**/*.py']": "_skip_if_exists takes plain paths here",
    "_tasks: touch owned": "_tasks has to be a list",
    "bd_model: {type: str, default: x}": "bd_model stands twice",
    "---\nbd_model: {type: str, default: x}": "bd_model is answered by the frame",
    "entity: {type: str, default: x}": "no question may be called entity",
    "a-b: {type: str, default: x}": "'a-b' is not a name that templates could say",
    "--- !include ../../etc/passwd": "!include ../../etc/passwd leads out of the blueprint",
    "--- !include /etc/passwd": "!include /etc/passwd leads out of the blueprint",
    "--- !include copier.yml": "copier.yml: it includes itself",
    "--- !include link.yml": "!include link.yml leads out of the blueprint",
    "x: !!python/object/apply:os.system ['touch owned']": "could not determine a constructor",
    "x: !include acme/questions.yml": "could not determine a constructor",
    "x: [": "it is not YAML",
    "--- 7": "it is not a mapping of questions and settings",
}


@pytest.mark.parametrize("line", HOSTILE)
def test_what_is_hostile_in_a_copier_yml_is_refused_by_its_line(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "secret.yml").write_text("password: secret\n")
    begun = "---\n" if line.startswith("_") else ""  # a document of its own
    blueprint = asking(tmp_path / "acme", f"{begun}{line}\n")
    (blueprint / "link.yml").symlink_to(tmp_path / "secret.yml")
    said = refused(tmp_path / "notes", blueprint)
    assert HOSTILE[line] in said
    assert "  copier.yml:" in said
    assert "secret" not in said.replace("secret.yml", "")
    assert not Path("owned").exists()


def test_a_question_that_never_ends_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bd_scaffold.render.limits.SECONDS", 3)
    loop = (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    )
    blueprint = asking(tmp_path / "acme", f'x: {{type: str, default: "{loop}"}}\n')
    said = refused(tmp_path / "notes", blueprint)
    assert "it takes more than 3 seconds" in said


def test_a_question_reads_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    text = "x: {type: str, default: \"{% include '../secret.txt' %}\"}\n"
    said = refused(tmp_path / "notes", asking(tmp_path / "acme", text))
    assert "questions can't be answered" in said


def test_submodules_links_and_hooks_of_a_repository_are_left_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.jinja").write_text("secret")
    blueprint = small(tmp_path / "acme")
    (blueprint / "acme/more").symlink_to(tmp_path / "secret")
    released(blueprint)
    inner = released(small(tmp_path / "inner"))
    commit_ = git(inner, "rev-parse", "HEAD")
    git(blueprint, "update-index", "--add", "--cacheinfo", f"160000,{commit_},acme/sub")
    hook = blueprint / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/owned\n")
    hook.chmod(0o755)
    git(blueprint, "commit", "--quiet", "-m", "sub")
    git(blueprint, "tag", "v1.1.0")
    opened = blueprints.opened(str(blueprint), None, tmp_path / "scratch")
    assert opened.version == "v1.1.0"
    assert not (opened.folder / "acme/sub").exists()
    assert not (opened.folder / "acme/more").exists()
    assert not (tmp_path / "owned").exists()


def test_a_tree_with_a_path_outside_of_it_is_refused(tmp_path: Path) -> None:
    repository = released(small(tmp_path / "acme"))
    blob = git(repository, "rev-parse", "HEAD:copier.yml")
    entry = b"100644 ..\0" + bytes.fromhex(blob)
    (tmp_path / "tree").write_bytes(entry)
    storing = ("hash-object", "-t", "tree", "-w", "--literally", str(tmp_path / "tree"))
    tree = git(repository, *storing)
    evil = git(repository, "commit-tree", tree, "-m", "evil")
    git(repository, "tag", "v6.6.6", evil)
    with pytest.raises(BlueprintError) as error:
        blueprints.opened(str(repository), None, tmp_path / "scratch")
    assert "'..' is not a path of a file" in str(error.value)


def test_alternates_bring_nothing_else_in(tmp_path: Path) -> None:
    other = released(
        small(tmp_path / "other", {"acme/outputs/AUDIT.md.jinja": "other\n"})
    )
    repository = released(small(tmp_path / "acme"))
    alternates = repository / ".git/objects/info/alternates"
    alternates.write_text(f"{other}/.git/objects\n")
    opened = blueprints.opened(str(repository), None, tmp_path / "scratch")
    assert (opened.folder / "acme/outputs/AUDIT.md.jinja").read_text() != "other\n"


def test_the_command_says_it_and_takes_trust(tmp_path: Path) -> None:
    blueprint = released(asking(tmp_path / "acme", "_tasks: ['echo 1 > DONE']\n"))
    lay(tmp_path, {"notes.yaml": DESIGN})
    creating = ("create", "p", "--design", "notes.yaml", "--blueprint", blueprint)
    said = scaffold(tmp_path, *creating, exits=2)
    assert said.startswith("bd-scaffold: the blueprint runs code of its own: _tasks")
    scaffold(tmp_path, *creating, "--trust")
    assert (tmp_path / "p/DONE").read_text() == "1\n"
    assert scaffold(tmp_path / "p", "diff") == ""
