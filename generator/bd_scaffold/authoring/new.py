"""A new blueprint of a team's own: a base that nobody edits, and a layer that is the team's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from ..render import write
from ..sources import blueprints, git, resources
from ..sources.stack import BlueprintError, Layer, Stack
from ..tree import Tree
from . import vendor
from .vendor import Vendored

_STARTS = Path(__file__).parent / "starts"
"""What a new blueprint begins with; `$name` and the like are open.

The files end in `.start`, so that no tool takes one for a file of its own.
"""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = {"template", "tests", "releases", "docs", "scripts"}


@dataclass(frozen=True, slots=True)
class Started:
    """What `blueprint new` made."""

    destination: Path
    name: str
    source: str
    version: str
    files: int
    repository: bool


def start(name: str, destination: Path, source: str, version: str | None) -> Started:
    """Write a new blueprint that extends another one: the whole of it, or nothing."""
    _check_name(name)
    write.check_destination(destination)
    git.check_installed()
    vendored = vendor.fetched(blueprints.address_of(source), version)
    _check_free(name, vendored)
    tree = _tree(name, vendored)
    enclosing = git.enclosing_work_tree(destination)
    with write.staged(destination) as folder:
        if enclosing is None:
            base = f"{vendored.stack.name} {vendored.base.version}"
            git.start_repository(folder, tree.items(), f"Start {name} on {base}")
        else:
            write.write(tree, folder)
    return Started(
        destination,
        name,
        vendored.base.source,
        vendored.base.version,
        len(tree),
        enclosing is None,
    )


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        close = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")
        hint = f"; {close} would be one" if close else ""
        raise BlueprintError(
            f'"{name}" is not a name for a blueprint, which has lower case letters, '
            f"digits and _{hint}"
        )
    if name in _TAKEN:
        raise BlueprintError(f"{name} is a folder that every blueprint has already")


def _check_free(name: str, vendored: Vendored) -> None:
    if name in [layer.name for layer in vendored.layers]:
        raise BlueprintError(f"{name} is a layer of the base: take another name")


def _tree(name: str, vendored: Vendored) -> Tree:
    layers = (*vendored.layers, Layer(name))
    said = Stack(name, vendored.stack.model, layers, vendored.base)
    machinery = vendor.machinery(said, vendored.files)
    return {**vendored.files, **machinery, **_own(said, vendored)}


def _own(said: Stack, vendored: Vendored) -> Tree:
    """Return the files that are the team's from the first day."""
    below = [layer.name for layer in vendored.layers]
    values = {
        "name": said.name,
        "namespace": said.name.replace("_", "-"),
        "package": f"{said.name}_blueprint",
        "distribution": f"{said.name.replace('_', '-')}-blueprint",
        "base": vendored.stack.name,
        "source": vendored.base.source,
        "version": vendored.base.version,
        "below": " and ".join(f"`{each}/`" for each in below),
    }
    starts = {
        path.relative_to(_STARTS).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(_STARTS.rglob("*"))
        if path.is_file()
    }
    design = resources.example("notes").read_text(encoding="utf-8")
    return {
        **{
            _placed(path, said.name): Template(text).substitute(values)
            for path, text in starts.items()
        },
        "tests/designs/notes.yaml": design,
    }


def _placed(path: str, name: str) -> str:
    return path.removesuffix(".start").replace("__layer__", name)
