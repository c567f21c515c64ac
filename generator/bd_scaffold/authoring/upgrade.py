"""A newer base for a blueprint: all of it, or nothing, and never without a word.

What a file of one's own shadows is known from the vendored files themselves: those of today
are what it was made for, so nothing has to be remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..resync import history, journal
from ..resync.history import Step
from ..sources import blueprints, git, stack, template_names
from ..sources.changelog import Note, notes
from ..sources.folders import check_folder
from ..sources.git import WorkTree
from ..sources.stack import Base, BlueprintError, Stack
from ..sources.template_names import TemplateName
from ..tree import Tree
from . import contents, extension_points, vendor
from .contents import MANIFEST, Contents
from .shadows import Concern, Own, Pair
from .vendor import Vendored


@dataclass(frozen=True, slots=True)
class Behind:
    """A base, and its newest version."""

    source: str
    version: str
    newest: str

    @property
    def is_behind(self) -> bool:
        """True where there is a newer version."""
        return blueprints.order(self.newest) > blueprints.order(self.version)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What a new version of a base brought."""

    source: str
    older: str
    newer: str
    laid: bool = True  # False where there is nothing newer
    concerns: tuple[Concern, ...] = ()  # files of one's own
    dropped: tuple[str, ...] = ()  # outputs that one drops, and that are no more
    points: tuple[
        tuple[str, str], ...
    ] = ()  # outputs and the blocks and slots new in them
    added: tuple[str, ...] = ()  # outputs
    removed: tuple[str, ...] = ()
    notes: tuple[tuple[str, Note], ...] = ()  # what each layer's changelog says
    model: tuple[int, int] | None = None  # major versions, where they differ

    @property
    def open(self) -> tuple[str, ...]:
        """The files in which somebody has something to do."""
        return tuple(each.path for each in self.concerns if each.open)

    @property
    def settled(self) -> bool:
        """True where nothing is left to do."""
        return not (self.open or self.dropped or self.model)


def behind(folder: Path) -> Behind:
    """Return a blueprint's base as it is here, and its newest version."""
    base = _base(folder, stack.read(folder))
    return Behind(base.source, base.version, blueprints.newest(base.source))


def run(folder: Path, to: str | None) -> Upgrade:
    """Bring a newer base into a blueprint's folder, and return what it means for it."""
    check_folder(folder, "blueprint")
    tree = git.work_tree(folder)
    _finish_cut_off(tree)
    old = contents.read(folder)
    base = _base(folder, old.stack)
    tree = _ready(folder, tree)
    vendored = vendor.fetched(base.source, to)
    if vendored.base.version == base.version and (folder / vendor.SUMS).is_file():
        return Upgrade(base.source, base.version, base.version, laid=False)
    _check_newer(base, vendored.base)
    moves = _moves(old, vendored)
    new = _renewed(old, vendored, moves)
    name = vendored.stack.name
    labels = f"{name} {base.version}", f"{name} {vendored.base.version}"
    pair = Pair(old, new, moves.outputs, labels)
    overlays = dict(pair.overlays())
    own = {path: Own(text) for path, text in _own(new).items()}
    own |= {path: found.own for path, found in overlays.items()}
    _lay(tree, old, new.stack, vendored, own)
    concerns = tuple(each.concern for each in overlays.values() if each.concern)
    return _told(pair, base, vendored, concerns)


def _base(folder: Path, said: Stack) -> Base:
    if said.extends is None:
        raise BlueprintError(
            f"{folder.name} extends no other blueprint, so there is nothing to upgrade"
        )
    return said.extends


def _finish_cut_off(tree: WorkTree | None) -> None:
    """Lay the rest of an upgrade that was killed, and say so, which is all that is done."""
    found = journal.read(tree) if tree else None
    if tree is None or found is None:
        return
    journal.resume(tree, found)
    git.refresh(tree)
    journal.end(tree)
    raise journal.UnderWayError(
        "an earlier upgrade was cut off, and is laid whole now: look at `git status` and "
        f"commit it, or take it back with `{TAKE_BACK}`"
    )


