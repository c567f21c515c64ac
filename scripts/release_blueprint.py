"""Append blueprints/ as a version to the bundle that the wheel carries.

    python scripts/release_blueprint.py v0.2.0

A released version never changes, since projects remember it. `--again` rewrites the
newest version while nobody has it yet. The same input gives the same commits.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bd_scaffold.sources import git

ROOT = Path(__file__).resolve().parents[1]
BLUEPRINT = ROOT / "blueprints"
BUNDLE = ROOT / "blueprints" / "releases" / "fastapi.bundle"

_OURS = shutil.ignore_patterns("releases", "README.md")
"""What lies beside the blueprint and is no part of it."""


def release(version: str, blueprint: Path, bundle: Path, *, again: bool) -> None:
    """Append the blueprint's files to the bundle as a commit with the version's tag."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "blueprint")
        shutil.copytree(blueprint, folder, ignore=_OURS)
        try:
            git.append(bundle, version, folder, "fastapi", again=again)
        except git.GitError as error:
            sys.exit(str(error))


def main() -> None:
    """Release the version that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="the new version's tag: v0.2.0")
    parser.add_argument("--again", action="store_true", help="rewrite the newest one")
    arguments = parser.parse_args()
    release(arguments.version, BLUEPRINT, BUNDLE, again=arguments.again)


if __name__ == "__main__":
    main()
