"""Bundles: every released version of a blueprint in one file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from . import process
from .process import GitError

_NOBODY = {"NAME": "bd-scaffold", "EMAIL": "bd-scaffold@localhost"}
_ROLES = ("AUTHOR", "COMMITTER")

_SAME = {
    **{f"GIT_{role}_{field}": who for field, who in _NOBODY.items() for role in _ROLES},
    **{f"GIT_{role}_DATE": "2026-01-01T00:00:00Z" for role in _ROLES},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
"""Who and when: the same files make the same bundle, whoever makes it."""


def append(
    bundle: Path, version: str, folder: Path, name: str, *, again: bool = False
) -> None:
    """Append a folder's files to a bundle as a commit with the version's tag.

    A version never changes; `again` rewrites the newest one while nobody has it yet.
    """
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        repository = Path(scratch)
        _same(repository, "init", "--quiet", "--bare", "--initial-branch=main")
        if bundle.exists():
            everything = "+refs/*:refs/*"
            _same(repository, "fetch", "--quiet", str(bundle), everything)
        parent = _newest_of(repository, version, again=again)
        adding = ("add", "--all", "--force", ".")
        _same(repository, f"--work-tree={folder}", *adding)
        tree = _same(repository, "write-tree")
        message = ("-m", f"{name} {version}")
        commit = _same(repository, "commit-tree", tree, *parent, *message)
        _same(repository, "update-ref", "refs/heads/main", commit)
        _same(repository, "update-ref", f"refs/tags/{version}", commit)
        bundle.parent.mkdir(parents=True, exist_ok=True)
        packing = ("-c", "pack.threads=1")
        refs = ("HEAD", "--branches", "--tags")
        _same(repository, *packing, "bundle", "create", "-q", str(bundle), *refs)


def _newest_of(repository: Path, version: str, *, again: bool) -> list[str]:
    """Return the arguments that put a new commit after the newest version."""
    tags = _same(repository, "tag", "--sort=version:refname").split()
    if again and tags and tags[-1] == version:
        tags.pop()
    if version in tags:
        raise GitError(f"{version} is released; a released version never changes")
    return ["-p", f"refs/tags/{tags[-1]}"] if tags else []


def _same(repository: Path, *arguments: str) -> str:
    inside = {**_SAME, "GIT_DIR": str(repository)}
    return process.text(repository, *arguments, extra=inside).strip()


def tag(folder: Path, version: str) -> None:
    """Give the commit that is checked out a plain tag."""
    process.text(folder, "tag", "--no-sign", version)


def unbundle(bundle: Path) -> None:
    """Put a bundle's objects into the repository that git, our caller, named."""
    process.inherit("bundle", "unbundle", str(bundle))
