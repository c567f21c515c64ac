"""A project as it lies in its repository: what it was made from, and what was made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..names import first_of
from ..sources import git
from ..sources.compiled import (
    ANSWERS,
    COMPILED,
    DESIGN,
    OWN_CONTRACT,
    SAID,
    Compilation,
    parsed,
    values_of,
)
from ..sources.folders import check_folder
from ..sources.git import Status, WorkTree
from . import standing


class ProjectError(Exception):
    """A folder is not a project that can be updated, or not now."""


class UnsettledError(ProjectError):
    """Something has to be settled or brought back first."""

    def __init__(self, state: standing.State) -> None:
        super().__init__(": ".join(state))
        self.state = state


class DamagedError(ProjectError):
    """Copier's answers don't say what a project was made from."""

    def __init__(self, fault: str) -> None:
        super().__init__(
            f"{ANSWERS} {fault}, so what the project was made from is not known; "
            "restore that file from a backup"
        )
        self.fault = fault


@dataclass(frozen=True)
class Project:
    """What is committed of a project, and what lies in its folder for a next version of it."""

    tree: WorkTree
    files: Mapping[str, git.Blob]
    answers: Mapping[str, Any]
    committed: bytes  # of `.bd/model.yaml`; nothing where it is not
    design: bytes
    own_contract: bytes  # `openapi.own.yaml`; nothing where there is none

    @property
    def said(self) -> Mapping[str, bytes]:
        """What the team says, as far as there is something, by path."""
        texts = zip(SAID, (self.design, self.own_contract), strict=True)
        return {path: text for path, text in texts if text}

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self.tree.folder

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
    def compilation(self) -> Compilation:
        """What was compiled and committed last."""
        return parsed(self.committed)

    @property
    def compiled(self) -> str:
        """The text of the model that was compiled and committed last."""
        return self.compilation.model or self.stored

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return what is committed of some of the files."""
        there = list(paths)
        if not there:
            return {}
        with git.objects(self.folder) as objects:
            return _contents(objects, self.files, there)


def _contents(
    objects: git.Objects, files: Mapping[str, git.Blob], paths: Sequence[str]
) -> dict[str, bytes]:
    texts = objects.contents(files[path].oid for path in paths)
    return {path: texts[files[path].oid] for path in paths}


def check_project(folder: Path) -> None:
    """Refuse a folder that is no project."""
    check_folder(folder, "project")
    if not (folder / ANSWERS).is_file():
        tree = git.work_tree(folder)
        if tree and (lost := standing.restored(tree, ANSWERS, "is missing")):
            raise UnsettledError(lost)
        raise ProjectError(
            f"{folder} is not a project: it has no {ANSWERS}; "
            "`bd-scaffold create` makes one"
        )


def work_tree(folder: Path) -> WorkTree:
    """Return where a project's folder is in its repository, or say why there is none."""
    check_project(folder)
    git.check_installed()
    tree = git.work_tree(folder)
    if tree is None or tree.head is None:
        begin = "git init && " if tree is None else ""
        raise ProjectError(
            f"{folder} has no commit to return to: "
            f"run `{begin}git add --all && git commit`"
        )
    return tree


def read(tree: WorkTree, commit: str | None = None) -> Project:
    """Return a project as a commit has it, the one that is checked out if none is named.

    The design and the team's part of the contract are those of its folder.
    """
    with git.objects(tree.folder) as objects:
        files = objects.files(commit or tree.head or "HEAD", tree.prefix)
        if ANSWERS not in files:
            raise ProjectError(f"{ANSWERS} is not committed: commit it, and retry")
        there = [path for path in (ANSWERS, COMPILED) if path in files]
        texts = _contents(objects, files, there)
    committed = texts.get(COMPILED, b"")
    if commit is None and (damaged := standing.damage(tree, texts)):
        raise UnsettledError(damaged)
    answers = _remembered(tree, texts[ANSWERS])
    own = tree.folder / OWN_CONTRACT
    beside = own.read_bytes() if own.is_file() else b""
    return Project(tree, files, answers, committed, _design(tree.folder), beside)


def check_clean(status: Status, ours: frozenset[str]) -> None:
    """Refuse a project with uncommitted work, but for what is said and what is made of it."""
    if status.unmerged:
        raise ProjectError(
            "these files are in conflict: "
            f"{_listed(status.unmerged)}; resolve and commit them first"
        )
    ours |= {*SAID, COMPILED}
    dirty = [path for path in status.changed if path not in ours]
    if dirty:
        raise ProjectError(
            f"these files have uncommitted changes: {_listed(dirty)}; "
            "commit or stash them first, so that nothing of yours can be lost"
        )


def _listed(paths: Sequence[str]) -> str:
    shown, more = first_of(paths, 5)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def refuse_unsettled(tree: WorkTree) -> None:
    """Refuse to go on in the middle of a merge of two changed designs."""
    if (merge := standing.merge_under_way(tree)) is not None:
        raise UnsettledError(merge)


def remembered(text: bytes) -> Mapping[str, Any]:
    """Return what Copier's answers file says a project was made from."""
    answers = values_of(text)
    if isinstance(answers, dict) and _is_of_a_folder(answers):
        raise ProjectError(
            f"the project was made from {answers['_src_path']}, a folder without git, so "
            "nothing says what it was like then; make that folder a repository, tag its "
            f"version, and name the tag in {ANSWERS}: `_commit: v1.0.0`"
        )
    if fault := standing.answers_fault(answers, text):
        raise DamagedError(fault)
    return dict(answers)


def _remembered(tree: WorkTree, committed: bytes) -> Mapping[str, Any]:
    """Return what the committed answers say; where they are damaged, say what to do."""
    try:
        return remembered(committed)
    except DamagedError as damaged:
        state = standing.damaged_answers(tree, damaged.fault)
        if state is None:
            raise
        raise UnsettledError(state) from damaged


def _is_of_a_folder(answers: Mapping[str, Any]) -> bool:
    return "_commit" not in answers and {"_src_path", "bd_model"} <= answers.keys()


def _design(folder: Path) -> bytes:
    try:
        return (folder / DESIGN).read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{folder / DESIGN} can't be read: {error.strerror}"
        ) from error
