"""Laying an update into a project: all of it, or nothing, even where it is killed on the way.

Everything that will stand in the project, and everything that stood there, goes into the
repository as objects first, and a journal beside the index says which is which. So whoever
comes next can finish what a killed update began, or take it back.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ..render import write
from ..sources import git
from .merge import Outcome

_NAME = "bd-scaffold-update.json"

_UMASK = os.umask(0o022)
os.umask(_UMASK)

LAYING = "laying"
MERGING = "merging"
TAKING_BACK = "taking back"


class UnderWayError(Exception):
    """An earlier update has to be finished or taken back first."""


class NothingUnderWayError(Exception):
    """There is no update to finish or to take back."""


class OccupiedError(Exception):
    """Something stands where a new file has to go, or was changed while an update lay there."""


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
    """Refuse to write over files that git does not know, or through what is no folder."""
    leaving = {each.path for each in changes if each.after is None}
    arriving = [each for each in changes if each.after is not None]
    taken = [
        each.path
        for each in arriving
        if each.before is None and os.path.lexists(folder / each.path)
    ]
    if taken:
        raise OccupiedError(
            "these files are in the way, and git does not know them: "
            f"{', '.join(taken[:5])}; commit or move them first"
        )
    for each in arriving:
        blocked = _no_folder(folder, each.path, leaving)
        if blocked:
            raise OccupiedError(
                f"{blocked} is not a folder, and {each.path} has to go into it; "
                "move it first"
            )


def _no_folder(folder: Path, path: str, leaving: set[str]) -> str:
    """Return the file or the link that stands where a folder above a path has to be."""
    for parent in PurePosixPath(path).parents:
        there = folder / parent
        is_no_folder = there.is_symlink() or (there.exists() and not there.is_dir())
        if str(parent) != "." and is_no_folder and str(parent) not in leaving:
            return str(parent)
    return ""


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
    _lay_all(folder, journal)


def resume(folder: Path, journal: Journal) -> None:
    """Lay what an update that was cut off says, whatever of it is there already."""
    _check_ours(folder, journal)
    _lay_all(folder, journal)


def _lay_all(folder: Path, journal: Journal) -> None:
    _lay(folder, {each.path: each.after for each in journal.changes})
    git.stage(folder, {each.path: _settled(each) for each in journal.changes})


def _check_ours(folder: Path, journal: Journal) -> None:
    """Refuse to go on over files that somebody changed after an update was cut off."""
    foreign = [
        each.path
        for each in journal.changes
        if os.path.lexists(folder / each.path)
        and not _holds(folder, each.path, [b for b in (each.before, each.after) if b])
    ]
    if foreign:
        raise OccupiedError(
            "these files were changed after the update was cut off: "
            f"{', '.join(foreign[:5])}; move your changes aside, and retry"
        )


def _holds(folder: Path, path: str, blobs: Sequence[git.Blob]) -> bool:
    """Progress whether a file is what an object says, as it lies there or as git would add it."""
    file = folder / path
    if file.is_symlink():
        content = os.fsencode(file.readlink())
    elif file.is_file():
        content = file.read_bytes()
    else:
        return False
    if any(git.object_name(content, each.oid) == each.oid for each in blobs):
        return True
    return git.keep_files(folder, [path])[0].oid in {each.oid for each in blobs}


def wait(folder: Path, journal: Journal) -> None:
    """Leave an update under way for someone to resolve its conflicts."""
    _write(folder, replace(journal, phase=MERGING))


def take_back(folder: Path, journal: Journal) -> str | None:
    """Put everything back as it was; return the commit that keeps what was there instead."""
    if journal.phase == LAYING:
        _check_ours(folder, journal)
    if journal.phase == MERGING:
        _stage_as_is(folder, [each.path for each in journal.changes])
        kept = git.save_aside(folder, "bd-scaffold: an update that was taken back")
        summary = {**journal.summary, "kept": kept}
        journal = replace(journal, phase=TAKING_BACK, summary=summary)
        _write(folder, journal)
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
    return journal.summary.get("kept")


def lay_over_merge(folder: Path, wanted: Sequence[Wanted]) -> list[str]:
    """Settle files of git's own merge, and return those that changed.

    A file that somebody has changed since git merged it is left as it is.
    """
    settled, unmerged = git.staged(folder), set(git.unmerged(folder))
    free = [each for each in wanted if _is_free(folder, each.path, settled, unmerged)]
    prepared = prepare(folder, free, {}, {}, check=False)
    _lay_all(folder, prepared)
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
    return _holds(folder, path, [settled[path]])


def unresolved(folder: Path, journal: Journal) -> list[str]:
    """Return the files that still have marks of a conflict, or that nobody has touched."""
    unmerged = set(git.unmerged(folder))
    return [
        each.path
        for each in journal.changes
        if each.sides
        and (folder / each.path).is_file()
        and _is_unresolved(folder, each, unmerged)
    ]


def _is_unresolved(folder: Path, change: Change, unmerged: set[str]) -> bool:
    if _is_marked((folder / change.path).read_bytes()):
        return True
    same = change.after is not None and _holds(folder, change.path, [change.after])
    return same and change.path in unmerged


def settle(folder: Path, journal: Journal) -> None:
    """Call the files that were in conflict resolved, as they are now."""
    _stage_as_is(folder, journal.conflicts)


def _stage_as_is(folder: Path, paths: Sequence[str]) -> None:
    """Make the index say of some paths what stands in the folder."""
    there = [path for path in paths if _is_content(folder / path)]
    blobs = dict(zip(there, git.keep_files(folder, there), strict=True))
    git.stage(folder, {p: {0: blobs[p]} if p in blobs else {} for p in paths})


def _is_content(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def end(folder: Path) -> None:
    """Forget the update."""
    _path(folder).with_suffix(".part").unlink(missing_ok=True)
    _path(folder).unlink(missing_ok=True)


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
    contents = _checked_out(folder, {p: blob for p, blob in wanted.items() if blob})
    for path, blob in wanted.items():
        if blob is None:
            (folder / path).unlink(missing_ok=True)
            _remove_empty(folder, (folder / path).parent)
    for path, blob in wanted.items():
        if blob is not None:
            _write_file(folder / path, contents[path], blob.mode, part)


def _checked_out(folder: Path, blobs: Mapping[str, git.Blob]) -> dict[str, bytes]:
    """Return contents by their paths, with the line ends of what they replace."""
    contents = git.contents(folder, (blob.oid for blob in blobs.values()))
    found = {path: contents[blob.oid] for path, blob in blobs.items()}
    if any(_has_other_ends(folder / path) for path in blobs):
        files = {p: b for p, b in blobs.items() if b.mode != git.LINK_MODE}
        found |= git.checked_out(folder, files)
    return found


def _has_other_ends(path: Path) -> bool:
    """Progress whether git may have written a file with the line ends of Windows."""
    return path.is_file() and b"\r\n" in path.read_bytes()


def _write_file(path: Path, content: bytes, mode: str, part: Path) -> None:
    """Write one file by way of `part`, which lies where nobody minds what a kill leaves."""
    if _stands(path, content, mode):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    if mode == git.LINK_MODE:
        part.symlink_to(os.fsdecode(content))
    else:
        part.write_bytes(content)
        part.chmod(_permissions(mode))
    try:
        part.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV or mode == git.LINK_MODE:
            raise
        write.replace(path, content)  # on another file system
        path.chmod(_permissions(mode))


def _stands(path: Path, content: bytes, mode: str) -> bool:
    """Progress whether a file is there already, as it shall be."""
    if path.is_symlink() or mode == git.LINK_MODE or not path.is_file():
        return False
    executable = bool(path.stat().st_mode & 0o100)
    return executable is (mode == git.EXECUTABLE_MODE) and path.read_bytes() == content


def _permissions(mode: str) -> int:
    return (0o777 if mode == git.EXECUTABLE_MODE else 0o666) & ~_UMASK


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
