"""`git-remote-bd`: lets git, and so Copier, read `bd://fastapi.git` without a network.

The wheel carries every released version of the blueprint in one git bundle, and so do other
installed packages with blueprints of theirs. Git starts this program for addresses that begin
with `bd://` and speaks the protocol of gitremote-helpers(7) with it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from bd_scaffold import __version__
from bd_scaffold.sources import blueprints, git
from bd_scaffold.sources.installed import Bundle
from bd_scaffold.sources.resources import bundle_refs, released_tags
from bd_scaffold.sources.stack import BlueprintError


def main() -> None:
    """Answer the git that started this program, until it has no more commands."""
    if len(sys.argv) != 3:
        sys.exit(
            "git-remote-bd is started by git, for addresses such as bd://fastapi.git"
        )
    address = sys.argv[2]
    try:
        bundle = blueprints.bundle(address)
    except BlueprintError as error:
        sys.exit(f"bd-scaffold {__version__}: {error}")
    answers = Path(".copier-answers.yml")
    if answers.is_file():
        _refuse_older(answers, address, bundle)
        _refuse_losses(answers.resolve().parent)
    for reply in _replies(bundle.path, (line.rstrip("\n") for line in sys.stdin)):
        print(reply, flush=True)


def _refuse_older(answers: Path, address: str, bundle: Bundle) -> None:
    """Say it in words when the project here was made from a newer release than is installed."""
    with answers.open(encoding="utf-8", errors="replace") as lines:
        head = "".join(islice(lines, 20))
    made_from = re.search(r'^_commit: "?(v[0-9.]+)"?$', head, re.MULTILINE)
    if not made_from or address not in head:
        return
    if made_from[1] not in released_tags(bundle.path):
        sys.exit(
            f"this project was made from {made_from[1]} of {address}, which "
            f"{bundle.package} does not have; upgrade {bundle.package.split()[0]}"
        )


def _refuse_losses(project: Path) -> None:
    """Say it before plain Copier loses work under settings that people have."""
    from bd_scaffold.resync import plain_copier
    from bd_scaffold.resync.project import ProjectError

    try:
        plain_copier.refuse_losses(project)
    except ProjectError as error:
        sys.exit(f"bd-scaffold {__version__}: {error}")


def _replies(bundle: Path, commands: Iterator[str]) -> Iterable[str]:
    for command in commands:
        if command == "capabilities":
            yield from ("fetch", "")
        elif command.startswith("list"):
            yield from (_advertised(*ref) for ref in bundle_refs(bundle))
            yield ""
        elif command.startswith("fetch "):
            _skip_batch(commands)
            git.unbundle(bundle)
            yield ""
        else:
            return


def _advertised(identifier: str, name: str) -> str:
    return "@refs/heads/main HEAD" if name == "HEAD" else f"{identifier} {name}"


def _skip_batch(commands: Iterator[str]) -> None:
    """Read the rest of a batch of fetches, which the one bundle serves as a whole."""
    for command in commands:
        if not command:
            return
