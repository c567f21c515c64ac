"""What an update would do: every file after it, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..model import store
from ..model.types import Model, Retired
from ..record import Record, replace
from ..render.recipe import Recipe, recipe
from ..render.render import Rendering
from ..render.tasks import Task
from ..sources import blueprints, git, resources, stack
from ..sources.blueprints import Blueprint, Saying
from ..sources.changelog import Note, notes
from . import identifiers, moves, seeds
from .generated import generated, modules, own_modules
from .history import Step, between, renamed
from .members import members
from .merge import Merger
from .met import met
from .outcome import LOCK, Outcome, Verdict
from .project import Project, ProjectError
from .strings import string_renames


class Target(Record, frozen=True):
    """What a project is brought up to."""

    model: Model
    recipe: Recipe


class Files(Record, frozen=True):
    """Every file of a project after an update, and the model that it then was made from."""

    outcomes: tuple[Outcome, ...]
    model: Model
    stored: str
    tasks: tuple[Task, ...]  # what the blueprint wants run afterwards

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


def recipe_of(
    project: Project, scratch: Path, moved: str = "", *, trust: bool = False
) -> Recipe:
    """Return what a project was made with.

    `moved` is where its blueprint may be, if it is no more where the project remembers it.
    """
    source, version = project.source, project.version
    try:
        blueprint = blueprints.opened(source, version, scratch)
    except stack.BlueprintError:
        if moved in ("", source):
            raise
        found = blueprints.opened(moved, version, scratch)
        blueprint = replace(found, address=source)
    saying = Saying(trust=trust)
    stored = project.stored
    return recipe(blueprint, lambda: stored, project.answers, saying, running=False)


def files(
    project: Project,
    old: Model,
    made_with: Recipe,
    target: Target,
    *,
    whole: bool = False,
) -> Files:
    """Return every file after an update to a target, from what a project was made with.

    Declared renames move edited files, and rename what is in them. What stays as it is has
    a content only where the files are wanted `whole`.
    """
    before, after = made_with.blueprint, target.recipe.blueprint
    history = between(before.folder, before.version, after.folder, after.version)
    was = made_with.rendering(project.stored, store.read(project.stored))
    now = _Now(project, target.recipe, was, history)
    paired = now.paired(old, target.model, carry=True)
    model = paired.model
    declared = seeds.seeds(old, model)
    attributes = members(old, model)
    renaming = bool(declared or history or attributes)  # then every file is looked at
    now_, pairs_ = paired.rendering, paired.pairs
    all_files = generated(was, now_, pairs_, whole=whole or renaming)
    folders = moves.folders(old, model, paired.pairs, history)
    texts = [*modules(all_files), *own_modules(project, all_files, folders)]
    renames = identifiers.certain(declared, renamed(history), texts)
    renames = replace(renames, strings=string_renames(old, model), members=attributes)
    kept = target.recipe.kept(each.pair.path for each in all_files)
    found = met(project, all_files, renames, folders)
    contents = project.read(found.read)  # the second and last look at the repository
    labels = _labels(before, after)
    merger = Merger(project, renames, folders, kept, labels, found, contents)
    outcomes = tuple(merger.outcomes(all_files))
    tasks = target.recipe.tasks(paired.rendering, "update")
    return Files(outcomes, model, paired.stored, tasks)


def _labels(before: Blueprint, after: Blueprint) -> tuple[str, str, str]:
    """Return what the sides of a conflict are called."""
    was, now = before.version, after.version
    if before.address != after.address:
        was, now = f"{was} of {before.address}", f"{now} of {after.address}"
    return "your project", f"as generated before ({was})", f"as generated now ({now})"


def told(before: Blueprint, after: Blueprint) -> tuple[Note, ...]:
    """Return what the changelogs of a blueprint's layers say about a step between versions."""
    if before.folder == after.folder:
        return ()
    had = stack.read(before.folder).versions(before.version)
    has = stack.read(after.folder).versions(after.version)
    return tuple(
        note
        for layer, version in has.items()
        if had.get(layer, version) != version
        for note in notes(_changelog(after, layer), had[layer], version)
    )


def _changelog(blueprint: Blueprint, layer: str) -> str:
    """Return the changelog of a layer; that of ours lies beside the package."""
    path = blueprint.folder / layer / "CHANGELOG.md"
    if not path.is_file():
        ours = layer == resources.LAYER
        path = resources.CHANGELOG if ours else blueprint.folder / "CHANGELOG.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def compiled_model(
    project: Project, old: Model, new: Model, made_with: Recipe
) -> Model:
    """Return the model for plain Copier, which knows a file by its path alone.

    Edited files that it would delete, renamed ones among them, are kept where they are.
    """
    was = made_with.rendering(project.stored, store.read(project.stored))
    return _Now(project, made_with, was, ()).paired(old, new, carry=False).model


class _Paired(Record, frozen=True):
    """The newer model with its text and its render, whose files are matched."""

    model: Model
    stored: str
    rendering: Rendering
    pairs: Sequence[moves.Pair]


class _Now(Record, frozen=True):
    """The newer render, and how its files are matched with the older one's."""

    project: Project
    recipe: Recipe
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
        rendering = self.recipe.rendering(stored, store.read(stored), self.was)
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
