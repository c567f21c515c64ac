"""Each file of a project after an update: three-way merges, and a verdict a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..record import Record, replace
from ..sources import git
from ..sources.compiled import ANSWERS
from . import passages
from .contents import (
    decoded,
    has_dos_ends,
    is_content,
    is_file,
    is_module,
    with_dos_ends,
)
from .generated import Generated
from .identifiers import IdentifierRenames, Renamed, in_code, in_edited, placed
from .imports import home
from .met import Met
from .moves import Folders, Pair
from .outcome import LOCK, Outcome, Sides, Verdict
from .project import Project


class Merger(Record, frozen=True):
    """Merges the files of two renders into those of a project."""

    project: Project
    renames: IdentifierRenames
    folders: Folders
    keeps: frozenset[str]  # paths that are written once, and never again
    labels: tuple[str, str, str]  # ours, base and theirs, for the markers of conflicts
    met: Met
    contents: Mapping[str, bytes]  # of the files that `met` reads

    def outcomes(self, files: Sequence[Generated]) -> list[Outcome]:
        """Return what becomes of every generated file, and of those that move along."""
        return [*(self._outcome(each) for each in files), *self._others(files)]

    def _outcome(self, file: Generated) -> Outcome:
        before, after = file.before, file.pair.path
        blob = self.project.files.get(before)
        if file.settled:
            verdict = Verdict.SAME if blob else Verdict.KEPT_DELETED
            return Outcome(after, verdict, None, untouched=True)
        if file.old is None:
            return self._added(after, (file.new or "").encode())
        if file.new is None:
            return self._removed(before, blob)
        if before != after and self._is_taken(after):
            return self._collision(file, blob, file.new)
        if blob is None:
            return Outcome(after, Verdict.KEPT_DELETED, None, was=_other(before, after))
        if not is_file(blob):
            return self._special(file, blob)
        if before == after and after in self.keeps:
            return Outcome(
                after, Verdict.SAME, self._content(before, file.old), blob.mode
            )
        if after in (ANSWERS, LOCK):
            return self._taken_whole(after, blob, file.old, file.new)
        return self._changed(file, blob, file.old, file.new)

    def _is_taken(self, path: str) -> bool:
        return path in self.project.files and path not in self.met.vacated

    def _special(self, file: Generated, blob: git.Blob) -> Outcome:
        """A link, or a repository, that somebody has put in a generated file's place."""
        before, after = file.before, file.pair.path
        if not is_content(blob):
            return Outcome(before, Verdict.SAME, None, blob.mode, untouched=True)
        verdict = Verdict.MOVED if before != after else Verdict.SAME
        was = _other(before, after)
        return Outcome(after, verdict, self.contents.get(before), blob.mode, was)

    def _added(self, path: str, new: bytes) -> Outcome:
        if path in self.met.arrivals:
            own = self.met.arrivals[path]
            content, mode = self.contents[own], self.project.files[own].mode
            return replace(self._merge(path, mode, Sides(None, content, new)), was=own)
        if not self._is_taken(path):
            return Outcome(path, Verdict.NEW, new)
        blob = self.project.files[path]
        if not is_file(blob):
            ours = self.contents.get(path)
            return Outcome(path, Verdict.KEPT, ours, blob.mode, untouched=ours is None)
        ours = self.contents[path]
        if ours == new or path in self.keeps:
            return Outcome(path, Verdict.SAME, ours, blob.mode)
        return self._merge(path, blob.mode, Sides(None, ours, new))

    def _removed(self, path: str, blob: git.Blob | None) -> Outcome:
        if blob is None:
            return Outcome(path, Verdict.SAME, None)
        if not is_content(blob):
            return Outcome(path, Verdict.SAME, None, blob.mode, untouched=True)
        if path in self.contents:
            return Outcome(path, Verdict.KEPT_EDITED, self.contents[path], blob.mode)
        return Outcome(path, Verdict.REMOVED, None)

    def _collision(self, file: Generated, blob: git.Blob | None, new: str) -> Outcome:
        """A file moves to where somebody has put one already.

        It may be the same one, moved by hand, where its former place is empty. If not, both
        stay: an edited file where it was, and what is there in conflict with the new one.
        """
        before, path = file.before, file.pair.path
        there = self.project.files[path]
        ours = self.contents.get(path)
        if ours is None or not is_file(there):
            return Outcome(path, Verdict.KEPT, ours, there.mode, untouched=ours is None)
        if blob is None:
            base, mine, renamed = self._renamed(file, ours)
            merged = self._merge(path, there.mode, Sides(base, mine, new.encode()))
            return replace(merged, renamed=_placed(renamed, merged.content))
        merged = self._merge(path, there.mode, Sides(None, ours, new.encode()))
        return merged if before in self.contents else replace(merged, was=before)

    def _taken_whole(self, path: str, blob: git.Blob, old: str, new: str) -> Outcome:
        """What is written anew as a whole and never merged as text."""
        if path == LOCK and new == old:
            return Outcome(path, Verdict.SAME, self._content(path, old), blob.mode)
        same = new == old and path not in self.contents
        verdict = Verdict.SAME if same else Verdict.CLEAN
        relock = path == LOCK and path in self.contents
        return Outcome(path, verdict, new.encode(), blob.mode, relock=relock)

    def _changed(self, file: Generated, blob: git.Blob, old: str, new: str) -> Outcome:
        before, after = file.before, file.pair.path
        was = _other(before, after)
        if before not in self.contents:
            same = old == new and not was
            verdict = Verdict.SAME if same else Verdict.MOVED if was else Verdict.CLEAN
            return Outcome(after, verdict, new.encode(), blob.mode, was)
        ours = self.contents[before]
        if old == new and not self.renames:
            kept = Verdict.MOVED if was else _untouched(file.pair)
            return Outcome(after, kept, ours, blob.mode, was)
        base, mine, renamed = self._renamed(file, ours)
        merged = self._merge(after, blob.mode, Sides(base, mine, new.encode()))
        verdict = merged.verdict
        if merged.content == ours:
            verdict = _untouched(file.pair)
        if was and merged.conflict is None:
            verdict = Verdict.MOVED
        renamed = _placed(renamed, merged.content)
        return replace(merged, verdict=verdict, was=was, renamed=renamed)

    def _renamed(
        self, file: Generated, ours: bytes
    ) -> tuple[bytes, bytes, Renamed | None]:
        old, new = file.old or "", file.new or ""
        text = decoded(ours)
        if not self.renames or text is None:
            return old.encode(), ours, None
        before, after = file.before, file.pair.path
        place = home(before, after) if after.endswith(".py") else None
        base, renamed = in_edited(old, text, new, self.renames, place)
        if not self.renames.changing:
            return old.encode(), ours, placed(renamed, text)
        return base.encode(), renamed.text.encode(), renamed

    def _merge(self, path: str, mode: str, sides: Sides) -> Outcome:
        ours, base, theirs = sides.ours or b"", sides.base or b"", sides.theirs or b""
        if has_dos_ends(ours) and b"\r" not in base + theirs:
            base, theirs = (with_dos_ends(each) for each in (base, theirs))
        if theirs == ours or (sides.base is not None and theirs == base):
            return Outcome(path, Verdict.MERGED, ours, mode)
        if sides.base is not None and ours == base:
            return Outcome(path, Verdict.CLEAN, theirs, mode)
        merged = git.merged(ours, base, theirs, self.labels)
        if merged.conflicts and passages.is_page(path):
            kept = passages.both(ours, base, theirs, self.labels)
            if kept is not None:
                return Outcome(path, Verdict.MERGED, kept, mode)
        if merged.conflicts:
            return Outcome(path, Verdict.CONFLICT, merged.content, mode, "", sides)
        return Outcome(path, Verdict.MERGED, merged.content, mode)

    def _content(self, path: str, generated: str) -> bytes:
        return self.contents.get(path, generated.encode())

    def _others(self, files: Sequence[Generated]) -> Iterator[Outcome]:
        """What people have added: moved along with its folder, and renamed."""
        generated_ = {each.pair.path for each in files}
        joined = {was for now, was in self.met.arrivals.items() if now in generated_}
        for path in self.met.own:
            outcome = None if path in joined else self._own(path)
            if outcome is not None:
                yield outcome

    def _own(self, path: str) -> Outcome | None:
        blob, now = self.project.files[path], self.folders.newer(path)
        moves = self.met.arrivals.get(now) == path
        readable = is_module(path) and is_file(blob)
        text = decoded(self.contents[path]) if readable else None
        renamed = None
        if text is not None:
            renamed = in_code(
                text, self.renames, {}, home(path, now if moves else path)
            )
        if moves:
            content = self.contents[path]
            moved = renamed.text.encode() if renamed is not None else content
            return Outcome(now, Verdict.MOVED, moved, blob.mode, path, None, renamed)
        if renamed is None or not (renamed.done or renamed.unsure or renamed.gone):
            return None
        verdict = Verdict.RENAMED if renamed.done else Verdict.SAME
        return Outcome(
            path, verdict, renamed.text.encode(), blob.mode, "", None, renamed
        )


def _untouched(pair: Pair) -> Verdict:
    gone = pair.new is not None and pair.new["each"] == "retired"
    return Verdict.KEPT_EDITED if gone else Verdict.SAME


def _other(before: str, after: str) -> str:
    return before if before != after else ""


def _placed(renamed: Renamed | None, content: bytes | None) -> Renamed | None:
    """Return what was renamed by the lines of the merged file."""
    text = decoded(content or b"")
    return renamed if renamed is None or text is None else placed(renamed, text)
