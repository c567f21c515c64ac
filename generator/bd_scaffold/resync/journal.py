"""Laying an update into a project: all of it, or nothing, even where it is killed on the way.

Everything that will stand in the project, and everything that stood there, goes into the
repository as objects first, and a journal beside the index says which is which. So whoever
comes next can finish what a killed update began, or take it back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..emit import git, write
from .merge import Outcome

_NAME = "bd-scaffold-update.json"

_UMASK = os.umask(0o022)
os.umask(_UMASK)

LAYING = "laying"
MERGING = "merging"


class UnderWayError(Exception):
    """An earlier update has to be finished or taken back first."""


class NothingUnderWayError(Exception):
    """There is no update to finish or to take back."""


class OccupiedError(Exception):
    """A file that git does not know stands where a new one has to go."""


@dataclass(frozen=True, slots=True)
class Change:
    """One path, before and after; None where there is no such file."""

    path: str
    before: git.Blob | None
    after: git.Blob | None
    sides: tuple[git.Blob | None, git.Blob | None, git.Blob | None] | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """An update that has begun."""

    phase: str
    changes: tuple[Change, ...]
    summary: Mapping[str, Any]  # what is told when it is finished

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The paths that somebody has to look at."""
        return tuple(change.path for change in self.changes if change.sides)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One path as it shall be: its content, and the sides of a conflict in it."""

    path: str
    content: bytes | None
    mode: str = git.PLAIN_MODE
    sides: tuple[bytes | None, bytes | None, bytes | None] | None = None

    @classmethod
    def of(cls, outcome: Outcome) -> Wanted:
        """Return a merged file as it shall be laid."""
        conflict = outcome.conflict
        sides = (conflict.base, conflict.ours, conflict.theirs) if conflict else None
        return cls(outcome.path, outcome.content, outcome.mode, sides)


def read(folder: Path) -> Journal | None:
    """Return the update that is under way in a project, or None."""
    path = _path(folder)
    if not path.is_file():
        return None
    return _loaded(json.loads(path.read_text(encoding="utf-8")))


def refuse_under_way(folder: Path) -> None:
    """Refuse to begin while an earlier update waits for someone."""
    if git.work_tree(folder) and read(folder) is not None:
        raise UnderWayError(
            "an update is under way: resolve its conflicts and run "
            "`bd-scaffold update --continue`, or take it back with "
            "`bd-scaffold update --abort`"
        )


def check_free(folder: Path, changes: Sequence[Change]) -> None:
    """Refuse to write over files that git does not know."""
    taken = [
        change.path
        for change in changes
        if change.before is None
        and change.after is not None
        and os.path.lexists(folder / change.path)
    ]
    if taken:
        raise OccupiedError(
            "these files are in the way, and git does not know them: "
            f"{', '.join(taken[:5])}; commit or move them first"
        )


def prepare(
    folder: Path,
    wanted: Sequence[Wanted],
    before: Mapping[str, git.Blob],
    summary: Mapping[str, Any],
    *,
    check: bool = True,
) -> Journal:
    """Put every content into the repository, and return the update, not yet begun."""
    contents = list(dict.fromkeys(_contents(wanted)))
    names = dict(zip(contents, git.keep(folder, contents), strict=True))

    def blob(content: bytes | None, mode: str) -> git.Blob | None:
        return None if content is None else git.Blob(mode, names[content])

    changes = tuple(
        Change(
            each.path,
            before.get(each.path),
            blob(each.content, each.mode),
            (
                _three(*(blob(side, each.mode) for side in each.sides))
                if each.sides
                else None
            ),
        )
        for each in wanted
    )
    changes = tuple(each for each in changes if each.before != each.after or each.sides)
    if check:
        check_free(folder, changes)
    return Journal(LAYING, changes, summary)


def begin(folder: Path, journal: Journal) -> None:
    """Lay an update into the project; it stays under way until it is called settled."""
    _write(folder, journal)
    resume(folder, journal)


def resume(folder: Path, journal: Journal) -> None:
    """Lay what an update says, whatever of it is there already."""
    _lay(folder, {each.path: each.after for each in journal.changes})
    git.stage(folder, {each.path: _settled(each) for each in journal.changes})


def wait(folder: Path, journal: Journal) -> None:
    """Leave an update under way for someone to resolve its conflicts."""
    _write(folder, replace(journal, phase=MERGING))


def take_back(folder: Path, journal: Journal) -> str | None:
    """Put everything back as it was; return the commit that keeps what was there instead."""
    kept = None
    if journal.phase == MERGING:
        settle(folder, journal)
        kept = git.save_aside(folder, "bd-scaffold: an update that was taken back")
    _lay(folder, {each.path: each.before for each in journal.changes})
    committed = git.tracked(folder, git.head(folder) or "HEAD")
    git.stage(
        folder,
        {
            each.path: {0: committed[each.path]} if each.path in committed else {}
            for each in journal.changes
        },
    )
    end(folder)
    return kept


def lay_over_merge(folder: Path, wanted: Sequence[Wanted]) -> list[str]:
    """Settle files of git's own merge, and return those that changed.

    A file that somebody has changed since git merged it is left as it is.
    """
    settled, unmerged = git.staged(folder), set(git.unmerged(folder))
    free = [each for each in wanted if _is_free(folder, each.path, settled, unmerged)]
    prepared = prepare(folder, free, {}, {}, check=False)
    resume(folder, prepared)
    return [
        each.path
        for each in prepared.changes
        if each.path in unmerged or settled.get(each.path) != each.after
    ]


def _is_free(
    folder: Path, path: str, settled: Mapping[str, git.Blob], unmerged: set[str]
) -> bool:
    file = folder / path
    if path in unmerged or path not in settled:
        return path in unmerged or not file.exists()
    if not file.is_file():
        return False
    blob = settled[path]
    return git.object_name(file.read_bytes(), blob.oid) == blob.oid


def unresolved(folder: Path, journal: Journal) -> list[str]:
    """Return the files that still have marks of a conflict."""
    return [
        path
        for path in journal.conflicts
        if (folder / path).is_file() and _is_marked((folder / path).read_bytes())
    ]


def settle(folder: Path, journal: Journal) -> None:
    """Call the files that were in conflict resolved, as they are now."""
    there = [path for path in journal.conflicts if (folder / path).is_file()]
    names = git.keep(folder, [(folder / path).read_bytes() for path in there])
    blobs = dict(zip(there, names, strict=True))
    modes = {each.path: _mode(each.after or each.before) for each in journal.changes}
    git.stage(
        folder,
        {
            path: {0: git.Blob(modes[path], blobs[path])} if path in blobs else {}
            for path in journal.conflicts
        },
    )


def end(folder: Path) -> None:
    """Forget the update."""
    _path(folder).unlink(missing_ok=True)


def _mode(blob: git.Blob | None) -> str:
    return blob.mode if blob else git.PLAIN_MODE


def _is_marked(content: bytes) -> bool:
    return any(
        line.startswith((b"<<<<<<< ", b">>>>>>> ")) for line in content.splitlines()
    )


def _settled(change: Change) -> dict[int, git.Blob]:
    if change.sides:
        return {n: side for n, side in enumerate(change.sides, 1) if side is not None}
    return {0: change.after} if change.after is not None else {}


def _lay(folder: Path, wanted: Mapping[str, git.Blob | None]) -> None:
    """Write and remove files, each so that a reader sees its old content or its new one."""
    part = _path(folder).with_suffix(".part")
    blobs = [blob for blob in wanted.values() if blob is not None]
    contents = git.contents(folder, (blob.oid for blob in blobs))
    for path, blob in wanted.items():
        if blob is None:
            (folder / path).unlink(missing_ok=True)
            _remove_empty(folder, (folder / path).parent)
    for path, blob in wanted.items():
        if blob is not None:
            _write_file(folder / path, contents[blob.oid], blob.mode, part)


def _write_file(path: Path, content: bytes, mode: str, part: Path) -> None:
    """Write one file by way of `part`, which lies where nobody minds what a kill leaves."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(content)
    part.chmod(0o777 & ~_UMASK if mode == "100755" else 0o666 & ~_UMASK)
    try:
        part.replace(path)
    except OSError:  # on another file system
        write.replace(path, content)


