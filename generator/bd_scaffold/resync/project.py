"""A project as it lies in its repository: what it was made from, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..sources import git
from ..sources.compiled import ANSWERS, COMPILED, DESIGN, Compilation, parsed, values_of


class ProjectError(Exception):
    """A folder is not a project that can be updated, or not now."""


@dataclass(frozen=True)
class Project:
    """What is committed of a project, and the design that lies in its folder."""

    folder: Path
    commit: str
    files: Mapping[str, git.Blob]
    answers: Mapping[str, Any]
    design: bytes

    @property
    def source(self) -> str:
        """The address of the blueprint."""
        return str(self.answers["_src_path"])

    @property
    def version(self) -> str:
        """The blueprint's version that the project was made from."""
        return str(self.answers["_commit"])

    @property
    def stored(self) -> str:
        """The text of the model that the project was made from."""
        return str(self.answers["bd_model"])

    @cached_property
    def committed(self) -> bytes:
        """What is committed of `.bd/model.yaml`; nothing where it is not."""
        return self.read([COMPILED]).get(COMPILED, b"")

    @cached_property
    def compilation(self) -> Compilation:
        """What was compiled and committed last."""
        return parsed(self.committed)

    @property
    def compiled(self) -> str:
        """The text of the model that was compiled and committed last."""
        return self.compilation.model or self.stored

    def read(self, paths: list[str]) -> dict[str, bytes]:
        """Return what is committed of those of the paths that are there."""
        there = [path for path in paths if path in self.files]
        texts = git.contents(self.folder, (self.files[path].oid for path in there))
        return {path: texts[self.files[path].oid] for path in there}


def read(folder: Path) -> Project:
    """Return the project in a folder, or say why there is none."""
    if not (folder / ANSWERS).is_file():
        raise ProjectError(
            f"{folder} is not a project: it has no {ANSWERS}; "
            "`bd-scaffold create` makes one"
        )
    git.check_installed()
    commit = git.head(folder) if git.work_tree(folder) else None
    if commit is None:
        raise ProjectError(
            f"{folder} has no commit to come back to: "
            "run `git init && git add --all && git commit`"
        )
    return read_at(folder, commit)


def read_at(folder: Path, commit: str) -> Project:
    """Return a project as one of its commits has it, with the design of its folder."""
    files = git.tracked(folder, commit)
    if ANSWERS not in files:
        raise ProjectError(f"{ANSWERS} is not committed: commit it, and retry")
    text = git.contents(folder, [files[ANSWERS].oid])[files[ANSWERS].oid]
    return Project(folder, commit, files, remembered(text), _design(folder))


def check_clean(project: Project, ours: frozenset[str]) -> None:
    """Refuse a project with uncommitted work, but for the design and what is made of it."""
    conflicts = git.unmerged(project.folder)
    if conflicts:
        raise ProjectError(
            "these files are in conflict: "
            f"{_listed(conflicts)}; resolve and commit them first"
        )
    dirty = [
        path
        for path, state in git.changed(project.folder).items()
        if path not in ours | {DESIGN, COMPILED} and state != "??"
    ]
    if dirty:
        raise ProjectError(
            f"these files have uncommitted changes: {_listed(dirty)}; "
            "commit or stash them first, so that nothing of yours can be lost"
        )


def _listed(paths: list[str]) -> str:
    shown = ", ".join(paths[:5])
    return f"{shown} and {len(paths) - 5} more" if len(paths) > 5 else shown


def remembered(text: bytes) -> Mapping[str, Any]:
    """Return what Copier's answers file says a project was made from."""
    answers = values_of(text)
    if isinstance(answers, dict) and _is_of_a_folder(answers):
        raise ProjectError(
            f"the project was made from {answers['_src_path']}, a folder without git, so "
            "nothing says what it was like then; make that folder a repository, tag its "
            f"version, and name the tag in {ANSWERS}: `_commit: v1.0.0`"
        )
    missing = [
        name
        for name in ("_commit", "_src_path", "bd_model")
        if not isinstance(answers, dict) or not isinstance(answers.get(name), str)
    ]
    if missing:
        raise ProjectError(
            f"{ANSWERS} does not say {' and '.join(missing)}, so what the project was "
            "made from is not known; restore that file from its history"
        )
    return dict(answers)


def _is_of_a_folder(answers: Mapping[str, Any]) -> bool:
    return "_commit" not in answers and {"_src_path", "bd_model"} <= answers.keys()


def _design(folder: Path) -> bytes:
    try:
        return (folder / DESIGN).read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{folder / DESIGN} can't be read: {error.strerror}"
        ) from error
