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

from bd_scaffold import compiling, fills, impact, migrate, pipeline
from bd_scaffold.impact import Allowance, Impact, check_allowed, impact_of, not_allowed
from bd_scaffold.model import store
from bd_scaffold.model.types import Model
from bd_scaffold.record import Record, replace
from bd_scaffold.render import tasks
from bd_scaffold.render.recipe import Recipe, recipe
from bd_scaffold.render.tasks import Task
from bd_scaffold.resync import drift, journal, laying, locks, plain_copier, plan
from bd_scaffold.resync.journal import Wanted
from bd_scaffold.resync.project import (
    Project,
    ProjectError,
    UnsettledError,
    check_clean,
    read,
    refuse_unsettled,
    work_tree,
)
from bd_scaffold.sources import blueprints, folders, git, stack
from bd_scaffold.sources.blueprints import NOTHING, Blueprint, Saying
from bd_scaffold.sources.changelog import Note
from bd_scaffold.sources.compiled import (
    COMPILED,
    DESIGN,
    OWN_CONTRACT,
    SAID,
    compiled,
    parsed,
)
from bd_scaffold.sources.git import WorkTree


class UpdateOptions(Record, frozen=True):
    """What an update shall do."""

    version: str | None = None  # of the blueprint: None for the newest
    blueprint: str | None = None  # another one's address: None for the project's own
    design_only: bool = False  # keep the blueprint's version
    allow: tuple[str, ...] = ()  # what may be lost or broken, by name
    fill: tuple[str, ...] = ()  # what rows get that are there: "Product.note=none"
    expand_contract: bool = False  # old and new code have to work at the same time
    saying: Saying = NOTHING  # what the blueprint's questions are answered


