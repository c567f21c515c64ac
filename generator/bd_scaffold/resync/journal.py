"""Laying an update into a project: all of it, or nothing, even where it is killed on the way.

Everything that will stand in the project, and everything that stood there, goes into the
repository as objects first, and a journal beside the index says which is which. So whoever
comes next can finish what a killed update began, or take it back. The journal is kept until
the update is committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from ..record import Record, decoded, encoded, replace
from ..render import write
from ..sources import git
from ..sources.git import WorkTree
from . import laying
from .outcome import Outcome

LAYING = "laying"
MERGING = "merging"
STAGED = "staged"
TAKING_BACK = "taking back"

_ABORT = "take it back with `bd-scaffold update --abort`"
_FINISH = "`bd-scaffold update --continue`"
_STATES = {
    LAYING: ("an update was interrupted", f"finish it with {_FINISH}, or {_ABORT}"),
    MERGING: (
        "an update is under way",
        f"resolve its conflicts and run {_FINISH}, or {_ABORT}",
    ),
    STAGED: ("an update is staged", f"commit it, or {_ABORT}"),
    TAKING_BACK: (
        "an update is being undone",
        "finish that with `bd-scaffold update --abort`",
    ),
}
"""For each phase what state a project is in, and what is to be done."""


class UnderWayError(Exception):
    """An earlier update has to be finished or taken back first."""


class NothingUnderWayError(Exception):
    """There is no update to finish or to take back."""


class Change(Record, frozen=True):
    """One path, before and after; None where there is no such file."""

    path: str
    before: git.Blob | None
    after: git.Blob | None
    sides: tuple[git.Blob | None, git.Blob | None, git.Blob | None] | None = None


class Journal(Record, frozen=True):
    """An update that has begun and is not committed."""

    phase: str
    changes: tuple[Change, ...]
    summary: Mapping[str, Any]  # what is told when it is finished
    head: str | None = None  # the commit that it is staged on

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The paths that somebody has to look at."""
        return tuple(change.path for change in self.changes if change.sides)

    @property
    def state(self) -> tuple[str, str]:
        """What state the project is in, and what is to be done, as parts of a sentence."""
        return _STATES[self.phase]


class Wanted(Record, frozen=True):
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


def read(tree: WorkTree) -> Journal | None:
    """Return the update of a project that is under way or staged, or None."""
    path = _path(tree)
    if not path.is_file():
        return None
    found = decoded(Journal, path.read_text(encoding="utf-8"))
    return found if found.phase != STAGED or _is_staged(tree, found) else None


def _is_staged(tree: WorkTree, journal: Journal) -> bool:
    """Tell whether an update is neither committed nor undone by git's own commands."""
    if journal.head != tree.head:
        return False
    status = git.status(tree)
    return any(
        status.staged.get(each.path) == each.after
        or _holds(tree, each.path, [each.after])
        for each in journal.changes
        if each.after and each.path in status.changed
    )


def refuse_under_way(tree: WorkTree) -> None:
    """Refuse to begin while an earlier update waits for someone."""
    found = read(tree)
    if found is not None:
        raise UnderWayError(": ".join(found.state))


class Prepared(Record, frozen=True):
    """An update that has not begun yet, and the contents that it will lay, by their objects."""

    journal: Journal
    contents: Mapping[str, bytes]


