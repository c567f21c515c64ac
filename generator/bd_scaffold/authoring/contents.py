"""A blueprint's own words: which layer has which template, and which rows and drops there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..sources import stack
from ..sources.stack import BlueprintError, Stack
from ..tree import Tree

MANIFEST = "manifest.jinja"
_SUFFIX = ".jinja"
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TEXT = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_ROW = re.compile(r"[\[(]\s*(?:\"([^\"]+)\"|'([^']+)')\s*,")


@dataclass(frozen=True, slots=True)
class Contents:
    """A blueprint's files, with what it says of itself."""

    stack: Stack
    files: Tree  # those of its layers

    @property
    def own(self) -> str:
        """The name of the layer that is the blueprint's own."""
        return self.stack.own.name

    @property
    def below(self) -> tuple[str, ...]:
        """The names of the vendored layers, the highest first."""
        return tuple(layer.name for layer in reversed(self.stack.layers[:-1]))

    def overlays(self) -> Iterator[str]:
        """Yield what the own layer has templates for, by the outputs' paths."""
        yield from self.templates(self.own)

    def templates(self, layer: str) -> Iterator[str]:
        """Yield the paths of a layer's templates, as a manifest calls them."""
        start = f"{layer}/outputs/"
        for path in self.files:
            if path.startswith(start) and path.endswith(_SUFFIX):
                yield path.removeprefix(start).removesuffix(_SUFFIX)

    def shadowed(self, path: str) -> str | None:
        """Return the template below the own layer that makes an output, or None."""
        names = (template(layer, path) for layer in self.below)
        return next((name for name in names if name in self.files), None)

    def rows(self, *, own: bool) -> list[str]:
        """Return the outputs that the manifests list, below the own one or with it."""
        found: dict[str, None] = {}
        for layer in self.stack.layers if own else self.stack.layers[:-1]:
            text = self.files.get(f"{layer.name}/{MANIFEST}", "")
            found |= dict.fromkeys(outputs(text))
            for path in dropped(text):
                found.pop(path, None)
        return list(found)

    def manifest(self) -> str:
        """Return the text of the own layer's manifest."""
        return self.files.get(f"{self.own}/{MANIFEST}", "")


def template(layer: str, path: str) -> str:
    """Return the name of the template that a layer may have for an output."""
    return f"{layer}/outputs/{path}{_SUFFIX}"


def read(folder: Path) -> Contents:
    """Return what a blueprint's folder holds."""
    said = stack.read(folder)
    files: Tree = {}
    for layer in said.layers:
        for path in sorted((folder / layer.name).rglob("*")):
            if path.is_file():
                files[path.relative_to(folder).as_posix()] = _text(path)
    return Contents(said, files)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise BlueprintError(f"{path} is not text in UTF-8") from error


def own_only(said: Stack, folder: Path) -> None:
    """Refuse a blueprint that extends none: there is nothing below its own layer."""
    if said.extends is None:
        raise BlueprintError(
            f"{folder.name or folder} extends no other blueprint: it is a base itself"
        )


def outputs(manifest: str) -> list[str]:
    """Return the outputs that a manifest's rows name, in order."""
    return [a or b for a, b in _ROW.findall(_set(manifest, "outputs"))]


def dropped(manifest: str) -> list[str]:
    """Return the outputs that a manifest drops, in order."""
    return [a or b for a, b in _TEXT.findall(_set(manifest, "dropped"))]


def _set(manifest: str, name: str) -> str:
    """Return the text of what a manifest gives a name."""
    found = re.search(
        rf"\{{%[-+]?\s*set\s+{name}\s*=(.*?)%\}}",
        _COMMENT.sub("", manifest),
        re.DOTALL,
    )
    return found[1] if found else ""