def _ready(folder: Path, tree: WorkTree | None) -> WorkTree:
    """Refuse changes that an upgrade could not tell from its own, or not undo."""
    if tree is None or tree.head is None:
        raise BlueprintError(
            f"{folder.name} is in no git repository with a commit, so that nothing could "
            "be taken back: `git init`, and commit it"
        )
    changed = sorted(git.status(tree).changed)
    if changed:
        raise BlueprintError(
            f"not committed: {', '.join(changed[:5])}; commit or stash it first, so that "
            "the upgrade is all that changes"
        )
    edited = vendor.edited(folder)
    if edited:
        raise BlueprintError(
            f"the base was edited: {', '.join(edited[:5])}; the upgrade would undo that. "
            "Make it a file of your own with `bd-scaffold blueprint override`, or take it "
            "back"
        )
    return tree


def _check_newer(base: Base, wanted: Base) -> None:
    if blueprints.order(wanted.version) < blueprints.order(base.version):
        raise BlueprintError(
            f"{wanted.version} is older than {base.version}, which is there: there is no "
            "way back but git's"
        )


# The new contents


@dataclass(frozen=True, slots=True)
class Moves:
    """What is elsewhere in the newer base."""

    outputs: dict[str, str]
    templates: dict[str, str]


def _moves(old: Contents, vendored: Vendored) -> Moves:
    steps = dict(_steps(old.stack, vendored))
    every = [step for each in steps.values() for step in each]
    outputs = {name.output: history.moved(name.output, every) for name in old.names}
    templates = {
        str(name): _elsewhere(
            name.of(history.moved(name.output, steps.get(name.layer, ()))), vendored
        )
        for name in old.names
        if name.layer != old.own
    }
    return Moves(_differing(outputs), _differing(templates))


def _elsewhere(name: TemplateName, vendored: Vendored) -> str:
    """Return a template's name; one that went to a part, or left it, is found there."""
    if str(name) in vendored.files:
        return str(name)
    twins = (
        path
        for path in vendored.files
        if (other := template_names.parsed(path))
        and (other.layer, other.output, other.slot)
        == (name.layer, name.output, name.slot)
    )
    return next(twins, str(name))


def _differing(names: Mapping[str, str]) -> dict[str, str]:
    return {was: now for was, now in names.items() if was != now}


def _steps(said: Stack, vendored: Vendored) -> Iterator[tuple[str, Sequence[Step]]]:
    """Yield what each vendored layer's history asks for, the lowest layer's first."""
    had = {layer.name: layer.version for layer in said.layers}
    for layer in vendored.layers:
        text = vendored.files.get(f"{layer.name}/{history.FILE}")
        if text is not None and layer.name in had:
            steps = history.said(text.encode(), had[layer.name], layer.version)
            yield layer.name, steps


def _renewed(old: Contents, vendored: Vendored, moves: Moves) -> Contents:
    """Return a blueprint with a newer base; its own files follow what moved there."""
    said = old.stack
    if said.own.name in {layer.name for layer in vendored.layers}:
        raise BlueprintError(
            f"{vendored.base.version} of the base has a layer {said.own.name} too"
        )
    layers = (*vendored.layers, said.own)
    stack_ = Stack(said.name, vendored.stack.model, layers, vendored.base)
    own: Tree = {}
    for path, text in _own(old).items():
        listing = path.rpartition("/")[2] == MANIFEST
        names = moves.templates | (moves.outputs if listing else {})
        placed = _placed(path, moves.outputs)
        if placed in own or (placed != path and placed in old.files):
            raise BlueprintError(
                f"{path} belongs to {placed} now, which is there already"
            )
        own[placed] = _renamed(text, names)
    return Contents(stack_, {**vendored.files, **own})


def _own(there: Contents) -> Tree:
    start = f"{there.own}/"
    return {path: text for path, text in there.files.items() if path.startswith(start)}


