"""The documents of two models, as far as they differ: reading YAML is what would cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from ...model.types import Contract, Entity, EntityContract, Model

Document = dict[str, Any]
Reference = tuple[str, str]
Parts = tuple[Document, Document]
"""Paths and schemas."""

# The C loader reads the same values ten times as fast; not every PyYAML has it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REFERENCE = re.compile("#/components/([A-Za-z]+)/([A-Za-z0-9._-]+)")


class NoContractError(ValueError):
    """A model has no contract attached, so there is nothing to compare."""


def documents(old: Model, new: Model) -> tuple[Document, Document]:
    """Return the OpenAPI documents of two models, without what is the same in both.

    Left out is what both have word for word and what refers to nothing that differs, so
    comparing the two finds the same as comparing the whole documents.
    """
    before, after = _contract(old), _contract(new)
    lefts, rights = _texts(old), _texts(new)
    same = before.own == after.own  # else what is a team's own may touch any entity
    alike = {name for name in lefts if same and lefts[name] == rights.get(name)}
    alike -= _referred(before, after)
    frames = read(_frame(before)), read(_frame(after))
    changed = _changed(*frames) if frames[0] != frames[1] else set()
    texts = [_touched(lefts[name], changed) for name in lefts if name in alike]
    settled = same and before.paths == after.paths
    if settled:
        differing = {("schemas", name) for name in lefts if name not in alike}
        alone = EntityContract(before.paths, "", "")
        texts.append(_touched(alone, changed | differing))
    touched = _parsed(texts)
    return (
        _document(frames[0], touched, _parts_of(before, lefts, alike, settled=settled)),
        _document(frames[1], touched, _parts_of(after, rights, alike, settled=settled)),
    )


def _referred(before: Contract, after: Contract) -> set[str]:
    """Return the schemas that paths of no entity refer to, where these differ."""
    if before.paths == after.paths:
        return set()
    return {name for _, name in _found(f"{before.paths}{after.paths}")}


def _contract(model: Model) -> Contract:
    if model.contract is None:
        raise NoContractError(model.project.name)
    return model.contract


def _texts(model: Model) -> dict[str, EntityContract]:
    return {each.name: _of(each) for each in model.entities}


def _parts_of(
    contract: Contract,
    texts: Mapping[str, EntityContract],
    alike: set[str],
    *,
    settled: bool,
) -> Iterator[tuple[str, str]]:
    """Yield the paths and schemas of entities that differ, and paths of none, unless settled."""
    if not settled:
        yield contract.paths, ""
    for name, each in texts.items():
        if name not in alike:
            yield each.paths, each.schemas


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


def _document(
    frame: Document, touched: Parts, texts: Iterable[tuple[str, str]]
) -> Document:
    paths, schemas = _parsed(texts)
    components = frame["components"]
    known = components.get("schemas") or {}
    return {
        **frame,
        "paths": touched[0] | paths,
        "components": {**components, "schemas": {**known, **touched[1], **schemas}},
    }


def _parsed(texts: Iterable[tuple[str, str]]) -> Parts:
    pairs = list(texts)
    return read("".join(p for p, _ in pairs)), read("".join(s for _, s in pairs))


def read(text: str) -> Document:
    """Return a document, or a part of one, from its text."""
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


def _touched(contract: EntityContract, changed: set[Reference]) -> tuple[str, str]:
    """Return the paths and schemas of an entity that refer to something that differs."""
    if not changed:
        return "", ""
    schemas = {
        ("schemas", block.partition(":")[0].strip(" '")): block
        for block in _blocks(contract.schemas, 4)
    }
    reached = set(changed)
    while more := {
        name
        for name, block in schemas.items()
        if name not in reached and reached & _found(block)
    }:
        reached |= more
    paths = (each for each in _blocks(contract.paths, 2) if reached & _found(each))
    return "".join(paths), "".join(schemas[each] for each in schemas if each in reached)


def _blocks(text: str, indent: int) -> list[str]:
    """Return the entries of a YAML mapping, unread."""
    return re.split(rf"^(?= {{{indent}}}\S)", text, flags=re.MULTILINE)[1:]


def _found(text: str) -> set[Reference]:
    return set(_REFERENCE.findall(text))