def prepare(
    tree: WorkTree,
    wanted: Sequence[Wanted],
    before: Mapping[str, git.Blob],
    summary: Mapping[str, Any],
    pending: Mapping[str, bytes] = MappingProxyType({}),
    *,
    check: bool = True,
) -> Prepared:
    """Put every content into the repository, and return the update, not yet begun.

    `pending` are the files that lie there without being committed, so that they can be put
    back.
    """
    contents = list(dict.fromkeys([*_contents(wanted), *pending.values()]))
    names = dict(zip(contents, git.keep(tree, contents), strict=True))

    def blob(content: bytes | None, mode: str) -> git.Blob | None:
        return None if content is None else git.Blob(mode, names[content])

    there = {**before, **{p: blob(c, git.PLAIN_MODE) for p, c in pending.items()}}
    changes = tuple(
        Change(
            each.path,
            there.get(each.path),
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
        places = {each.path: (each.before, each.after) for each in changes}
        laying.check_free(tree.folder, places)
    laid = {names[content]: content for content in contents}
    return Prepared(Journal(LAYING, changes, summary), laid)


def begin(tree: WorkTree, prepared: Prepared) -> None:
    """Lay an update into the project; it stays under way until it is called settled."""
    _write(tree, prepared.journal)
    _lay_all(tree, prepared)


def resume(tree: WorkTree, journal: Journal) -> None:
    """Lay what an update that was cut off says, whatever of it is there already."""
    _check_ours(tree, journal)
    after = (each.after for each in journal.changes)
    _lay_all(tree, Prepared(journal, _kept(tree, after)))


def _kept(tree: WorkTree, blobs: Iterable[git.Blob | None]) -> dict[str, bytes]:
    """Return the contents that the repository keeps, by their objects."""
    with git.objects(tree.folder) as objects:
        return objects.contents(blob.oid for blob in blobs if blob)


def _lay_all(tree: WorkTree, prepared: Prepared) -> None:
    changes = prepared.journal.changes
    after = {each.path: each.after for each in changes}
    laying.lay(tree, after, prepared.contents, _part(tree))
    git.stage(tree, {each.path: _settled(each) for each in changes})


def _check_ours(tree: WorkTree, journal: Journal) -> None:
    """Refuse to go on over files that somebody changed after an update was cut off."""
    foreign = [
        each.path
        for each in journal.changes
        if os.path.lexists(tree.folder / each.path)
        and not _holds(tree, each.path, [b for b in (each.before, each.after) if b])
    ]
    if foreign:
        raise laying.OccupiedError(
            "these files were changed after the update was cut off: "
            f"{', '.join(foreign[:5])}; move your changes aside, and retry"
        )


def _holds(tree: WorkTree, path: str, blobs: Sequence[git.Blob]) -> bool:
    """Tell whether a file is what an object says, as it lies there or as git would add it."""
    file = tree.folder / path
    if file.is_symlink():
        content = os.fsencode(file.readlink())
    elif file.is_file():
        content = file.read_bytes()
    else:
        return False
    if any(git.object_name(content, each.oid) == each.oid for each in blobs):
        return True
    return git.keep_files(tree, [path])[0].oid in {each.oid for each in blobs}


def wait(tree: WorkTree, journal: Journal) -> None:
    """Leave an update under way for someone to resolve its conflicts."""
    git.refresh(tree)
    _write(tree, replace(journal, phase=MERGING))


def stay(tree: WorkTree, journal: Journal) -> None:
    """Remember an update that is laid whole, so that it can be taken back until a commit."""
    staged = replace(journal, phase=STAGED, head=tree.head)
    _write(tree, staged, lasting=False)
    _part(tree).unlink(missing_ok=True)


def take_back(
    tree: WorkTree,
    journal: Journal,
    index: Mapping[str, Mapping[int, git.Blob]] = MappingProxyType({}),
) -> str | None:
    """Put everything back as it was; return the commit that keeps what was there instead.

    `index` is what the index said of other paths.
    """
    if journal.phase == LAYING:
        _check_ours(tree, journal)
    if journal.phase in (MERGING, STAGED) and _is_edited(tree, journal):
        _stage_as_is(tree, [each.path for each in journal.changes])
        kept = git.save_aside(tree, "bd-scaffold: an update that was undone")
        summary = {**journal.summary, "kept": kept}
        journal = replace(journal, phase=TAKING_BACK, summary=summary)
        _write(tree, journal)
    before = {each.path: each.before for each in journal.changes}
    laying.lay(tree, before, _kept(tree, before.values()), _part(tree))
    with git.objects(tree.folder) as objects:
        committed = objects.files(tree.head or "HEAD", tree.prefix)
    settled = {p: {0: committed[p]} if p in committed else {} for p in before}
    git.stage(tree, {**settled, **index})
    git.refresh(tree)
    end(tree)
    return journal.summary.get("kept")


def _is_edited(tree: WorkTree, journal: Journal) -> bool:
    """Tell whether somebody has changed what an update laid."""
    return any(
        (
            not _holds(tree, each.path, [each.after])
            if each.after
            else os.path.lexists(tree.folder / each.path)
        )
        for each in journal.changes
    )


def lay_over_merge(tree: WorkTree, wanted: Sequence[Wanted]) -> list[str]:
    """Settle files of git's own merge, and return those that changed.

    A file that somebody has changed since git merged it is left as it is.
    """
    settled, unmerged = git.settled(tree), set(git.status(tree).unmerged)
    free = [each for each in wanted if _is_free(tree, each.path, settled, unmerged)]
    prepared = prepare(tree, free, {}, {}, check=False)
    _lay_all(tree, prepared)
    git.refresh(tree)
    return [
        each.path
        for each in prepared.journal.changes
        if each.path in unmerged or settled.get(each.path) != each.after
    ]


def _is_free(
    tree: WorkTree, path: str, settled: Mapping[str, git.Blob], unmerged: set[str]
) -> bool:
    file = tree.folder / path
    if path in unmerged or path not in settled:
        return path in unmerged or not file.exists()
    if not file.is_file():
        return False
    return _holds(tree, path, [settled[path]])


def unresolved(tree: WorkTree, journal: Journal) -> list[str]:
    """Return the files that still have marks of a conflict, or that nobody has touched."""
    unmerged = set(git.status(tree).unmerged)
    return [
        each.path
        for each in journal.changes
        if each.sides
        and (tree.folder / each.path).is_file()
        and _is_unresolved(tree, each, unmerged)
    ]


def _is_unresolved(tree: WorkTree, change: Change, unmerged: set[str]) -> bool:
    if _is_marked((tree.folder / change.path).read_bytes()):
        return True
    same = change.after is not None and _holds(tree, change.path, [change.after])
    return same and change.path in unmerged


def settle(tree: WorkTree, journal: Journal) -> None:
    """Call the files that were in conflict resolved, as they are now."""
    _stage_as_is(tree, journal.conflicts)


def _stage_as_is(tree: WorkTree, paths: Sequence[str]) -> None:
    """Make the index say of some paths what stands in the folder."""
    there = [path for path in paths if _is_content(tree.folder / path)]
    blobs = dict(zip(there, git.keep_files(tree, there), strict=True))
    git.stage(tree, {p: {0: blobs[p]} if p in blobs else {} for p in paths})


def _is_content(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def end(tree: WorkTree) -> None:
    """Forget the update."""
    _part(tree).unlink(missing_ok=True)
    _path(tree).unlink(missing_ok=True)


def _is_marked(content: bytes) -> bool:
    return any(
        line.startswith((b"<<<<<<< ", b">>>>>>> ")) for line in content.splitlines()
    )


def _settled(change: Change) -> dict[int, git.Blob]:
    if change.sides:
        return {n: side for n, side in enumerate(change.sides, 1) if side is not None}
    return {0: change.after} if change.after is not None else {}


def _contents(wanted: Sequence[Wanted]) -> Iterator[bytes]:
    for each in wanted:
        sides = (each.content, *(each.sides or ()))
        yield from (content for content in sides if content is not None)


def _three(*sides: git.Blob | None) -> tuple[Any, Any, Any]:
    base, ours, theirs = sides
    return base, ours, theirs


def _path(tree: WorkTree) -> Path:
    """Return where the journal of a project is: a repository may hold several projects."""
    where = f"-{quote(tree.prefix[:-1], safe='')}" if tree.prefix else ""
    return tree.metadata / f"bd-scaffold-update{where}.json"


def _part(tree: WorkTree) -> Path:
    """Return where a file lies while it is written: nobody minds what a kill leaves there."""
    return _path(tree).with_suffix(".part")


def _write(tree: WorkTree, journal: Journal, *, lasting: bool = True) -> None:
    write.replace(_path(tree), encoded(journal).encode(), lasting=lasting)
