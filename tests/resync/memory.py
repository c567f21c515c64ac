"""An update in memory: a project's tree and a changed design in, the tree afterwards out.

It is what `update.run` works out, without a repository to read from or to write to. What
that adds is tried on real ones; thousands of cells are only affordable here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bd_scaffold import pipeline, update
from bd_scaffold.contract.compare import Bump
from bd_scaffold.impact import Impact
from bd_scaffold.model.types import Model
from bd_scaffold.resync import plan
from bd_scaffold.resync.outcome import Outcome
from bd_scaffold.resync.project import Project
from bd_scaffold.sources import git
from bd_scaffold.sources.compiled import ANSWERS, COMPILED, DESIGN, compiled, values_of
from bd_scaffold.sources.git import Blob, WorkTree

_LIKE = "0" * 40


class File(NamedTuple):
    """A file's content, and its mode as git has it."""

    content: bytes
    mode: str = git.PLAIN_MODE


Tree = Mapping[str, File]


@dataclass(frozen=True)
class Held(Project):
    """A project whose files are in memory."""

    texts: Mapping[str, bytes]

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        return {path: self.texts[path] for path in paths}


@dataclass(frozen=True, slots=True)
class After:
    """What an update makes of a tree."""

    tree: Tree
    outcomes: tuple[Outcome, ...]

    @property
    def conflicts(self) -> set[str]:
        """The paths for someone to look at."""
        return {each.path for each in self.outcomes if each.conflict}


_NOTHING = Impact((), (), (), (), Bump("0.1.0", "0.1.0", "the same"))
"""What a change does to data and clients is tried elsewhere: here it is the files."""


@cache
def model(design: str, previous: str = "") -> Model:
    """Return the model of a design, derived with what an older one has alike."""
    older = model(previous) if previous else None
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"), older)


@cache
def created(design: str, previous: str = "") -> Tree:
    """Return the fresh render of a design."""
    made = pipeline.render(design.encode(), model(design, previous))
    return {path: File(text.encode()) for path, text in made.items()}


def updated(tree: Tree, design: str, previous: str) -> After:
    """Return a project's tree after its design became another."""
    project = held(tree, design)
    with tempfile.TemporaryDirectory() as scratch:
        own = plan.recipe_of(project, Path(scratch))
    target = plan.Target(model(design, previous), own)
    files = plan.files(project, model(previous), own, target)
    made = update.Plan(
        project=project,
        reached=model(previous),
        blueprint=own.blueprint,
        files=files,
        found=_NOTHING,
        revisions=(),
        notes=(),
        wanting=(),
        compiled=compiled(project.design, files.stored, stored=files.stored),
        pending={},
        own_contract=b"",
    )
    return After(_laid(tree, made), files.outcomes)


def held(tree: Tree, design: str) -> Held:
    """Return a project whose files are those of a tree, with a changed design beside them."""
    blobs = {
        path: Blob(file.mode, git.object_name(file.content, _LIKE))
        for path, file in tree.items()
    }
    answers = values_of(tree[ANSWERS].content)
    texts = {path: file.content for path, file in tree.items()}
    tree_ = WorkTree(Path("project"), Path("project"), "", Path("project/.git"), _LIKE)
    compiled_ = tree[COMPILED].content
    return Held(tree_, blobs, answers, compiled_, design.encode(), b"", texts)


def _laid(tree: Tree, made: update.Plan) -> Tree:
    after = dict(tree) | {DESIGN: File(made.project.design)}
    for each in made.wanted:
        if each.content is None:
            after.pop(each.path, None)
    for each in made.wanted:
        if each.content is not None:
            after[each.path] = File(each.content, each.mode)
    return after


def compared(tree: Tree) -> dict[str, File]:
    """Return what is compared of a tree: all but the model's stored forms and migrations."""
    left_out = {ANSWERS, COMPILED, DESIGN}
    return {
        path: file
        for path, file in tree.items()
        if path not in left_out and not path.startswith("migrations/")
    }
