"""The second day on one screen: read the project → resolve → merge → migrate → lay.

Everything is worked out before anything is written; what is laid is laid whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bd_scaffold import pipeline
from bd_scaffold.emit import blueprints, git
from bd_scaffold.emit.compiled import COMPILED, DESIGN, compiled
from bd_scaffold.model import store
from bd_scaffold.resync import journal, plan
from bd_scaffold.resync.journal import Wanted
from bd_scaffold.resync.merge import Outcome
from bd_scaffold.resync.project import Project, ProjectError, check_clean, read

if TYPE_CHECKING:
    pass

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
class Plan:
    """What an update would do."""

    project: Project
    version: str  # of the blueprint, after
    files: plan.Files
    compiled: str  # the text of `.bd/model.yaml`, after

    @property
    def is_empty(self) -> bool:
        """True where the project is what its design and its blueprint say."""
        return not self.wanted() and self.version == self.project.version

    def wanted(self) -> list[Wanted]:
        """Return every path that becomes another."""
        found = [_wanted(each) for each in self.files.outcomes]
        after = {each.path for each in found if each.content is not None}
        left = [
            Wanted(each.was, None)
            for each in self.files.outcomes
            if each.was and each.was not in after
        ]
        before = self.project.files
        return [
            each
            for each in (*found, *left, Wanted(COMPILED, self.compiled.encode()))
            if each.sides or not _is_there(each, before)
        ]


def make(folder: Path, *, version: str | None, tell: pipeline.Tell) -> Plan:
    """Return what an update of the project in a folder would do; nothing is written."""
    _check_free(folder)
    tell("reading the project")
    project = read(folder)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        return _planned(project, version, Path(scratch), tell)


def _planned(
    project: Project, version: str | None, scratch: Path, tell: pipeline.Tell
) -> Plan:
    design = pipeline.check(project.design, str(project.folder / DESIGN))
    tell("deriving the model and its contract")
    old = plan.older_model(project)
    reached = store.load(project.compiled) or old
    new = pipeline.resolve(design, reached)
    target = plan.Target(new, version or blueprints.newest(project.source))
    tell("rendering, and merging")
    files = plan.files(project, old, target, scratch, carry=True)
    return Plan(project, target.version, files, compiled(project.design, files.stored))


def run(folder: Path, *, version: str | None, tell: pipeline.Tell) -> journal.Journal:
    """Bring a project up to its design and its blueprint, all or nothing."""
    made = make(folder, version=version, tell=tell)
    check_clean(made.project, frozenset())
    wanted = made.wanted()
    tell(f"writing {len(wanted)} files")
    begun = journal.prepare(folder, wanted, made.project.files, {})
    return journal.begin(folder, begun)


def _check_free(folder: Path) -> None:
    if git.work_tree(folder) and journal.read(folder) is not None:
        raise journal.UnderWayError(
            "an update is under way: resolve its conflicts and run "
            "`bd-scaffold update --continue`, or take it back with `--abort`"
        )


def _wanted(outcome: Outcome) -> Wanted:
    conflict = outcome.conflict
    sides = (conflict.base, conflict.ours, conflict.theirs) if conflict else None
    return Wanted(outcome.path, outcome.content, outcome.mode, sides)


def _is_there(wanted: Wanted, files: Mapping[str, git.Blob]) -> bool:
    blob = files.get(wanted.path)
    if blob is None or wanted.content is None:
        return blob is None and wanted.content is None
    return git.object_name(wanted.content, blob.oid) == blob.oid
