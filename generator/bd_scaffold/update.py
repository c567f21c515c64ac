"""The second day on one screen: read the project → resolve → merge → migrate → lay.

Everything is worked out before anything is written; what is laid is laid whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from bd_scaffold import difference, migrate, pipeline
from bd_scaffold.contract import compare
from bd_scaffold.emit import blueprints, git, uv
from bd_scaffold.emit.compiled import COMPILED, DESIGN, compiled, revisions
from bd_scaffold.emit.write import replace
from bd_scaffold.model import store
from bd_scaffold.resync import branches, drift, journal, plan
from bd_scaffold.resync.journal import Wanted
from bd_scaffold.resync.merge import LOCK, Outcome
from bd_scaffold.resync.project import (
    ANSWERS,
    Project,
    ProjectError,
    check_clean,
    read,
)

if TYPE_CHECKING:
    from bd_scaffold.model.types import Model


@dataclass(frozen=True, slots=True)
class Wish:
    """What an update shall do."""

    version: str | None = None  # of the blueprint: None for the newest
    design_only: bool = False  # keep the blueprint's version
    allow: tuple[str, ...] = ()  # what may be lost or broken, by name


class NotAllowedError(Exception):
    """What would be lost or broken, and has not been asked for by its name."""

    def __init__(self, wanting: Sequence[Allowance]) -> None:
        self.wanting = tuple(wanting)
        listed = "".join(f"\n  --allow {each.name:28} {each.text}" for each in wanting)
        super().__init__(f"this happens only when it is asked for by its name:{listed}")


@dataclass(frozen=True, slots=True)
class Allowance:
    """Something that is lost or broken only when it is asked for by its name."""

    name: str  # "drop:Tag", "break:Product.stock"
    text: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What a changed design does to data and to clients."""

    changes: tuple[difference.Change, ...]
    revisions: tuple[migrate.Revision, ...]
    findings: tuple[compare.Finding, ...]
    bump: compare.Bump
    allowances: tuple[Allowance, ...]

    def wanting(self, allowed: Sequence[str]) -> tuple[Allowance, ...]:
        """Return what none of the given names allows; `break:*` allows all of a kind."""
        return _not_allowed(self.allowances, allowed)


def _not_allowed(
    allowances: Sequence[Allowance], allowed: Sequence[str]
) -> tuple[Allowance, ...]:
    return tuple(
        each
        for each in allowances
        if not any(fnmatchcase(each.name, pattern) for pattern in allowed)
    )


REFUSALS = (
    *pipeline.REFUSALS,
    ProjectError,
    blueprints.BlueprintError,
    journal.UnderWayError,
    journal.NothingUnderWayError,
    journal.OccupiedError,
    NotAllowedError,
    migrate.HistoryError,
    migrate.UnsupportedChangeError,
)
"""What can't be done as asked, said in the exception's own words."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update would do."""

    project: Project
    version: str  # of the blueprint, after
    files: plan.Files
    steps: Steps
    wanting: tuple[Allowance, ...]  # what has not been asked for by its name yet
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
        found += [Wanted(r.path, r.text.encode()) for r in self.steps.revisions]
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
    lines: tuple[str, ...]  # what it did, in words
    lock: str = ""  # what is to be said of the lock


@dataclass(frozen=True, slots=True)
class Compiled:
    """What compiling a design wrote."""

    written: tuple[str, ...]
    conflicts: tuple[str, ...] = ()  # left of the two branches that were joined
    joined: bool = False


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
    reached = _reached(project, old)
    new = _resolved(project, reached)
    pending = _pending(project)
    tell("working out the migration and what clients notice")
    steps = _steps(project, (old, reached, new), pending)
    tell("rendering, and merging")
    target = plan.Target(new, _version(project, wish))
    files = plan.files(project, old, target, scratch)
    text = compiled(project.design, files.stored, _leading(project, steps.revisions))
    wanting = steps.wanting(wish.allow)
    return Plan(project, target.version, files, steps, wanting, text, pending)


