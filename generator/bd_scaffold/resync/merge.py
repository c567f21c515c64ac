"""Each file of a project after an update: three-way merges, and a verdict a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from ..record import Record, replace
from ..render.render import Rendering
from ..sources import git
from ..sources.blueprint_errors import gathered
from ..sources.compiled import ANSWERS
from .identifiers import IdentifierRenames, Renamed, Texts, in_code, in_edited, placed
from .imports import home
from .moves import Folders, Pair
from .project import Project

LOCK = "uv.lock"


class Verdict(StrEnum):
    """What an update does to a file."""

    SAME = "same"
    NEW = "new"
    CLEAN = "clean"  # nobody had edited it
    MERGED = "merged"
    CONFLICT = "conflict"
    MOVED = "moved"
    REMOVED = "removed"
    KEPT_EDITED = "kept because edited"
    KEPT_DELETED = "left deleted"
    KEPT = "kept where it is"  # something else is where it would go
    RENAMED = "names renamed"


class Sides(Record, frozen=True):
    """The three texts of a conflict, each None where a side has no such file."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


class Outcome(Record, frozen=True):
    """One file after the update."""

    path: str
    verdict: Verdict
    content: bytes | None  # None: there is no such file any more
    mode: str = git.PLAIN_MODE
    was: str = ""  # its path before, where it moved
    conflict: Sides | None = None
    renamed: Renamed | None = None  # what was renamed in lines that people wrote
    relock: bool = False  # a lock that was the team's own, so it is resolved anew
    untouched: bool = False  # nothing is written there, whatever it is


class Generated(Record, frozen=True):
    """One generated file, as two renders have it; None where a render has no such file."""

    pair: Pair
    old: str | None
    new: str | None
    settled: bool = False  # the same in both, which is known without either

    @property
    def before(self) -> str:
        """Its path in the older render, or in the newer where it is new."""
        return self.pair.old["path"] if self.pair.old else self.pair.path


def generated(
    old: Rendering, new: Rendering, pairs: Sequence[Pair], *, whole: bool
) -> list[Generated]:
    """Return every file of two renders; those that are not the same, or `whole`, with texts."""
    return gathered(lambda pair: _generated(old, new, pair, whole=whole), pairs)


def _generated(old: Rendering, new: Rendering, pair: Pair, *, whole: bool) -> Generated:
    stays = not whole and pair.old is not None and pair.old["path"] == pair.path
    if stays and pair.old and pair.new and new.is_settled(pair.new, old, pair.old):
        return Generated(pair, "", "", settled=True)
    before = old.text(pair.old) if pair.old else None
    if pair.old and pair.new and new.is_known(pair.new, old, pair.old):
        return Generated(pair, before, before)
    return Generated(pair, before, new.text(pair.new) if pair.new else None)


def modules(files: Sequence[Generated]) -> Iterator[Texts]:
    """Yield the Python of two renders, for the names that stand in it."""
    for each in files:
        if each.pair.path.endswith(".py"):
            yield Texts(each.before, each.pair.path, each.old, each.new)


def own_modules(
    project: Project, files: Sequence[Generated], folders: Folders
) -> Iterator[Texts]:
    """Yield the modules that people have added: what they are called, and will be."""
    known = {path for each in files for path in (each.before, each.pair.path)}
    for path in project.files:
        if _is_module(path) and path not in known:
            now = folders.newer(path)
            yield Texts(path, path if now in project.files else now, "", "")


class Met(Record, frozen=True):
    """Which files of a project an update meets, beside those that are as generated."""

    edited: frozenset[str]  # generated, and not as they were generated
    vacated: frozenset[str]  # places that generated files leave
    in_the_way: tuple[str, ...]  # people's own, where generated files go
    own: tuple[str, ...]  # people's own, which a rename or a moved folder may concern
    arrivals: Mapping[str, str]  # where some of these go, and where they are

    @property
    def read(self) -> list[str]:
        """The files whose contents the merge looks at."""
        modules = (path for path in self.own if _is_module(path))
        paths = (*self.edited, *self.in_the_way, *self.arrivals.values(), *modules)
        return list(dict.fromkeys(paths))


