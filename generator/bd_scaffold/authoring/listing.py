"""What blueprints there are on this machine, and what one of them is made of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..sources import blueprints, installed, resources, stack
from ..sources.compiled import values_of
from ..sources.stack import Layer
from . import contents, extension_points, vendor
from .contents import Contents

_GIVEN = ("CHANGELOG.md", "outputs/uv.lock.jinja")
"""What nobody writes by hand for the sake of the templates: it is not counted as owned."""


@dataclass(frozen=True, slots=True)
class Known:
    """A blueprint that this machine has, without a network."""

    name: str
    address: str
    versions: tuple[str, ...]  # the oldest first
    origin: str  # the package that brings it


@dataclass(frozen=True, slots=True)
class Output:
    """A file that projects get, or one for each of something."""

    path: str  # as the manifest calls it
    layer: str
    how: str  # "replaces", "extends", or nothing where no layer below has it
    beneath: str  # the layer whose template it stands for
    fills: tuple[str, ...]  # the blocks that it fills
    blocks: tuple[str, ...]  # that a layer above can fill
    slots: tuple[str, ...]  # that parts and layers can fill
    part: str  # empty where the layer has it whatever the design uses


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot, and what fills it."""

    output: str
    slot: str
    layer: str
    part: str  # empty for what fills it whatever the design uses


@dataclass(frozen=True, slots=True)
class Owned:
    """Lines that a team keeps, beside those that it would keep in a fork."""

    lines: int
    fork: int

    @property
    def share(self) -> float:
        """The lines in per cent of a fork's."""
        return round(100 * self.lines / self.fork, 1) if self.fork else 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A blueprint, told."""

    name: str
    model: int
    extends: stack.Base | None
    layers: tuple[Layer, ...]  # the lowest first
    parts: tuple[tuple[str, str], ...]  # layers, and their parts
    outputs: tuple[Output, ...]
    fills: tuple[Filled, ...]
    dropped: tuple[tuple[str, str], ...]  # outputs, and the layers that drop them
    words: tuple[tuple[str, str], ...]  # layers, and the words that they add
    questions: tuple[tuple[str, str], ...]  # layers, and what they ask
    owned: Owned | None  # for one that extends another

    @property
    def own(self) -> tuple[Output, ...]:
        """The outputs that are made by the blueprint's own layer, above another one."""
        name = self.layers[-1].name
        return tuple(each for each in self.outputs if each.layer == name)


def known() -> tuple[Known, ...]:
    """Return the blueprints that come with this package and with installed ones."""
    ours = [("bd-scaffold", bundle) for bundle in resources.bundles()]
    found = [_known(path.stem, path, package) for package, path in ours]
    names = {each.name for each in found}
    for name in installed.names():
        bundle = installed.find(name)
        if bundle is not None and name not in names:
            found.append(_known(name, bundle.path, bundle.package))
    return tuple(sorted(found, key=lambda each: each.name))


def _known(name: str, bundle: Path, package: str) -> Known:
    tags = [tag for tag in resources.released_tags(bundle) if blueprints.order(tag)]
    versions = tuple(sorted(tags, key=blueprints.order))
    return Known(name, f"bd://{name}.git", versions, package)


def show(said: str | None) -> Shown:
    """Return what a blueprint is made of: the newest version of an address, or a folder's."""
    folder = Path(said or ".")
    if (folder / stack.FILE).is_file():
        return _shown(folder.resolve())
    if said is None:
        return _shown(folder.resolve())  # which says what is missing
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        address = blueprints.address_of(said)
        return _shown(blueprints.opened(address, None, Path(scratch)).folder)


def _shown(folder: Path) -> Shown:
    there = contents.read(folder)
    said = there.stack
    return Shown(
        name=said.name,
        model=said.model,
        extends=said.extends,
        layers=said.layers,
        parts=tuple(
            (layer.name, part)
            for layer in said.layers
            for part in there.parts(layer.name)
        ),
        outputs=tuple(_outputs(there)),
        fills=tuple(
            Filled(name.output, name.slot, name.layer, name.part)
            for name in sorted(there.names)
            if name.slot
        ),
        dropped=tuple(_dropped(there)),
        words=tuple(_words(there)),
        questions=tuple(_questions(there)),
        owned=_owned(folder, there) if said.extends else None,
    )


def _outputs(there: Contents) -> Iterator[Output]:
    for path in sorted(there.rows(own=True)):
        having = there.makers(path)
        if not having:
            continue  # which is for lint to say
        top, below = str(having[0]), having[1:2]
        extends = extension_points.extended(there.files[top]) is not None
        yield Output(
            path=path,
            layer=having[0].layer,
            how=("extends" if extends else "replaces") if below else "",
            beneath=below[0].layer if below else "",
            fills=(
                tuple(extension_points.blocks(there.files[top]))
                if below and extends
                else ()
            ),
            blocks=tuple(extension_points.all_blocks(top, there.files)),
            slots=tuple(extension_points.all_slots(top, there.files)),
            part=having[0].part,
        )


def _layer(template: str) -> str:
    return template.partition("/")[0]


def _dropped(there: Contents) -> Iterator[tuple[str, str]]:
    for layer in there.stack.layers:
        manifest = there.files.get(f"{layer.name}/{contents.MANIFEST}", "")
        yield from ((path, layer.name) for path in contents.dropped(manifest))


def _words(there: Contents) -> Iterator[tuple[str, str]]:
    for layer, values in _values(there, "words.yaml"):
        for level, schema in values.items():
            said = schema.get("properties") if isinstance(schema, dict) else None
            for word in said if isinstance(said, dict) else ():
                yield layer, f"{level}.{word}"


def _questions(there: Contents) -> Iterator[tuple[str, str]]:
    for layer, values in _values(there, "questions.yml"):
        yield from ((layer, name) for name in map(str, values) if name[:1] != "_")


def _values(there: Contents, name: str) -> Iterator[tuple[str, dict[Any, Any]]]:
    """Yield what a file says that each layer may have; what is wrong in it is for lint."""
    for layer in there.stack.layers:
        text = there.files.get(f"{layer.name}/{name}", "")
        values = values_of(text.encode())
        if isinstance(values, dict):
            yield layer.name, values


def _owned(folder: Path, there: Contents) -> Owned:
    """Count the lines of the own layer, and those of the base that a fork would own."""
    own = {
        path: text for path, text in there.files.items() if _layer(path) == there.own
    }
    return Owned(_lines(own), _lines(vendor.held(folder)))


def _lines(files: dict[str, str]) -> int:
    return sum(
        len(text.splitlines())
        for path, text in files.items()
        if path.partition("/")[2] not in _GIVEN
    )
