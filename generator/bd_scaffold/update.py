"""The second day on one screen: read the project → resolve → merge → migrate → lay.

Everything is worked out before anything is written; what is laid is laid whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bd_scaffold import pipeline
from bd_scaffold.emit import blueprints, git, uv
from bd_scaffold.emit.compiled import COMPILED, DESIGN, compiled, revisions
from bd_scaffold.model import store
from bd_scaffold.resync import drift, journal, plan
from bd_scaffold.resync.journal import Wanted
from bd_scaffold.resync.merge import LOCK, Outcome
from bd_scaffold.resync.project import Project, ProjectError, check_clean, read

if TYPE_CHECKING:
    from bd_scaffold.model.types import Model

REFUSALS = (
    *pipeline.REFUSALS,
    ProjectError,
    blueprints.BlueprintError,
    journal.UnderWayError,
    journal.NothingUnderWayError,
    journal.OccupiedError,
)
"""What can't be done as asked, said in the exception's own words."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an update shall do."""

    version: str | None = None  # of the blueprint: None for the newest
    design_only: bool = False  # keep the blueprint's version
    allow: tuple[str, ...] = ()  # what may be lost or broken, by name


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update would do."""

    project: Project
    version: str  # of the blueprint, after
    files: plan.Files
    compiled: str  # the text of `.bd/model.yaml`, after
    pending: Mapping[str, bytes]  # what `compile` wrote, and nobody has committed

    @property
    def is_empty(self) -> bool:
        """True where the project is what its design and its blueprint say."""
        return not self.wanted()

    def wanted(self) -> list[Wanted]:
        """Return every path that becomes another."""
        found = [_wanted(each) for each in self.files.outcomes if not each.untouched]
        found.append(Wanted(COMPILED, self.compiled.encode()))
        after = {each.path for each in found if each.content is not None}
        gone = [
            *(each.was for each in self.files.outcomes if each.was),
            *(path for path in self.pending if path != COMPILED),
        ]
        found += [Wanted(path, None) for path in gone if path not in after]
        return [each for each in found if each.sides or not self._is_there(each)]

    def _is_there(self, wanted: Wanted) -> bool:
        if wanted.path in self.pending:
            return self.pending[wanted.path] == wanted.content
        blob = self.project.files.get(wanted.path)
        if blob is None or wanted.content is None:
            return blob is None and wanted.content is None
        return git.object_name(wanted.content, blob.oid) == blob.oid


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did."""

    conflicts: tuple[str, ...]
    summary: Mapping[str, Any]
    lock: str  # what is to be said of the lock, or nothing


def make(folder: Path, wish: Wish, tell: pipeline.Tell) -> Plan:
    """Return what an update of the project in a folder would do; nothing is written."""
    _refuse_under_way(folder)
    tell("reading the project")
    project = read(folder)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        return _planned(project, wish, Path(scratch), tell)


def _planned(project: Project, wish: Wish, scratch: Path, tell: pipeline.Tell) -> Plan:
    tell("deriving the model and its contract")
    old = plan.older_model(project)
    new = _resolved(project, old)
    tell("rendering, and merging")
    target = plan.Target(new, _version(project, wish))
    files = plan.files(project, old, target, scratch)
    text = compiled(project.design, files.stored)
    return Plan(project, target.version, files, text, _pending(project))


def _resolved(project: Project, old: Model) -> Model:
    design = pipeline.check(project.design, str(project.folder / DESIGN))
    return pipeline.resolve(design, store.load(project.compiled) or old)


def _version(project: Project, wish: Wish) -> str:
    if wish.design_only:
        return project.version
    return wish.version or blueprints.newest(project.source)


def _pending(project: Project) -> dict[str, bytes]:
    """Return what `compile` wrote into a project's folder and nobody has committed."""
    path = project.folder / COMPILED
    text = path.read_bytes() if path.is_file() else b""
    if not text or project.read([COMPILED]).get(COMPILED) == text:
        return {}
    found = {COMPILED: text}
    for each in revisions(text):
        if each not in project.files and (project.folder / each).is_file():
            found[each] = (project.folder / each).read_bytes()
    return found


def run(folder: Path, wish: Wish, tell: pipeline.Tell) -> Updated:
    """Bring a project up to its design and its blueprint, all or nothing."""
    recovered = _recovered(folder, tell)
    if recovered is not None:
        return recovered
    made = make(folder, wish, tell)
    check_clean(made.project, frozenset(made.pending))
    wanted = made.wanted()
    tell(f"writing {len(wanted)} files")
    before = {**made.project.files, **_kept(folder, made.pending)}
    begun = journal.prepare(folder, wanted, before, _summary(made))
    if not begun.changes:
        return Updated((), begun.summary, "")
    journal.begin(folder, begun)
    return _after(folder, begun, tell)


