"""What of a project a site is made of: its documents, and the files that they link to."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bd_scaffold.sources import git

_DOCUMENTS = "docs"
_MARKS = ("design.yaml", ".copier-answers.yml")
"""A created project has both."""

FILE, FOLDER, NOTHING, OUTSIDE = "file", "folder", "nothing", "outside"
PRIVATE = "private"
"""What a path can be; what git ignores is private to a machine, and keys are often that."""


class SourcesError(Exception):
    """A folder is no project, or has no documents."""


class Sources(Protocol):
    """The files of a project, by their paths in it."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The Markdown files of `docs/`, sorted."""

    def read(self, path: str) -> bytes:
        """Return what a file holds."""

    def kind(self, path: str) -> str:
        """Return what stands under a path: a file, a folder, nothing, or what stays out."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """A project as it lies in its folder, whatever of it is committed."""

    root: Path
    documents: tuple[str, ...]
    ignored: frozenset[str]

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def kind(self, path: str) -> str:
        found = (self.root / path).resolve()
        if not found.is_relative_to(self.root) or ".git" in found.parts:
            return OUTSIDE
        if _is_below(path, self.ignored):
            return PRIVATE
        if found.is_dir():
            return FOLDER
        return FILE if found.is_file() else NOTHING


def sources_of(project: Path) -> Sources:
    """Return the documents of a created project."""
    root = project.resolve()
    if not all((root / mark).is_file() for mark in _MARKS):
        raise SourcesError(
            f"{project} is not a project that bd-scaffold created: "
            f"it has no {' or no '.join(_MARKS)}"
        )
    ignored = frozenset(_ignored(root))
    found = sorted(each for each in _documents(root) if not _is_below(each, ignored))
    if not found:
        raise SourcesError(f"{project} has no documents: there is no docs/*.md")
    return _Folder(root, tuple(found), ignored)


def _ignored(root: Path) -> list[str]:
    """Return what git ignores of a project; without git, nothing."""
    return git.ignored(root) if shutil.which("git") else []


def _is_below(path: str, ignored: frozenset[str]) -> bool:
    """Tell whether a path is one of those, or in a folder that is."""
    parts = path.split("/")
    above = ("/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1))
    return path in ignored or any(each in ignored for each in above)


def _documents(root: Path) -> list[str]:
    """Return the Markdown files of `docs/`; what is hidden or leads out of it is none."""
    found = []
    for folder, folders, files in os.walk(root / _DOCUMENTS):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for file in files:
            path = Path(folder) / file
            if _is_document(path) and path.resolve().is_relative_to(root):
                found.append(path.relative_to(root).as_posix())
    return found


def _is_document(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.suffix.lower() == ".md" and not hidden and path.is_file()