def _remove_empty(top: Path, folder: Path) -> None:
    """Remove folders that hold nothing any more, but for what Python leaves behind."""
    while folder != top and folder.is_dir():
        left = list(folder.iterdir())
        if any(each.name != "__pycache__" for each in left):
            return
        for cache in left:
            for each in cache.iterdir():
                each.unlink()
            cache.rmdir()
        folder.rmdir()
        folder = folder.parent


def _contents(wanted: Sequence[Wanted]) -> Iterator[bytes]:
    for each in wanted:
        sides = (each.content, *(each.sides or ()))
        yield from (content for content in sides if content is not None)


def _three(*sides: git.Blob | None) -> tuple[Any, Any, Any]:
    base, ours, theirs = sides
    return base, ours, theirs


def _path(folder: Path) -> Path:
    return git.metadata(folder) / _NAME


def _write(folder: Path, journal: Journal) -> None:
    text = json.dumps(asdict(journal), indent=1)
    write.replace(_path(folder), text.encode(), lasting=True)


def _loaded(values: dict[str, Any]) -> Journal:
    def blob(value: dict[str, str] | None) -> git.Blob | None:
        return git.Blob(**value) if value else None

    return Journal(
        values["phase"],
        tuple(
            Change(
                each["path"],
                blob(each["before"]),
                blob(each["after"]),
                _three(*map(blob, each["sides"])) if each["sides"] else None,
            )
            for each in values["changes"]
        ),
        values["summary"],
    )
