"""What an update would do: every file after it, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..emit import blueprints, git, resources
from ..emit.render import Rendering
from ..model import store
from ..model.types import Model, Retired
from . import identifiers, moves
from .history import Step, between, renamed
from .merge import LOCK, Merger, Outcome, Verdict, generated, modules, own_modules
from .project import Project, ProjectError

KEEPS = frozenset({"migrations/versions/0001_initial.py"})
"""What is written once: the blueprint's `_skip_if_exists`."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a project is brought up to."""

    model: Model
    version: str  # of the blueprint


@dataclass(frozen=True, slots=True)
class Files:
    """Every file of a project after an update, and the model that it then was made from."""

    outcomes: tuple[Outcome, ...]
    model: Model
    stored: str

    @property
    def conflicts(self) -> tuple[Outcome, ...]:
        """The files that somebody has to look at."""
        return tuple(each for each in self.outcomes if each.conflict)

    @property
    def relock(self) -> bool:
        """True where the team has its own lock, and another one is generated now."""
        return any(each.path == LOCK and each.relock for each in self.outcomes)

    @property
    def changed(self) -> tuple[Outcome, ...]:
        """The files that an update does something to, or leaves for a reason."""
        return tuple(e for e in self.outcomes if e.verdict is not Verdict.SAME)


def older_model(project: Project) -> Model:
    """Return the model that a project was made from."""
    model = store.load(project.stored)
    if model is None:
        raise ProjectError(
            "the model in .copier-answers.yml is of a form that this release of "
            "bd-scaffold does not know; upgrade bd-scaffold"
        )
    return model


def files(project: Project, old: Model, target: Target, scratch: Path) -> Files:
    """Return every file after an update to a target.

    Declared renames move edited files, and rename what is in them.
    """
    before, after = project.version, target.version
    blueprint, older = _blueprints(project, after, scratch)
    history = between(older, before, blueprint, after) if before != after else ()
    was = _rendering(project.stored, older, project.answers)
    now = _Now(project, blueprint, {**project.answers, "_commit": after}, was, history)
    paired = now.paired(old, target.model, carry=True)
    model = paired.model
    all_files = generated(was, paired.rendering, paired.pairs)
    declared = identifiers.seeds(old, model)
    folders = moves.folders(old, model, paired.pairs, history)
    texts = [*modules(all_files), *own_modules(project, all_files, folders)]
    renames = identifiers.certain(declared, renamed(history), texts)
    labels = (
        "your project",
        f"as generated before ({before})",
        f"as generated now ({after})",
    )
    merger = Merger(project, renames, folders, KEEPS, labels)
    return Files(tuple(merger.outcomes(all_files)), model, paired.stored)


def rendering(project: Project, model: Model, version: str, scratch: Path) -> Rendering:
    """Return a project's blueprint over a model."""
    blueprint = blueprints.files(project.source, version, scratch)
    answers = {**project.answers, "_commit": version}
    return _rendering(store.dump(model), blueprint, answers)


def changelog(project: Project, version: str, scratch: Path) -> str:
    """Return the changelog of a project's blueprint; ours lies beside the package."""
    path = resources.CHANGELOG
    if project.source != resources.SOURCE:
        blueprint = blueprints.files(project.source, version, scratch / "told")
        path = blueprint / "CHANGELOG.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def compiled_model(project: Project, old: Model, new: Model, scratch: Path) -> Model:
    """Return the model for plain Copier, which knows a file by its path alone.

    Edited files that it would delete, renamed ones among them, are kept where they are.
    """
    blueprint, _ = _blueprints(project, project.version, scratch)
    was = _rendering(project.stored, blueprint, project.answers)
    now = _Now(project, blueprint, project.answers, was, ())
    return now.paired(old, new, carry=False).model


def _blueprints(project: Project, version: str, scratch: Path) -> tuple[Path, Path]:
    """Return the folders of the blueprint in a version, and in the project's own."""
    new = blueprints.files(project.source, version, scratch / "new")
    if version == project.version:
        return new, new
    return new, blueprints.files(project.source, project.version, scratch / "old")


@dataclass(frozen=True, slots=True)
class _Paired:
    """The newer model with its text and its render, whose files are matched."""

    model: Model
    stored: str
    rendering: Rendering
    pairs: Sequence[moves.Pair]


@dataclass(frozen=True, slots=True)
class _Now:
    """The newer render, and how its files are matched with the older one's."""

    project: Project
    blueprint: Path
    answers: Mapping[str, Any]
    was: Rendering
    history: Sequence[Step]

    def paired(self, old: Model, new: Model, *, carry: bool) -> _Paired:
        """Return the newer model and render, with every file matched.

        Edited files that nothing matches any more are retired: the model keeps them.
        """
        bare = replace(new, retired=())
        first = self._matched(old, bare, carry=carry)
        retired = tuple(self._retired(first.pairs))
        if not retired:
            return first
        return self._matched(old, replace(bare, retired=retired), carry=carry)

    def _matched(self, old: Model, new: Model, *, carry: bool) -> _Paired:
        stored = store.dump(new)
        rendering = _rendering(stored, self.blueprint, self.answers, self.was)
        matched = moves.pair(self.was, rendering, (old, new), self.history)
        pairs_ = matched if carry else list(_in_place(matched))
        return _Paired(new, stored, rendering, pairs_)

    def _retired(self, pairs_: Sequence[moves.Pair]) -> Iterator[Retired]:
        for pair in pairs_:
            if pair.old is None or pair.new is not None:
                continue
            path = pair.old["path"]
            blob, text = self.project.files.get(path), self.was.text(pair.old)
            if blob and git.object_name(text.encode(), blob.oid) != blob.oid:
                yield Retired(path, text)


def _in_place(pairs_: Sequence[moves.Pair]) -> Iterator[moves.Pair]:
    """Yield the files as Copier sees them, which knows a file by its path alone."""
    old = {pair.old["path"]: pair.old for pair in pairs_ if pair.old}
    for pair in pairs_:
        if pair.new is not None:
            yield moves.Pair(old.pop(pair.new["path"], None), pair.new)
    yield from (moves.Pair(row, None) for row in old.values())


def _rendering(
    stored: str,
    blueprint: Path,
    answers: Mapping[str, Any],
    beside: Rendering | None = None,
) -> Rendering:
    model, known = store.read(stored), {**answers, "bd_model": stored}
    return Rendering(model, blueprint, known, beside)