def proceed(folder: Path, tell: pipeline.Tell) -> Updated:
    """Finish an update whose conflicts are resolved, or one that was cut off."""
    found = _under_way(folder)
    if found.phase == journal.LAYING:
        journal.resume(folder, found)
        return _after(folder, found, tell)
    if found.phase == journal.TAKING_BACK:
        raise journal.UnderWayError(
            "the update is being taken back: finish that with "
            "`bd-scaffold update --abort`"
        )
    left = journal.unresolved(folder, found)
    if left:
        raise ProjectError(
            f"these files still have marks of a conflict: {', '.join(left)}; "
            "resolve them, and run `bd-scaffold update --continue` again"
        )
    journal.settle(folder, found)
    return _finished(folder, found, tell)


def abandon(folder: Path) -> str | None:
    """Put a project back as it was before the update that is under way.

    Returns the commit that keeps what was resolved so far, where there is something.
    """
    return journal.take_back(folder, _under_way(folder))


def compile_design(folder: Path) -> bool:
    """Bring a project's `.bd/model.yaml` up to its design; say whether that changed it.

    It is what plain Copier then follows, so edited files that Copier would delete stay.
    """
    if not (git.work_tree(folder) and git.head(folder)):
        return pipeline.compile_design(folder)
    _refuse_under_way(folder)
    project = read(folder)
    old = plan.older_model(project)
    new = _resolved(project, old)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        model = plan.compiled_model(project, old, new, Path(scratch))
    return pipeline.write_compiled(folder, project.design, store.dump(model))


def edits(folder: Path) -> list[drift.Edited]:
    """Return the generated files of a project that are not as they were generated."""
    project = read(folder)
    with _rendered(project) as files:
        return list(drift.edits(project, files))


def drifts(folder: Path) -> list[drift.Drift]:
    """Return every way in which a project is behind what it is made from."""
    project = read(folder)
    pipeline.check(project.design, str(folder / DESIGN))
    with _rendered(project) as files:
        return list(drift.drifts(project, files))


@contextmanager
def _rendered(project: Project) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        yield drift.rendered(project, Path(scratch))


def _after(folder: Path, begun: journal.Journal, tell: pipeline.Tell) -> Updated:
    if begun.conflicts:
        journal.wait(folder, begun)
        return Updated(begun.conflicts, begun.summary, "")
    return _finished(folder, begun, tell)


def _finished(folder: Path, begun: journal.Journal, tell: pipeline.Tell) -> Updated:
    lock = _relocked(folder, tell) if begun.summary.get("relock") else ""
    journal.end(folder)
    return Updated((), begun.summary, lock)


def _relocked(folder: Path, tell: pipeline.Tell) -> str:
    """Resolve the lock anew; say so, or what is left to do where that failed."""
    tell("resolving uv.lock anew")
    try:
        uv.lock(folder)
    except uv.LockError as error:
        return f"{LOCK} is the generated one, without your own dependencies: {error}; run `uv lock`"
    git.stage_file(folder, LOCK)
    return f"{LOCK} was resolved anew, with your own dependencies"


def _summary(made: Plan) -> dict[str, Any]:
    return {"relock": made.files.relock}


def _kept(folder: Path, pending: Mapping[str, bytes]) -> dict[str, git.Blob]:
    """Return uncommitted files as objects, so that they can be put back."""
    names = git.keep(folder, list(pending.values()))
    return {
        path: git.Blob(git.PLAIN_MODE, oid)
        for path, oid in zip(pending, names, strict=True)
    }


def _recovered(folder: Path, tell: pipeline.Tell) -> Updated | None:
    """Finish an update that was cut off while it was laid, which is then all that is done."""
    found = journal.read(folder) if git.work_tree(folder) else None
    if found is None or found.phase != journal.LAYING:
        return None
    return proceed(folder, tell)


def _refuse_under_way(folder: Path) -> None:
    if git.work_tree(folder) and journal.read(folder) is not None:
        raise journal.UnderWayError(
            "an update is under way: resolve its conflicts and run "
            "`bd-scaffold update --continue`, or take it back with "
            "`bd-scaffold update --abort`"
        )


def _under_way(folder: Path) -> journal.Journal:
    found = journal.read(folder) if git.work_tree(folder) else None
    if found is None:
        raise journal.NothingUnderWayError("there is no update under way")
    return found


def _wanted(outcome: Outcome) -> Wanted:
    conflict = outcome.conflict
    sides = (conflict.base, conflict.ours, conflict.theirs) if conflict else None
    return Wanted(outcome.path, outcome.content, outcome.mode, sides)