REFUSALS = (
    *pipeline.REFUSALS,
    ProjectError,
    folders.FolderError,
    stack.BlueprintError,
    journal.UnderWayError,
    journal.NothingUnderWayError,
    laying.OccupiedError,
    *impact.REFUSALS,
    fills.FillError,
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
    own_contract: bytes  # what the team adds to the contract, after

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
        found = [each for each in found if each.sides or not self._is_there(each)]
        if self.own_contract != self.project.own_contract:
            found.append(Wanted(OWN_CONTRACT, self.own_contract))
        return found

    @property
    def laid_over(self) -> Mapping[str, bytes]:
        """What an update replaces that is not committed."""
        own = {OWN_CONTRACT: self.project.own_contract}
        return {**self.pending, **own} if self.project.own_contract else self.pending

    def _is_there(self, wanted: Wanted) -> bool:
        if wanted.path == COMPILED and self._is_compiled(wanted):
            return True
        if wanted.path in self.pending:
            return self.pending[wanted.path] == wanted.content
        blob = self.project.files.get(wanted.path)
        if blob is None or wanted.content is None:
            return blob is None and wanted.content is None
        return git.object_name(wanted.content, blob.oid) == blob.oid

    def _is_compiled(self, wanted: Wanted) -> bool:
        """Tell whether all that differs is that plain Copier left the model there."""
        there = self.project.compilation
        known = replace(there, model="") == parsed(wanted.content or b"")
        return known and there.model in ("", self.project.stored) and not self.pending


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did."""

    conflicts: tuple[str, ...]
    lines: tuple[str, ...]  # what it did, in words
    lock: str = ""  # what is to be said of the lock


def make(folder: Path, options: UpdateOptions, progress: pipeline.Progress) -> Plan:
    """Return what an update of the project in a folder would do; nothing is written."""
    return _make(work_tree(folder), options, progress)


def _make(tree: WorkTree, options: UpdateOptions, progress: pipeline.Progress) -> Plan:
    journal.refuse_under_way(tree)
    refuse_unsettled(tree)
    progress("reading the project")
    project = read(tree)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        return _planned(project, options, Path(scratch), progress)


def _planned(
    project: Project, options: UpdateOptions, scratch: Path, progress: pipeline.Progress
) -> Plan:
    progress("deriving the model and its contract")
    old = plan.older_model(project)
    reached = compiling.reached_of(project, old)
    after = _blueprint(project, options, scratch)
    design = compiling.design_of(project, after)
    new = compiling.resolved(project, reached, design, old)
    pending = compiling.pending_of(project)
    progress("working out the migration and what clients notice")
    given = fills.read(options.fill, design, reached, new)
    found = impact_of(old, reached, new, fills=given)
    impact.check_matched((*found.allowances, *found.mended), options.allow)
    apart = options.expand_contract
    run = compiling.as_run(found.operations, reached, new, given, expand_contract=apart)
    written = compiling.migration(project, run, pending)
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
        compiled(project.design, files.stored, leading, files.stored),
        pending,
        compiling.renamed_own_contract(project, old, new),
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
    tree = work_tree(folder)
    begun = journal.read(tree)
    if begun is not None and begun.phase == journal.LAYING:
        return _resumed(tree, begun, progress)  # which is then all that is done
    made = _make(tree, options, progress)
    status = git.status(tree)
    beside = {each.contract for each in made.files.model.dependencies} - {""}
    check_clean(status, frozenset((*made.pending, *beside)))
    check_allowed(made.wanting, ())
    progress(f"writing {len(made.wanted)} files")
    said = {path: made.project.files.get(path) for path in (*SAID, *beside)}
    said |= {path: status.staged[path] for path in said if path in status.staged}
    lines = tuple(told(made))
    summary = {
        "lines": lines,
        "relock": made.files.relock,
        "tasks": [each.to_json() for each in made.files.tasks],
        "index": {path: (b.mode, b.oid) if b else None for path, b in said.items()},
    }
    before, over = made.project.files, made.laid_over
    prepared = journal.prepare(tree, made.wanted, before, summary, over)
    if not prepared.journal.changes:
        return Updated((), lines)
    journal.begin(tree, prepared)
    return _after(tree, prepared.journal, progress)


def proceed(folder: Path, progress: pipeline.Progress) -> Updated:
    """Finish an update whose conflicts are resolved, or one that was cut off."""
    tree, found = _under_way(folder)
    if found.phase == journal.LAYING:
        return _resumed(tree, found, progress)
    if found.phase in (journal.STAGED, journal.TAKING_BACK):
        raise journal.UnderWayError(": ".join(found.state))
    left = journal.unresolved(tree, found)
    if left:
        raise ProjectError(
            f"these files still contain conflict markers: {', '.join(left)}; "
            "resolve them, and run `bd-scaffold update --continue` again"
        )
    journal.settle(tree, found)
    return _finished(tree, found, progress)


def abandon(folder: Path) -> str | None:
    """Put a project back as it was before the update that is under way or staged.

    Returns the commit that keeps what somebody has changed since, where there is something.
    """
    tree, found = _under_way(folder)
    index = found.summary.get("index", {})
    entries = {p: {0: git.Blob(*said)} if said else {} for p, said in index.items()}
    return journal.take_back(tree, found, entries)


def is_under_way(folder: Path) -> bool:
    """Tell whether an update of a project has begun and not ended."""
    tree = git.work_tree(folder)
    found = journal.read(tree) if tree else None
    return found is not None and found.phase != journal.STAGED


def edits(folder: Path, *, trust: bool = False) -> list[drift.Edited]:
    """Return the generated files of a project that are not as they were generated."""
    tree = work_tree(folder)
    journal.refuse_under_way(tree)
    refuse_unsettled(tree)
    project = read(tree)
    with _made_with(project, trust=trust) as own:
        return list(drift.edits(project, drift.rendered(project, own), own))


def drifts(
    folder: Path, *, design_only: bool = False, trust: bool = False
) -> list[drift.Drift]:
    """Return every way in which a project is behind what it is made from.

    With `design_only`, a newer blueprint is news that stops nobody.
    """
    try:
        tree = work_tree(folder)
        begun = journal.read(tree)
        if begun is not None:
            return [drift.unfinished("update", begun.state)]
        refuse_unsettled(tree)
        project = read(tree)
    except UnsettledError as unsettled:
        return [drift.unfinished("project", unsettled.state)]
    with _made_with(project, trust=trust) as own:
        words = pipeline.words_of(own.blueprint)
        pipeline.check(project.design, str(folder / DESIGN), words)
        files = drift.rendered(project, own)
        document = compiling.own_contract_of(project).document
        return [
            *drift.of_lost_edits([*plain_copier.lost(project, files, own)]),
            *drift.drifts(project, files, document, design_only=design_only),
        ]


@contextmanager
def _made_with(project: Project, *, trust: bool) -> Iterator[Recipe]:
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        yield plan.recipe_of(project, Path(scratch), trust=trust)


def _resumed(
    tree: WorkTree, begun: journal.Journal, progress: pipeline.Progress
) -> Updated:
    """Finish an update that was cut off while it was laid."""
    journal.resume(tree, begun)
    return _after(tree, begun, progress)


def _after(
    tree: WorkTree, begun: journal.Journal, progress: pipeline.Progress
) -> Updated:
    if begun.conflicts:
        journal.wait(tree, begun)
        return Updated(begun.conflicts, tuple(begun.summary["lines"]))
    return _finished(tree, begun, progress)


def _finished(
    tree: WorkTree, begun: journal.Journal, progress: pipeline.Progress
) -> Updated:
    lock = locks.renewed(tree, progress) if begun.summary["relock"] else ""
    _stage_said(tree, begun.summary.get("index", {}))
    journal.stay(tree, begun)
    wanted = [Task(*each) for each in begun.summary.get("tasks", ())]
    tasks.run(wanted, tree.folder, progress)
    return Updated((), tuple(begun.summary["lines"]), lock)


def _stage_said(tree: WorkTree, known: Mapping[str, object]) -> None:
    """Stage what the team says, for one commit with what is made of it.

    `known` is what git knew of it before.
    """
    there = [path for path in {*SAID, *known} if (tree.folder / path).is_file()]
    if gone := [path for path, blob in known.items() if blob and path not in there]:
        git.stage(tree, {path: {} for path in gone})
    git.refresh(tree, there)


def _under_way(folder: Path) -> tuple[WorkTree, journal.Journal]:
    tree = git.work_tree(folder)
    found = journal.read(tree) if tree else None
    if tree is None or found is None:
        raise journal.NothingUnderWayError(
            "there is no update under way or staged; `git revert` undoes a committed one"
        )
    return tree, found
