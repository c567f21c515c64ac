"""A small blueprint of a team's own over the real base, and what a test does with it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import forked
import yaml

from bd_scaffold.sources import resources

ROOT = Path(__file__).resolve().parents[2]

DESIGN = """\
name: notes
entities:
  Note:
    fields:
      title: string(200)
"""

FILES = {
    "blueprint.yaml": (
        'name: acme\nmodel: 1\nextends: {source: "bd://fastapi.git", version: v0.1.0}\n'
        "layers:\n  - {name: fastapi, version: v0.1.0}\n  - {name: acme}\n"
    ),
    "layers.jinja": '{% set layers = ["fastapi", "acme"] %}\n',
    "acme/manifest.jinja": (
        '{% set outputs = [\n  ["AUDIT.md", "project"],\n'
        '  ["__slice__/audit.py", "entities"],\n] %}\n'
        '{% set dropped = [".editorconfig"] %}\n'
    ),
    "acme/outputs/AUDIT.md.jinja": "# Audit of {{ model.project.title }}\n\nOne.\n\nTwo.\n\nEnd.\n",
    "acme/outputs/__slice__/audit.py.jinja": (
        'AUDITED = "{{ entity.name }}"\nKEPT = 10\n\nEND = True\n'
    ),
    "acme/outputs/Dockerfile.jinja": "FROM acme/python\n",
}


SMALL = {
    "blueprint.yaml": (
        "name: acme\nmodel: 1\nlayers:\n"
        "  - {name: base, version: v1.0.0}\n  - {name: acme}\n"
    ),
    "layers.jinja": '{% set layers = ["base", "acme"] %}\n',
    "base/manifest.jinja": (
        '{% set outputs = [\n  [".copier-answers.yml", "project"],\n'
        '  ["README.md", "project"],\n] %}\n{% set dropped = [] %}\n'
    ),
    "base/outputs/README.md.jinja": "# {{ model.project.title }}\n",
    "acme/manifest.jinja": (
        '{% set outputs = [\n  ["AUDIT.md", "project"],\n'
        '  ["__slice__/audit.py", "entities"],\n] %}\n{% set dropped = [] %}\n'
    ),
    "acme/outputs/AUDIT.md.jinja": "# Audit\n\n{{ model.project.title }}\n",
    "acme/outputs/__slice__/audit.py.jinja": 'AUDITED = "{{ entity.name }}"\n',
}
"""A blueprint of a few lines over a base of a few lines, with the real frame."""


def git(folder: Path, *arguments: str) -> str:
    """Return what git says in a folder."""
    process = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout.strip()


def commit(folder: Path, message: str = "work", tag: str = "") -> None:
    """Commit whatever is there, and give it a tag."""
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)
    if tag:
        git(folder, "tag", tag)


def lay(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def blueprint(folder: Path, more: Mapping[str, str] | None = None) -> Path:
    """Make a folder the team's blueprint, without git."""
    beside = shutil.ignore_patterns("releases")
    shutil.copytree(resources.BLUEPRINT, folder, ignore=beside)
    (folder / "README.md").unlink()
    lay(folder, {**FILES, **(more or {})})
    return folder


def small(folder: Path, more: Mapping[str, str | None] | None = None) -> Path:
    """Make a folder a small blueprint, in which some files are otherwise, or not there."""
    for name in ("copier.yml", "files.json.jinja", "template"):
        source = resources.BLUEPRINT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        folder.mkdir(exist_ok=True)
        copy(source, folder / name)
    answers = ".copier-answers.yml.jinja"
    (folder / "base/outputs").mkdir(parents=True)
    source = resources.BLUEPRINT / resources.LAYER / "outputs" / answers
    shutil.copy(source, folder / "base/outputs" / answers)
    files = {**SMALL, **(more or {})}
    lay(folder, {path: text for path, text in files.items() if text is not None})
    return folder


def repository(folder: Path, more: Mapping[str, str] | None = None) -> Path:
    """Make a folder the team's blueprint, as a repository with the version v1.0.0."""
    blueprint(folder, more)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, tag="v1.0.0")
    return folder


def release(folder: Path, tag: str, files: Mapping[str, str]) -> None:
    """Release another version of a blueprint, in which some files are otherwise."""
    lay(folder, files)
    commit(folder, tag, tag)


def scaffold(folder: Path, *arguments: str | Path, exits: int = 0) -> str:
    """Return what `bd-scaffold` says in a folder, where nobody is at a terminal."""
    command = ("bd-scaffold", *map(str, arguments))
    ended = forked.run(command, folder, os.environ | {"PYTHONPATH": _path()})
    assert ended.code == exits, ended.said
    return ended.said


def _path() -> str:
    """Return where Python looks for us, and for what a test has installed."""
    own = str(ROOT / "generator")
    return os.pathsep.join(filter(None, [own, os.environ.get("PYTHONPATH")]))


def copier(folder: Path, *arguments: str | Path, fails: bool = False) -> str:
    """Return what plain Copier says in a folder."""
    ended = forked.run(("copier", *map(str, arguments)), folder)
    assert (ended.code != 0) is fails, ended.said
    return ended.said


def create(folder: Path, *arguments: str | Path) -> Path:
    """Create a project of the small design in a new folder, and return it."""
    design = folder.parent / f"{folder.name}.yaml"
    design.write_text(DESIGN)
    scaffold(folder.parent, "create", folder, "--design", design, *arguments)
    return folder


def copied(folder: Path, like: Path, *arguments: str | Path) -> Path:
    """Have plain Copier make the project that `like` is, in a new folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(like / "design.yaml", folder)
    said = yaml.safe_load((like / ".copier-answers.yml").read_text())
    scaffold(folder, "compile", "--blueprint", said["_src_path"])
    copier(folder.parent, "copy", "--quiet", "--defaults", *arguments, folder)
    scaffold(folder, "compile")  # the model is in the answers now
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, but for git's own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != ".git"
    }


def status(folder: Path) -> list[str]:
    """Return what git calls changed, one line a file."""
    return git(folder, "status", "--porcelain").splitlines()


def answers(folder: Path) -> str:
    """Return what a project's answers say before its model."""
    return (folder / ".copier-answers.yml").read_text().partition("bd_model:")[0]


def edit(path: Path, old: str, new: str) -> None:
    """Change one passage of a file."""
    text = path.read_text()
    assert old in text, text
    path.write_text(text.replace(old, new))
