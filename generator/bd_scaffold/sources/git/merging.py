"""Git's own three-way merge of one file, which needs no repository."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ...record import Record
from . import process

_MOST_CONFLICTS = 127
"""`git merge-file` exits with the number of conflicts, up to this one."""


class Merged(Record, frozen=True):
    """A file after a merge, and how many passages of it are in conflict."""

    content: bytes
    conflicts: int


def merged(
    ours: bytes,
    base: bytes,
    theirs: bytes,
    labels: tuple[str, str, str],
    *,
    with_base: bool = False,
) -> Merged:
    """Merge two changes of one file: its text, with markers around what is in conflict.

    Between these stands `with_base` what both sides had before. What is no text stays as it is on
    our side, in conflict, as git itself has it.
    """
    if any(b"\0" in side for side in (ours, base, theirs)):
        return Merged(ours, conflicts=1)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as name:
        folder = Path(name)
        for side, content in (("ours", ours), ("base", base), ("theirs", theirs)):
            (folder / side).write_bytes(content)
        named = [word for label in labels for word in ("-L", label)]
        style = ("--diff3",) if with_base else ()
        merging = ("merge-file", "-p", "-q", *style, *named, "ours", "base", "theirs")
        alone = {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
        said = process.run(folder, *merging, extra=alone)
    if said.returncode > _MOST_CONFLICTS:
        raise process.refusal(said.stderr)
    return Merged(said.stdout, conflicts=said.returncode)
