"""`git-remote-bd`: lets git, and so Copier, read `bd://fastapi.git` without a network.

The wheel carries every released version of the blueprint in one git bundle. Git starts
this program for addresses that begin with `bd://` and speaks the protocol of
gitremote-helpers(7) with it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from bd_scaffold import __version__
from bd_scaffold.emit import git
from bd_scaffold.emit.resources import RELEASES, bundle_refs, released_tags


def main() -> None:
    """Answer the git that started this program, until it has no more commands."""
    if len(sys.argv) != 3:
        sys.exit(
            "git-remote-bd is started by git, for addresses such as bd://fastapi.git"
        )
    address = sys.argv[2]
    bundle = _bundle(address)
    _refuse_older(Path(".copier-answers.yml"), address, released_tags(bundle))
    for reply in _replies(bundle, (line.rstrip("\n") for line in sys.stdin)):
        print(reply, flush=True)


def _bundle(address: str) -> Path:
    """Return the bundle that an address means."""
    match = re.fullmatch(r"bd://([a-z]+)\.git", address)
    if match and (bundle := RELEASES / f"{match[1]}.bundle").is_file():
        return bundle
    known = ", ".join(sorted(f"bd://{path.stem}.git" for path in RELEASES.iterdir()))
    sys.exit(f"bd-scaffold {__version__} has no blueprint {address}; it has: {known}")


def _refuse_older(answers: Path, address: str, released: list[str]) -> None:
    """Say it in words when the project here was made by a newer bd-scaffold than this."""
    if not answers.is_file():
        return
    with answers.open(encoding="utf-8", errors="replace") as lines:
        head = "".join(islice(lines, 20))
    made_from = re.search(r'^_commit: "?(v[0-9.]+)"?$', head, re.MULTILINE)
    if made_from and address in head and made_from[1] not in released:
        sys.exit(
            f"this project was made from {made_from[1]} of {address}, which bd-scaffold "
            f"{__version__} does not have; upgrade bd-scaffold"
        )


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