def met(
    project: Project,
    files: Sequence[Generated],
    renames: IdentifierRenames,
    folders: Folders,
) -> Met:
    """Return which files of a project an update meets."""
    vacated = frozenset(e.before for e in files if e.before != e.pair.path)
    taken = project.files.keys() - vacated
    own = _own(project, files, taken) if renames or folders.moved else []
    fixed = {each.pair.path for each in files if each.old is not None}
    arrivals = {
        now: path
        for path in own
        if (now := folders.newer(path)) != path
        and now not in taken
        and now not in fixed
        and _is_content(project.files[path])
    }
    return Met(
        frozenset(each.before for each in files if _is_edited(project, each)),
        vacated,
        tuple(_in_the_way(project, files, taken)),
        tuple(own),
        arrivals,
    )


def _own(
    project: Project, files: Sequence[Generated], taken: AbstractSet[str]
) -> list[str]:
    """Return the files that people have added."""
    known = {each.before for each in files}
    known |= {each.pair.path for each in files if each.pair.path in taken}
    return [path for path in project.files if path not in known]


def _in_the_way(
    project: Project, files: Sequence[Generated], taken: AbstractSet[str]
) -> Iterator[str]:
    """Yield the files of people that stand where others go."""
    for each in files:
        path = each.pair.path
        arrives = each.old is None or each.before != path
        if arrives and path in taken and _is_content(project.files[path]):
            yield path


def _is_edited(project: Project, file: Generated) -> bool:
    """Tell whether the committed text is not the one that was generated."""
    blob = project.files.get(file.before)
    if file.settled or blob is None or not _is_content(blob):
        return False
    if file.old is None:
        return True
    return git.object_name(file.old.encode(), blob.oid) != blob.oid


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
        if not _is_file(blob):
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
        if not _is_content(blob):
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
        if not _is_file(blob):
            ours = self.contents.get(path)
            return Outcome(path, Verdict.KEPT, ours, blob.mode, untouched=ours is None)
        ours = self.contents[path]
        if ours == new or path in self.keeps:
            return Outcome(path, Verdict.SAME, ours, blob.mode)
        return self._merge(path, blob.mode, Sides(None, ours, new))

    def _removed(self, path: str, blob: git.Blob | None) -> Outcome:
        if blob is None:
            return Outcome(path, Verdict.SAME, None)
        if not _is_content(blob):
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
        if ours is None or not _is_file(there):
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
        text = _decoded(ours)
        if not self.renames or text is None:
            return old.encode(), ours, None
        before, after = file.before, file.pair.path
        place = home(before, after) if after.endswith(".py") else None
        base, renamed = in_edited(old, text, new, self.renames, place)
        return base.encode(), renamed.text.encode(), renamed

    def _merge(self, path: str, mode: str, sides: Sides) -> Outcome:
        ours, base, theirs = sides.ours or b"", sides.base or b"", sides.theirs or b""
        if _has_dos_ends(ours) and b"\r" not in base + theirs:
            base, theirs = (_with_dos_ends(each) for each in (base, theirs))
        if theirs == ours or (sides.base is not None and theirs == base):
            return Outcome(path, Verdict.MERGED, ours, mode)
        if sides.base is not None and ours == base:
            return Outcome(path, Verdict.CLEAN, theirs, mode)
        merged = git.merged(ours, base, theirs, self.labels)
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
        readable = _is_module(path) and _is_file(blob)
        text = _decoded(self.contents[path]) if readable else None
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


def _is_file(blob: git.Blob) -> bool:
    return blob.mode.startswith("100")


def _is_content(blob: git.Blob) -> bool:
    """Tell a file or a link from a repository inside the repository."""
    return blob.mode[:3] in ("100", "120")


def _has_dos_ends(content: bytes) -> bool:
    """Tell whether every line ends as on Windows."""
    return b"\n" in content and content.count(b"\n") == content.count(b"\r\n")


def _with_dos_ends(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def _is_module(path: str) -> bool:
    return path.endswith(".py") and not path.startswith("migrations/")


def _decoded(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _placed(renamed: Renamed | None, content: bytes | None) -> Renamed | None:
    """Return what was renamed by the lines of the merged file."""
    text = _decoded(content or b"")
    return renamed if renamed is None or text is None else placed(renamed, text)


def by_verdict(outcomes: Sequence[Outcome]) -> Mapping[Verdict, list[Outcome]]:
    """Return the files of each verdict, those of the same kind together, sorted by path."""
    found: dict[Verdict, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda each: each.path):
        found.setdefault(outcome.verdict, []).append(outcome)
    return found