def _steps(
    project: Project, models: tuple[Model, Model, Model], pending: Mapping[str, bytes]
) -> Steps:
    """Return what leads to the newest of three models: the project's, the migrations', today's."""
    old, reached, new = models
    operations = migrate.operations(reached, new)
    revisions: tuple[migrate.Revision, ...] = ()
    if operations:
        revisions = migrate.revision(operations, _history(project, pending))
    findings = compare.compare(*compare.documents(old, new), compare.renames(old, new))
    broken = compare.breaking(findings)
    dangers = (Allowance(d.name, d.text) for d in migrate.dangers(operations))
    breaks = (Allowance(f.allowance, f.message) for f in broken)
    by_name: dict[str, Allowance] = {}
    for each in (*dangers, *breaks):
        by_name.setdefault(each.name, each)
    return Steps(
        difference.compare(old, new),
        revisions,
        findings,
        compare.next_version(old.project.version, findings),
        tuple(by_name.values()),
    )


def _history(project: Project, pending: Mapping[str, bytes]) -> migrate.History:
    """Return the project's revisions, without those that `compile` wrote just now."""
    folder = project.folder / migrate.FOLDER
    files = {
        path.relative_to(project.folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.glob("*.py")
    }
    return migrate.read_history({p: t for p, t in files.items() if p not in pending})


def _leading(project: Project, written: Sequence[migrate.Revision]) -> tuple[str, ...]:
    """Return the paths of the revisions that lead to the model that is compiled now."""
    if written:
        return tuple(each.path for each in written)
    committed = project.read([COMPILED]).get(COMPILED, b"")
    return tuple(each for each in revisions(committed) if each in project.files)


def _reached(project: Project, old: Model) -> Model:
    """Return the model that the project's migrations lead to: the one compiled last."""
    return store.load(project.compiled) or old


def _resolved(project: Project, reached: Model) -> Model:
    design = pipeline.check(project.design, str(project.folder / DESIGN))
    return pipeline.resolve(design, reached)


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


def run(
    folder: Path,
    wish: Wish,
    tell: pipeline.Tell,
    told: Callable[[Plan], Sequence[str]] = lambda _: (),
) -> Updated:
    """Bring a project up to its design and its blueprint, all or nothing.

    `told` says in lines what was done; they are kept until conflicts are resolved.
    """
    _recover(folder)
    made = make(folder, wish, tell)
    check_clean(made.project, frozenset(made.pending))
    if made.wanting:
        raise NotAllowedError(made.wanting)
    wanted = made.wanted()
    tell(f"writing {len(wanted)} files")
    before = {**made.project.files, **_kept(folder, made.pending)}
    summary = {"lines": list(told(made)), "relock": made.files.relock}
    begun = journal.prepare(folder, wanted, before, summary)
    if not begun.changes:
        return Updated((), tuple(begun.summary["lines"]))
    journal.begin(folder, begun)
    return _after(folder, begun, tell)


def proceed(folder: Path, tell: pipeline.Tell) -> Updated:
    """Finish an update whose conflicts are resolved, or one that was cut off."""
    found = _under_way(folder)
    if found.phase == journal.LAYING:
        journal.resume(folder, found)
        return _after(folder, found, tell)
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


def compile_design(folder: Path, allow: tuple[str, ...] = ()) -> Compiled:
    """Bring a project's `.bd/model.yaml` up to its design, and write the migration to it.

    It is what plain Copier then follows, so edited files that Copier would delete stay. In
    a merge of two branches, it makes one project of both.
    """
    if not (git.work_tree(folder) and git.head(folder)):
        return Compiled((COMPILED,) if pipeline.compile_design(folder) else ())
    meeting = git.meeting(folder)
    if meeting and {COMPILED, ANSWERS} & set(git.unmerged(folder)):
        return _joined(folder, branches.read(folder, meeting), allow)
    _refuse_under_way(folder)
    project = read(folder)
    old = plan.older_model(project)
    reached = _reached(project, old)
    new = _resolved(project, reached)
    pending = _pending(project)
    steps = _steps(project, (reached, reached, new), pending)
    if wanting := steps.wanting(allow):
        raise NotAllowedError(wanting)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        model = plan.compiled_model(project, old, new, Path(scratch))
    leading = _leading(project, steps.revisions)
    text = compiled(project.design, store.dump(model), leading)
    texts = {each.path: each.text for each in steps.revisions} | {COMPILED: text}
    return Compiled(tuple(_replaced(folder, pending, texts)))


def _joined(folder: Path, sides: branches.Sides3, allow: Sequence[str]) -> Compiled:
    """Make one project of two branches that both changed the design."""
    if _is_marked(sides.ours.design):
        raise ProjectError(
            f"{DESIGN} has marks of a conflict: resolve it, and run "
            "`bd-scaffold compile` again"
        )
    models = [plan.older_model(each) for each in (sides.ours, sides.theirs)]
    new = _resolved(sides.ours, models[0])
    version = max(sides.ours.version, sides.theirs.version, key=blueprints.order)
    operations = _left_to_do(sides, new)
    dangers = [Allowance(each.name, each.text) for each in migrate.dangers(operations)]
    if wanting := _not_allowed(dangers, allow):
        raise NotAllowedError(wanting)
    history = _history(sides.ours, {})
    heads = history.heads if len(history.heads) > 1 else ()
    written: tuple[migrate.Revision, ...] = ()
    if operations or heads:
        written = migrate.revision(operations, history, merging=heads)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        joined = branches.join(sides, new, version, Path(scratch))
    leading = [each.path for each in written]
    text = compiled(sides.ours.design, joined.stored, leading)
    texts = {COMPILED: text, **{each.path: each.text for each in written}}
    wanted = [_wanted(each) for each in joined.outcomes]
    wanted += [Wanted(path, text.encode()) for path, text in texts.items()]
    changed = journal.lay_over_merge(folder, wanted)
    left = tuple(path for path in git.unmerged(folder) if path != DESIGN)
    return Compiled(tuple(changed), left, joined=True)


def _left_to_do(sides: branches.Sides3, new: Model) -> list[migrate.Operation]:
    """Return what neither branch's own migrations have done already."""
    base, *both = (
        _reached(each, plan.older_model(each))
        for each in (sides.base, sides.ours, sides.theirs)
    )
    done = {each for side in both for each in migrate.operations(base, side)}
    return [each for each in migrate.operations(base, new) if each not in done]


def _is_marked(text: bytes) -> bool:
    return any(line.startswith(b"<<<<<<< ") for line in text.splitlines())


def _replaced(
    folder: Path, pending: Mapping[str, bytes], texts: Mapping[str, str]
) -> list[str]:
    """Write what was compiled in place of what had been, and return what has changed."""
    for path in pending:
        if path not in texts:
            (folder / path).unlink()
    changed = []
    for path, text in texts.items():
        file = folder / path
        if not file.is_file() or file.read_bytes() != text.encode():
            replace(file, text.encode())
            changed.append(path)
    return changed


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
        return Updated(begun.conflicts, tuple(begun.summary["lines"]))
    return _finished(folder, begun, tell)


def _finished(folder: Path, begun: journal.Journal, tell: pipeline.Tell) -> Updated:
    lock = _relocked(folder, tell) if begun.summary["relock"] else ""
    journal.end(folder)
    return Updated((), tuple(begun.summary["lines"]), lock)


def _relocked(folder: Path, tell: pipeline.Tell) -> str:
    """Resolve the lock anew; say so, or what is left to do where that failed."""
    tell("resolving uv.lock anew")
    try:
        uv.lock(folder)
    except uv.LockError as error:
        return f"{LOCK} is the generated one, without your own dependencies: {error}; run `uv lock`"
    git.stage_file(folder, LOCK)
    return f"{LOCK} was resolved anew, with your own dependencies"


def _kept(folder: Path, pending: Mapping[str, bytes]) -> dict[str, git.Blob]:
    """Return uncommitted files as objects, so that they can be put back."""
    names = git.keep(folder, list(pending.values()))
    return {
        path: git.Blob(git.PLAIN_MODE, oid)
        for path, oid in zip(pending, names, strict=True)
    }


def _recover(folder: Path) -> None:
    """Finish laying an update that was cut off, before another one begins."""
    found = journal.read(folder) if git.work_tree(folder) else None
    if found is not None and found.phase == journal.LAYING:
        proceed(folder, lambda _: None)


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
