"""Two branches that both changed the design: one project again, with the edits of both.

Each branch, and where they parted, is brought up to the merged design on its own. So what is
left between them are edits alone, and those are merged as git merges them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..model import store
from ..model.types import Model, Retired
from ..record import Record, replace
from ..render.recipe import recipe
from ..render.render import Rendering
from ..sources import blueprints, git
from ..sources.compiled import ANSWERS
from ..sources.git import WorkTree
from . import project
from .outcome import LOCK, Outcome, Sides, Verdict
from .plan import Files, Target, files, older_model, recipe_of
from .project import Project, ProjectError

_LABELS = ("our branch", "where they parted", "their branch")


class Joined(Record, frozen=True):
    """The files of two branches as one project, and the model that it is made from."""

    outcomes: tuple[Outcome, ...]
    stored: str
    relock: bool


class Branches(Record, frozen=True):
    """A project as two branches have it, and as it was where they parted."""

    base: Project
    ours: Project
    theirs: Project


def read(tree: WorkTree, meeting: git.Meeting) -> Branches:
    """Return a project as the three commits of a merge have it."""
    commits = (meeting.base, meeting.ours, meeting.theirs)
    sides = Branches(*(project.read(tree, commit) for commit in commits))
    if sides.ours.source != sides.theirs.source:
        raise ProjectError(
            f"the branches follow two blueprints, {sides.ours.source} and "
            f"{sides.theirs.source}; take one side's {ANSWERS}, and update"
        )
    return sides


def join(sides: Branches, model: Model, version: str, scratch: Path) -> Joined:
    """Return the files of both branches, brought up to one model and merged."""
    blueprint = blueprints.opened(sides.ours.source, version, scratch)
    target = Target(
        model,
        recipe(blueprint, partial(store.dump, model), _told(sides), running=False),
    )
    base, ours, theirs = (
        files(side, older_model(side), recipe_of(side, scratch), target, whole=True)
        for side in (sides.base, sides.ours, sides.theirs)
    )
    whole = replace(model, retired=tuple(_retired(ours.model, theirs.model)))
    stored = store.dump(whole)
    now = target.recipe.rendering(stored, store.read(stored))
    return Joined(
        tuple(_merged(base, ours, theirs, now)),
        stored,
        relock=ours.relock or theirs.relock,
    )


def _told(sides: Branches) -> Mapping[str, Any]:
    """Return the answers of both branches; of one that both changed, ours."""
    base, ours, theirs = (e.answers for e in (sides.base, sides.ours, sides.theirs))
    changed = {
        name: value
        for name, value in theirs.items()
        if ours.get(name) == base.get(name) and value != base.get(name)
    }
    return {**ours, **changed}


def _retired(*models: Model) -> Iterator[Retired]:
    found = {each.path: each for model in models for each in model.retired}
    yield from (found[path] for path in sorted(found))


def _merged(
    base: Files, ours: Files, theirs: Files, now: Rendering
) -> Iterator[Outcome]:
    generated = {row["path"]: now.text(row).encode() for row in now.rows}
    parted, left, right = (_by_path(each.outcomes) for each in (base, ours, theirs))
    for path in dict.fromkeys((*left, *right)):
        if path in (ANSWERS, LOCK):
            yield Outcome(path, Verdict.CLEAN, generated[path])
            continue
        before = parted[path].content if path in parted else generated.get(path)
        yield _one(path, before, left.get(path), right.get(path))


def _by_path(outcomes: Sequence[Outcome]) -> Mapping[str, Outcome]:
    return {each.path: each for each in outcomes}


def _one(
    path: str, base: bytes | None, ours: Outcome | None, theirs: Outcome | None
) -> Outcome:
    """Return a file with the edits of both branches."""
    if ours is None or theirs is None:
        return ours or theirs or Outcome(path, Verdict.SAME, base)
    if theirs.content in (base, ours.content):
        return ours
    if ours.content == base or ours.content is None:
        return theirs
    if theirs.content is None:
        return ours
    merged = git.merged(ours.content, base or b"", theirs.content, _LABELS)
    sides = Sides(base, ours.content, theirs.content)
    if merged.conflicts or ours.conflict or theirs.conflict:
        return replace(
            ours, verdict=Verdict.CONFLICT, content=merged.content, conflict=sides
        )
    return replace(ours, verdict=Verdict.MERGED, content=merged.content)
