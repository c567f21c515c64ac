"""What a blueprint takes over from the one that it extends: its frame and its layers.

Nobody edits them. `vendored.sha256` holds their digests, in the form that `sha256sum --check`
reads, so that anyone can tell.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..sources import blueprints, resources, stack
from ..sources.stack import Base, BlueprintError, Layer, Stack
from ..tree import Tree

SUMS = "vendored.sha256"
CONFIG, FRAME, LAYERS = "copier.yml", "frame.yml", "layers.jinja"
_SHARED = ("files.json.jinja", "template")
"""What is the same in every blueprint, beside its `copier.yml`."""


@dataclass(frozen=True, slots=True)
class Vendored:
    """A version of a blueprint, as another one that extends it holds it."""

    base: Base
    stack: Stack  # what the base says of itself
    files: Tree  # by their paths in the blueprint that extends it

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the base's layers, each with its version."""
        versions = self.stack.versions(self.base.version)
        return tuple(Layer(*each) for each in versions.items())


def fetched(source: str, version: str | None = None) -> Vendored:
    """Return a version of a blueprint, the newest one if none is named."""
    wanted = version or blueprints.newest(source)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        folder = blueprints.files(source, wanted, Path(scratch))
        said = stack.read(folder)
        files = dict(_files(folder, said))
    if source == resources.SOURCE:
        log = resources.CHANGELOG.read_text(encoding="utf-8")
        files.setdefault(f"{said.own.name}/CHANGELOG.md", log)
    return Vendored(Base(source, wanted), said, files)


def _files(folder: Path, said: Stack) -> Iterator[tuple[str, str]]:
    frame = folder / FRAME
    yield FRAME, _text(frame if frame.is_file() else folder / CONFIG)
    for name in (*_SHARED, *(layer.name for layer in said.layers)):
        for path in _below(folder / name):
            yield path.relative_to(folder).as_posix(), _text(path)


def _below(path: Path) -> list[Path]:
    """Return the files that a path is or holds, sorted."""
    there = [path] if path.is_file() else path.rglob("*")
    return sorted(each for each in there if each.is_file())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise BlueprintError(
            f"{path.name} of the base is not text in UTF-8, as templates have to be"
        ) from error


def sums(files: Tree) -> str:
    """Return the digests of files, one line a file."""
    digests = {path: hashlib.sha256(files[path].encode()) for path in sorted(files)}
    return "".join(f"{each.hexdigest()}  {path}\n" for path, each in digests.items())


def held(folder: Path) -> Tree:
    """Return the vendored files of a blueprint's folder, as they are there."""
    said = stack.read(folder)
    layers = [layer.name for layer in said.layers if layer.version]
    if not layers:
        return {}
    paths = [
        path for name in (FRAME, *_SHARED, *layers) for path in _below(folder / name)
    ]
    return {path.relative_to(folder).as_posix(): _text(path) for path in paths}


def edited(folder: Path) -> tuple[str, ...]:
    """Return the vendored files that somebody changed, added or removed, sorted.

    Where the digests are gone nobody can tell, which is another matter.
    """
    listed = folder / SUMS
    if not listed.is_file():
        return ()
    was = set(listed.read_text(encoding="utf-8").splitlines())
    now = set(sums(held(folder)).splitlines())
    return tuple(sorted({line.partition("  ")[2] for line in was ^ now}))


def is_part(path: str, said: Stack) -> bool:
    """Tell whether a file is part of a blueprint, of all that its repository has."""
    beside = (CONFIG, FRAME, SUMS, stack.FILE, LAYERS, *_SHARED)
    return path.partition("/")[0] in {*beside, *(layer.name for layer in said.layers)}


def machinery(said: Stack, vendored: Tree) -> Tree:
    """Return the files in which a blueprint says what it is made of."""
    return {
        CONFIG: _config(said),
        stack.FILE: dumped(said),
        LAYERS: _layers(said),
        SUMS: sums(vendored),
    }


def _config(said: Stack) -> str:
    included = (FRAME, *(f"{layer.name}/questions.yml" for layer in said.layers))
    documents = "".join(f"---\n!include {path}\n" for path in included)
    return (
        "# What Copier reads: the base's part, and the questions of each layer that asks any.\n"
        f"{documents}"
    )


def dumped(said: Stack) -> str:
    """Return what `blueprint.yaml` says of a blueprint."""
    lines = ["# What this blueprint is made of: written by `bd-scaffold blueprint`."]
    lines += [f"name: {said.name}", f"model: {said.model}"]
    if said.extends:
        lines += [
            "extends:",
            f'  source: "{said.extends.source}"',
            f"  version: {said.extends.version}",
        ]
    lines += ["layers:", *(line for each in said.layers for line in _layer(each))]
    return "\n".join(lines) + "\n"


def _layer(layer: Layer) -> Iterator[str]:
    yield f"  - name: {layer.name}"
    if layer.version:
        yield f'    version: "{layer.version}"'


def _layers(said: Stack) -> str:
    names = ", ".join(f'"{layer.name}"' for layer in said.layers)
    return (
        "{# The layers of this blueprint, the lowest first: each is a folder, and a file of a"
        " higher one stands for the same file below. #}\n"
        f"{{% set layers = [{names}] %}}\n"
    )
