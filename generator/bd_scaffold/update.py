"""The second day on one screen: read the project → resolve → merge → migrate → lay.

Everything is worked out before anything is written; what is laid is laid whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from bd_scaffold import compiling, migrate, pipeline
from bd_scaffold.impact import (
    Allowance,
    Impact,
    NotAllowedError,
    check_allowed,
    impact_of,
    not_allowed,
)
from bd_scaffold.model import store
from bd_scaffold.model.types import Model
from bd_scaffold.render import tasks
from bd_scaffold.render.recipe import Recipe, recipe
from bd_scaffold.render.tasks import Task
from bd_scaffold.resync import drift, journal, locks, plan
from bd_scaffold.resync.journal import Wanted
from bd_scaffold.resync.project import Project, ProjectError, check_clean, read
from bd_scaffold.sources import blueprints, git, stack
from bd_scaffold.sources.blueprints import NOTHING, Blueprint, Saying
from bd_scaffold.sources.changelog import Note
from bd_scaffold.sources.compiled import COMPILED, DESIGN, compiled


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """What an update shall do."""

    version: str | None = None  # of the blueprint: None for the newest
    blueprint: str | None = None  # another one's address: None for the project's own
    design_only: bool = False  # keep the blueprint's version
    allow: tuple[str, ...] = ()  # what may be lost or broken, by name
    expand_contract: bool = False  # old and new code have to work at the same time
    saying: Saying = NOTHING  # what the blueprint's questions are answered


REFUSALS = (
    *pipeline.REFUSALS,
    ProjectError,
    stack.BlueprintError,
    journal.UnderWayError,
    journal.NothingUnderWayError,
    journal.OccupiedError,
    NotAllowedError,
    migrate.HistoryError,
    migrate.UnsupportedChangeError,
)
"""What can't be done as asked, said in the exception's own words."""


@dataclass(frozen=True)
class Plan:
    """What an update would do."""

    project: Project
    reached: Model  # what the project's migrations lead to, before
    blueprint: Blueprint  # after
    files: plan.Files
    found: Impact
    revisions: tuple[migrate.Revision, ...]
    notes: tuple[Note, ...]  # what the blueprint's changelog tells projects
    wanting: tuple[Allowance, ...]  # what has not been asked for by its name yet
    compiled: str  # the text of `.bd/model.yaml`, after
    pending: Mapping[str, bytes]  # what `compile` wrote, and nobody has committed

    @property
    def is_empty(self) -> bool:
        """True where the project is what its design and its blueprint say."""
        return not self.wanted

    @cached_property
    def wanted(self) -> list[Wanted]:
        """Every path that becomes another."""
        found = [Wanted.of(each) for each in self.files.outcomes if not each.untouched]
        found.append(Wanted(COMPILED, self.compiled.encode()))
        found += [Wanted(r.path, r.text.encode()) for r in self.revisions]
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


def make(folder: Path, options: UpdateOptions, progress: pipeline.Progress) -> Plan:
    """Return what an update of the project in a folder would do; nothing is written."""
    journal.refuse_under_way(folder)
    progress("reading the project")
    project = read(folder)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        return _planned(project, options, Path(scratch), progress)


def _planned(
    project: Project, options: UpdateOptions, scratch: Path, progress: pipeline.Progress
) -> Plan:
    progress("deriving the model and its contract")
    old = plan.older_model(project)
    reached = compiling.reached_of(project, old)
    after = _blueprint(project, options, scratch)
    new = compiling.resolved(project, reached, after)
    pending = compiling.pending_of(project)
    progress("working out the migration and what clients notice")
    found = impact_of(old, reached, new)
    operations = compiling.as_run(
        found.operations, reached, new, expand_contract=options.expand_contract
    )
    written = compiling.migration(project, operations, pending)
    progress("rendering, and merging")
    made_of = recipe(after, partial(store.dump, new), project.answers, options.saying)
    target = plan.Target(new, made_of)
    trust = options.saying.trust
    made_with = plan.recipe_of(project, scratch, after.address, trust=trust)
    files = plan.files(project, old, made_with, target)
    leading = compiling.leading_of(project, written)
    return Plan(
        project,
        reached,
        after,
        files,
        found,
        written,
        plan.told(made_with.blueprint, after),
        not_allowed(found.allowances, options.allow),
        compiled(project.design, files.stored, leading),
        pending,
    )


def sql(made: Plan) -> str:
    """Return the statements that a plan's migration runs, on the design's engine."""
    if not made.revisions:
        return ""
    engine = made.files.model.database.engine
    return migrate.sql_of(made.revisions, made.reached, engine)


def _blueprint(project: Project, options: UpdateOptions, scratch: Path) -> Blueprint:
    """Return the blueprint that a project shall follow."""
    if options.blueprint:
        address = blueprints.address_of(options.blueprint)
        return _updatable(blueprints.opened(address, options.version, scratch))
    version = project.version if options.design_only else options.version
    try:
        return blueprints.opened(project.source, version, scratch)
    except stack.UnreadableError as error:
        raise ProjectError(
            f"{error} If it is somewhere else now: "
            "`bd-scaffold update --blueprint ADDRESS`"
        ) from error


def _updatable(blueprint: Blueprint) -> Blueprint:
    """Refuse a blueprint whose versions nobody could tell apart at the next update."""
    if not blueprint.version:
        raise ProjectError(
            f"{blueprint.address} is a folder without git: a project that follows it "
            "could never be updated; make it a repository, and tag its first version"
        )
    return blueprint


def run(
    folder: Path,
    options: UpdateOptions,
    progress: pipeline.Progress,
    told: Callable[[Plan], Sequence[str]] = lambda _: (),
) -> Updated:
    """Bring a project up to its design and its blueprint, all or nothing.

    `told` says in lines what was done; they are kept until conflicts are resolved.
    """
    recovered = _recovered(folder, progress)
    if recovered is not None:
        return recovered
    made = make(folder, options, progress)
    check_clean(made.project, frozenset(made.pending))
    check_allowed(made.wanting, ())
    progress(f"writing {len(made.wanted)} files")
    before = {**made.project.files, **_kept(folder, made.pending)}
    summary = {
        "lines": list(told(made)),
        "relock": made.files.relock,
        "tasks": [each.to_json() for each in made.files.tasks],
        "design": _staged(folder, DESIGN),
    }
    begun = journal.prepare(folder, made.wanted, before, summary)
    if not begun.changes:
        return Updated((), tuple(begun.summary["lines"]))
    journal.begin(folder, begun)
    return _after(folder, begun, progress)


def proceed(folder: Path, progress: pipeline.Progress) -> Updated:
    """Finish an update whose conflicts are resolved, or one that was cut off."""
    found = _under_way(folder)
    if found.phase == journal.LAYING:
        journal.resume(folder, found)
        return _after(folder, found, progress)
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
    return _finished(folder, found, progress)


def abandon(folder: Path) -> str | None:
    """Put a project back as it was before the update that is under way.

    Returns the commit that keeps what was resolved so far, where there is something.
    """
    found = _under_way(folder)
    if said := found.summary.get("design"):
        git.stage(folder, {DESIGN: {0: git.Blob(*said)}})
    return journal.take_back(folder, found)


def edits(folder: Path, *, trust: bool = False) -> list[drift.Edited]:
    """Return the generated files of a project that are not as they were generated."""
    project = read(folder)
    with _made_with(project, trust=trust) as own:
        return list(drift.edits(project, drift.rendered(project, own), own))


def drifts(
    folder: Path, *, design_only: bool = False, trust: bool = False
) -> list[drift.Drift]:
    """Return every way in which a project is behind what it is made from.

    With `design_only`, a newer blueprint is news that stops nobody.
    """
    project = read(folder)
    with _made_with(project, trust=trust) as own:
        words = pipeline.words_of(own.blueprint)
        pipeline.check(project.design, str(folder / DESIGN), words)
        return list(
            drift.drifts(project, drift.rendered(project, own), design_only=design_only)
        )


@contextmanager
def _made_with(project: Project, *, trust: bool) -> Iterator[Recipe]:
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        yield plan.recipe_of(project, Path(scratch), trust=trust)


def _after(
    folder: Path, begun: journal.Journal, progress: pipeline.Progress
) -> Updated:
    if begun.conflicts:
        journal.wait(folder, begun)
        return Updated(begun.conflicts, tuple(begun.summary["lines"]))
    return _finished(folder, begun, progress)


def _finished(
    folder: Path, begun: journal.Journal, progress: pipeline.Progress
) -> Updated:
    lock = locks.renewed(folder, progress) if begun.summary["relock"] else ""
    git.stage_file(folder, DESIGN)  # one commit for what is said and what is made of it
    journal.end(folder)
    tasks.run(
        [Task(*each) for each in begun.summary.get("tasks", ())], folder, progress
    )
    return Updated((), tuple(begun.summary["lines"]), lock)


def _staged(folder: Path, path: str) -> tuple[str, str] | None:
    """Return the mode and the object that the index has for a file."""
    blob = git.staged(folder).get(path)
    return (blob.mode, blob.oid) if blob else None


def _kept(folder: Path, pending: Mapping[str, bytes]) -> dict[str, git.Blob]:
    """Return uncommitted files as objects, so that they can be put back."""
    names = git.keep(folder, list(pending.values()))
    return {
        path: git.Blob(git.PLAIN_MODE, oid)
        for path, oid in zip(pending, names, strict=True)
    }


def _recovered(folder: Path, progress: pipeline.Progress) -> Updated | None:
    """Finish an update that was cut off while it was laid, which is then all that is done."""
    found = journal.read(folder) if git.work_tree(folder) else None
    if found is None or found.phase != journal.LAYING:
        return None
    return proceed(folder, progress)


def _under_way(folder: Path) -> journal.Journal:
    found = journal.read(folder) if git.work_tree(folder) else None
    if found is None:
        raise journal.NothingUnderWayError("there is no update under way")
    return found
