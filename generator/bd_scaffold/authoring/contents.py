"""A blueprint's own words: which layer has which template, and which rows and drops there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..sources import stack, template_names
from ..sources.stack import BlueprintError, Stack
from ..sources.template_names import TemplateName
from ..tree import Tree

MANIFEST = "manifest.jinja"
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TEXT = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_OFFERED = re.compile(r"(?:\"([^\"]+)\"|'([^']+)')\s*:\s*[\[(](.*?)[\])]", re.DOTALL)
_ROW = re.compile(r"[\[(]\s*(?:\"([^\"]+)\"|'([^']+)')\s*,")


@dataclass(frozen=True)
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

    @cached_property
    def names(self) -> tuple[TemplateName, ...]:
        """The templates of all layers and parts."""
        return tuple(name for name in map(template_names.parsed, self.files) if name)

    def overlays(self) -> Iterator[TemplateName]:
        """Yield the own layer's templates, those of its parts and its fills among them."""
        return (name for name in self.names if name.layer == self.own)

    def parts(self, layer: str) -> tuple[str, ...]:
        """Return the names of a layer's parts, sorted."""
        start = f"{layer}/parts/"
        inside = (path for path in self.files if path.startswith(start))
        found = {path.removeprefix(start).partition("/") for path in inside}
        return tuple(sorted({part for part, slash, _ in found if slash}))

    def sources(self) -> Iterator[str]:
        """Yield the folders that have a manifest: each layer and its parts, the lowest first."""
        for layer in self.stack.layers:
            for part in ("", *self.parts(layer.name)):
                yield template_names.source(layer.name, part)

    def manifest(self, source: str) -> str:
        """Return the text of a layer's or a part's manifest."""
        return self.files.get(f"{source}/{MANIFEST}", "")

    def makers(self, output: str) -> tuple[TemplateName, ...]:
        """Return the templates that may make an output, the highest layer's first."""
        layers = [layer.name for layer in self.stack.layers]
        found = (n for n in self.names if n.output == output and not n.slot)
        return tuple(sorted(found, key=lambda n: (-layers.index(n.layer), n.part)))

    def shadowed(self, output: str) -> str | None:
        """Return the template below the own layer that makes an output, or None."""
        below = (str(n) for n in self.makers(output) if n.layer != self.own)
        return next(below, None)

    def rows(self, *, own: bool) -> list[str]:
        """Return the outputs that the manifests list, below the own layer or with it."""
        found: dict[str, None] = {}
        for source in self.sources():
            if own or source.partition("/")[0] != self.own:
                found |= dict.fromkeys(outputs(self.manifest(source)))
                for path in dropped(self.manifest(source)):
                    found.pop(path, None)
        return list(found)

    def slots(self, *, own: bool) -> set[tuple[str, str]]:
        """Return each output with a slot of it, as the manifests list them."""
        return {
            slot
            for source in self.sources()
            if own or source.partition("/")[0] != self.own
            for slot in offered(self.manifest(source))
        }


def template(layer: str, path: str) -> str:
    """Return the name of the template that a layer may have for an output."""
    return str(TemplateName(layer, "", path))


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


def offered(manifest: str) -> Iterator[tuple[str, str]]:
    """Yield each output with a slot of it that a manifest lists."""
    for first, second, names in _OFFERED.findall(_set(manifest, "slots")):
        yield from ((first or second, a or b) for a, b in _TEXT.findall(names))


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
