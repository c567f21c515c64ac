"""Append blueprints/ as a version to the bundle that the wheel carries.

    python scripts/release_blueprint.py v0.2.0

A released version never changes, since projects remember it. `--again` rewrites the
newest version while nobody has it yet; `--final`, once it is published, forbids that for
good. The same input gives the same commits.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bd_scaffold.sources import git
from bd_scaffold.sources.resources import bundle_refs

ROOT = Path(__file__).resolve().parents[1]
BLUEPRINT = ROOT / "blueprints"
BUNDLE = ROOT / "blueprints" / "releases" / "fastapi.bundle"
PUBLISHED = "published.txt"
"""Beside the bundle: each published version with its commit, which never changes again."""

_OURS = {"releases", "README.md"}
"""What lies beside the blueprint and is no part of it."""


def release(version: str, blueprint: Path, bundle: Path, *, again: bool) -> None:
    """Append the blueprint's files to the bundle as a commit with the version's tag."""
    if again and version in published(bundle):
        sys.exit(f"{version} is published: give the change a version of its own")

    def beside(folder: str, names: list[str]) -> set[str]:
        # Deeper down, README.md is the folder of what fills its slots.
        return _OURS & {*names} if Path(folder) == blueprint else set()

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "blueprint")
        shutil.copytree(blueprint, folder, ignore=beside)
        try:
            git.append(bundle, version, folder, "fastapi", again=again)
        except git.GitError as error:
            sys.exit(str(error))


def published(bundle: Path) -> dict[str, str]:
    """Return the commit of each version that is published."""
    path = bundle.with_name(PUBLISHED)
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split(" ") for line in lines)


def publish(version: str, bundle: Path) -> None:
    """Record a version's commit, so that it is never rewritten."""
    commits = {name: commit for commit, name in bundle_refs(bundle)}
    commit = commits.get(f"refs/tags/{version}")
    if commit is None:
        sys.exit(f"{bundle.name} has no {version}: release it first")
    known = published(bundle) | {version: commit}
    lines = (f"{tag} {commit}\n" for tag, commit in known.items())
    bundle.with_name(PUBLISHED).write_text("".join(lines))


def main() -> None:
    """Release the version that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="the new version's tag: v0.2.0")
    parser.add_argument("--again", action="store_true", help="rewrite the newest one")
    parser.add_argument("--final", action="store_true", help="it is published now")
    arguments = parser.parse_args()
    if arguments.final:
        publish(arguments.version, BUNDLE)
        return
    release(arguments.version, BLUEPRINT, BUNDLE, again=arguments.again)


if __name__ == "__main__":
    main()
