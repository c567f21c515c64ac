"""Append blueprints/ as a version to the bundle that the wheel carries.

    python scripts/release_blueprint.py v0.2.0

A released version never changes, since projects remember it. `--again` rewrites the
newest version while nobody has it yet. The same input gives the same commits.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLUEPRINT = ROOT / "blueprints"
BUNDLE = ROOT / "blueprints" / "releases" / "fastapi.bundle"

_OURS = (":!releases", ":!README.md")
"""What lies beside the blueprint and is no part of it."""

_FIXED = {
    "GIT_AUTHOR_NAME": "bd-scaffold",
    "GIT_AUTHOR_EMAIL": "bd-scaffold@localhost",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "bd-scaffold",
    "GIT_COMMITTER_EMAIL": "bd-scaffold@localhost",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def release(version: str, blueprint: Path, bundle: Path, *, again: bool) -> None:
    """Append the blueprint's files to the bundle as a commit with the version's tag."""
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder)
        _git(repository, "init", "--quiet", "--bare", "--initial-branch=main")
        if bundle.exists():
            everything = "+refs/*:refs/*"
            _git(repository, "fetch", "--quiet", str(bundle), everything)
        parent = _parent(repository, version, again=again)
        tree = write_tree(repository, blueprint)
        message = ("-m", f"fastapi {version}")
        commit = _git(repository, "commit-tree", tree, *parent, *message)
        _git(repository, "update-ref", "refs/heads/main", commit)
        _git(repository, "update-ref", f"refs/tags/{version}", commit)
        bundle.parent.mkdir(parents=True, exist_ok=True)
        packing = ("-c", "pack.threads=1")
        refs = ("HEAD", "--branches", "--tags")
        _git(repository, *packing, "bundle", "create", "-q", str(bundle), *refs)


def write_tree(repository: Path, blueprint: Path) -> str:
    """Return the object of the blueprint's folder, written into the repository."""
    _git(repository, f"--work-tree={blueprint}", "add", "--all", "--force", ".", *_OURS)
    return _git(repository, "write-tree")


def _parent(repository: Path, version: str, *, again: bool) -> list[str]:
    """Return the arguments that put the new commit after the newest version."""
    tags = _git(repository, "tag", "--sort=version:refname").split()
    if again and tags and tags[-1] == version:
        tags.pop()
    if version in tags:
        sys.exit(f"{version} is released; a released version never changes")
    return ["-p", f"refs/tags/{tags[-1]}"] if tags else []


def _git(repository: Path, *arguments: str) -> str:
    environment = os.environ | _FIXED | {"GIT_DIR": str(repository)}
    process = subprocess.run(
        ["git", *arguments],
        cwd=repository,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return process.stdout.strip()


def main() -> None:
    """Release the version that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="the new version's tag: v0.2.0")
    parser.add_argument("--again", action="store_true", help="rewrite the newest one")
    arguments = parser.parse_args()
    release(arguments.version, BLUEPRINT, BUNDLE, again=arguments.again)


if __name__ == "__main__":
    main()
