"""The documents of two models, as far as they differ: reading YAML is what would cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ...model.types import Contract, Entity, EntityContract, Model

Document = dict[str, Any]
Reference = tuple[str, str]

# The C loader reads the same values ten times as fast; not every PyYAML has it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REFERENCE = re.compile("#/components/([A-Za-z]+)/([A-Za-z0-9._-]+)")


class NoContractError(ValueError):
    """A model has no contract attached, so there is nothing to compare."""


def documents(old: Model, new: Model) -> tuple[Document, Document]:
    """Return the OpenAPI documents of two models, without the entities that they share.

    Left out is what both have word for word and what refers to nothing that differs, so
    comparing the two finds the same as comparing the whole documents.
    """
    before, after = _contract(old), _contract(new)
    lefts, rights = _texts(old), _texts(new)
    shared = {name for name in lefts if lefts[name] == rights.get(name)}
    frames = _read(_frame(before)), _read(_frame(after))
    if frames[0] != frames[1]:
        changed = _changed(*frames)
        shared = {each for each in shared if not changed & _references(lefts[each])}
    return (
        _document(frames[0], [lefts[each] for each in lefts if each not in shared]),
        _document(frames[1], [rights[each] for each in rights if each not in shared]),
    )


def _contract(model: Model) -> Contract:
    if model.contract is None:
        raise NoContractError(model.project.name)
    return model.contract


def _texts(model: Model) -> dict[str, EntityContract]:
    return {each.name: _of(each) for each in model.entities}


def _of(entity: Entity) -> EntityContract:
    if entity.contract is None:
        raise NoContractError(entity.name)
    return entity.contract


def _frame(contract: Contract) -> str:
    """Return what stands around the entities, as a document of its own."""
    return (
        f"{contract.head}components:\n{contract.components}"
        f"  schemas:\n{contract.schemas}"
    )


def _document(frame: Document, texts: Iterable[EntityContract]) -> Document:
    found = list(texts)
    paths = _read("".join(each.paths for each in found))
    schemas = _read("".join(each.schemas for each in found))
    components = frame["components"]
    known = components.get("schemas") or {}
    return {
        **frame,
        "paths": paths,
        "components": {**components, "schemas": {**known, **schemas}},
    }


def _read(text: str) -> Document:
    found: Document | None = yaml.load(text, Loader=_Loader)  # noqa: S506 - it is safe
    return found or {}


def _changed(old: Document, new: Document) -> set[Reference]:
    """Return the shared components that differ, and those that refer to one that does."""
    before, after = _components(old), _components(new)
    changed = {each for each in before if before[each] != after.get(each)}
    while more := {
        each
        for each, node in before.items()
        if each not in changed and changed & _found(str(node))
    }:
        changed |= more
    return changed


def _components(frame: Document) -> dict[Reference, Mapping[str, Any]]:
    return {
        (kind, name): node
        for kind, nodes in frame["components"].items()
        for name, node in (nodes or {}).items()
    }


def _references(contract: EntityContract) -> set[Reference]:
    return _found(contract.paths) | _found(contract.schemas)


def _found(text: str) -> set[Reference]:
    return set(_REFERENCE.findall(text))
