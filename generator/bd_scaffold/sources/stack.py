"""What a blueprint says of itself in `blueprint.yaml`: its name, and the layers that it is made of.

    name: acme
    model: 1
    extends: {source: "bd://fastapi.git", version: v0.1.0}
    layers:
      - {name: fastapi, version: v0.1.0}
      - {name: acme}

The layers stand with the lowest first. Those with a version are vendored, and nobody edits
them; the last one, without, is the blueprint's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ..record import Record
from .compiled import values_of
from .folders import check_folder

FILE = "blueprint.yaml"
MANIFEST = "manifest.jinja"
FRAME = ("copier.yml", "files.json.jinja", "layers.jinja", "template")
MODEL = 1
"""The major version of the model that this release makes."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = {"name", "model", "extends", "layers"}


class BlueprintError(Exception):
    """A blueprint's version can't be had, or is not of the form that renders in memory."""


class UnreadableError(BlueprintError):
    """Nothing can be read at a blueprint's address, now or any more."""


class Base(Record, frozen=True):
    """The blueprint that another one is built on."""

    source: str  # its address
    version: str  # its tag


class Layer(Record, frozen=True):
    """One folder of a blueprint with templates of one origin."""

    name: str
    version: str = ""  # of the blueprint that it is from; none for the own one


class Stack(Record, frozen=True):
    """What a blueprint is made of."""

    name: str
    model: int  # the major version of the model that the templates are written for
    layers: tuple[Layer, ...]  # the lowest first
    extends: Base | None = None

    @property
    def own(self) -> Layer:
        """The layer that belongs to the blueprint itself."""
        return self.layers[-1]

    def versions(self, own: str) -> dict[str, str]:
        """Return each layer's version in a version of the blueprint."""
        return {each.name: each.version or own for each in self.layers}


def read(folder: Path) -> Stack:
    """Return what a blueprint's folder says of itself, or raise all that is wrong with it."""
    check_folder(folder, "blueprint")
    path = folder / FILE
    if not path.is_file():
        raise BlueprintError(f"{folder} has no {FILE}: it is not a blueprint")
    text = path.read_bytes()
    values = values_of(text)
    mistakes = list(_not_yaml(text) if values is None else _mistakes(values))
    if mistakes:
        raise BlueprintError("\n".join(mistakes))
    return _stack(values)


def faults(folder: Path) -> Iterator[str]:
    """Yield what stops a blueprint from being rendered, whose `blueprint.yaml` is sound."""
    stack = read(folder)
    for name in FRAME:
        if not (folder / name).exists():
            yield f"{name} is not there: it is part of every blueprint"
    for layer in stack.layers:
        if not (folder / layer.name / MANIFEST).is_file():
            yield (
                f"{_place(folder, f'name: {layer.name}')}: there is no layer {layer.name}: "
                f"{layer.name}/{MANIFEST} is not there"
            )


def _not_yaml(text: bytes) -> Iterator[str]:
    """Yield why a text is not YAML, or not of values alone."""
    try:
        yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        yield f"{FILE}:{line}: it is not YAML: {error.problem}"
    except (ValueError, yaml.YAMLError) as error:
        yield f"{FILE}: it is not YAML: {' '.join(str(error).split())}"
    else:
        yield f"{FILE}: it is empty"


def _place(folder: Path, words: str) -> str:
    """Return where `blueprint.yaml` says something."""
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    found = (number for number, line in enumerate(lines, 1) if words in line)
    return f"{FILE}:{next(found, 1)}"


def _stack(values: Mapping[str, Any]) -> Stack:
    extends = values.get("extends")
    return Stack(
        name=values["name"],
        model=values["model"],
        layers=tuple(Layer(**each) for each in values["layers"]),
        extends=Base(**extends) if extends else None,
    )


def _mistakes(values: Any) -> Iterator[str]:
    if not isinstance(values, dict):
        yield f"{FILE}: has to be a mapping with name, model and layers"
        return
    for word in sorted(values.keys() - _WORDS):
        yield f"{FILE}: {word} is not a word of it"
    if not _is_name(values.get("name")):
        yield f"{FILE}: name has to be a name such as acme"
    if not isinstance(values.get("model"), int):
        yield f"{FILE}: model has to be the major version of the model, such as 1"
    yield from _of_the_layers(values.get("layers"))
    extends = values.get("extends")
    if extends is not None and not _texts(extends, {"source", "version"}):
        yield f"{FILE}: extends has to have a source and a version"


def _of_the_layers(layers: Any) -> Iterator[str]:
    if not isinstance(layers, list) or not layers:
        yield f"{FILE}: layers has to list the layers, the lowest first"
        return
    for number, layer in enumerate(layers, 1):
        if not (_texts(layer, {"name"}) or _texts(layer, {"name", "version"})):
            yield f"{FILE}: layer {number} has to have a name, and a version if it is vendored"
        elif not _is_name(layer["name"]):
            yield f"{FILE}: layer {number} has to have a name such as acme"
    found = [each.get("name") for each in layers if isinstance(each, dict)]
    if len(set(map(str, found))) < len(found):
        yield f"{FILE}: two layers have one name"


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _texts(value: Any, words: set[str]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == words
        and all(isinstance(each, str) for each in value.values())
    )


def check_model(stack: Stack) -> None:
    """Refuse a blueprint whose templates are written for another major version of the model."""
    if stack.model == MODEL:
        return
    newer = stack.model > MODEL
    way_out = (
        "upgrade bd-scaffold" if newer else "take a newer version of the blueprint"
    )
    raise BlueprintError(
        f"the blueprint {stack.name} is written for version {stack.model} of the model, "
        f"and this release of bd-scaffold makes version {MODEL}; {way_out}"
    )