def _placed(path: str, moved: Mapping[str, str]) -> str:
    name = template_names.parsed(path)
    return str(name.of(moved.get(name.output, name.output))) if name else path


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """Return a template with other names for what it has in quotes."""
    for was, now in names.items():
        text = re.sub(rf"([\"']){re.escape(was)}\1", rf"\g<1>{now}\g<1>", text)
    return text


# Reporting


def _told(
    pair: Pair, base: Base, vendored: Vendored, concerns: tuple[Concern, ...]
) -> Upgrade:
    old, new = pair.old, pair.new
    had = [pair.moved.get(path, path) for path in old.rows(own=False)]
    has = new.rows(own=False)
    models = old.stack.model, new.stack.model
    return Upgrade(
        source=base.source,
        older=base.version,
        newer=vendored.base.version,
        concerns=tuple(sorted(concerns, key=lambda each: each.path)),
        dropped=tuple(
            path for path in contents.dropped(new.manifest(new.own)) if path not in has
        ),
        points=tuple(_new_points(pair)),
        added=tuple(path for path in has if path not in had),
        removed=tuple(path for path in had if path not in has),
        notes=tuple(_notes(old.stack, vendored)),
        model=models if models[0] != models[1] else None,
    )


def _new_points(pair: Pair) -> Iterator[tuple[str, str]]:
    """Yield the blocks and slots that outputs of the older base have now."""
    for before in pair.old.rows(own=False):
        after = pair.moved.get(before, before)
        had = _points(before, pair.old)
        yield from (
            (after, name) for name in _points(after, pair.new) if name not in had
        )


def _points(output: str, side: Contents) -> list[str]:
    """Return the blocks and slots that a base's output has."""
    template = side.shadowed(output)
    return [
        *extension_points.all_blocks(template, side.files),
        *extension_points.all_slots(template, side.files),
    ]


def _notes(said: Stack, vendored: Vendored) -> Iterator[tuple[str, Note]]:
    had = {layer.name: layer.version for layer in said.layers}
    for layer in vendored.layers:
        log = vendored.files.get(f"{layer.name}/CHANGELOG.md", "")
        for note in notes(log, had.get(layer.name, ""), layer.version):
            yield layer.name, note


# Laying it


TAKE_BACK = "git restore --source=HEAD --staged --worktree ."


def _lay(
    tree: WorkTree,
    old: Contents,
    said: Stack,
    vendored: Vendored,
    own: Mapping[str, Own],
) -> None:
    folder = tree.folder
    wanted: dict[str, journal.Wanted] = {}
    for path in (*vendor.held(folder), *_own(old)):
        wanted[path] = journal.Wanted(path, None)
    texts = {**vendored.files, **dict(_machinery(folder, old.stack, said, vendored))}
    for path, text in texts.items():
        wanted[path] = journal.Wanted(path, text.encode())
    for path, file in own.items():
        wanted[path] = journal.Wanted(path, file.text.encode(), sides=_sides(file))
    with git.objects(folder) as objects:
        before = objects.files(tree.head or "HEAD", tree.prefix)
    journal.begin(tree, journal.prepare(tree, list(wanted.values()), before, {}))
    git.refresh(tree)
    journal.end(tree)


def _sides(own: Own) -> tuple[bytes, bytes, bytes] | None:
    if own.sides is None:
        return None
    base, ours, theirs = (each.encode() for each in own.sides)
    return base, ours, theirs


def _machinery(
    folder: Path, older: Stack, newer: Stack, vendored: Vendored
) -> Iterator[tuple[str, str]]:
    """Yield what a blueprint says it is made of; what people wrote beside it stays."""
    was = vendor.machinery(older, {})
    for path, text in vendor.machinery(newer, vendored.files).items():
        there = folder / path
        now = there.read_bytes() if there.is_file() else was[path].encode()
        merged = git.merged(now, was[path].encode(), text.encode(), (path, "", ""))
        is_ours = path == vendor.SUMS or merged.conflicts
        yield path, text if is_ours else merged.content.decode()
