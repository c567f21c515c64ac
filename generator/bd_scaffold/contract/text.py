"""The contract as text: laid out to be reviewed, and small, since nothing unused stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bd_scaffold import __version__

from ..model.types import Contract, Entity, Model
from . import openapi, shared, yaml
from .shared import Node

_BLOCKS = frozenset({"parameters", "properties", "responses"})
_REFERENCE = re.compile("#/components/([a-z]+)/([A-Za-z0-9-]+)")


def entity_texts(model: Model, entity: Entity) -> tuple[str, str]:
    """Return an entity's paths and schemas as they stand in the file."""
    paths = yaml.dump(openapi.paths(model, entity), 2, _BLOCKS)
    return paths, yaml.dump(openapi.schemas(entity), 4, _BLOCKS)


def contract_texts(model: Model, texts: Iterable[str]) -> Contract:
    """Return what stands around the entities' texts: only what these refer to."""
    written = {
        kind: {
            name: yaml.dump({name: node}, 4, _BLOCKS) for name, node in nodes.items()
        }
        for kind, nodes in _shared(model).items()
    }
    used = _used(written, texts)
    chosen = {
        kind: "".join(text for name, text in nodes.items() if (kind, name) in used)
        for kind, nodes in written.items()
    }
    schemas = chosen.pop("schemas")
    blocks = (f"  {kind}:\n{text}" for kind, text in chosen.items() if text)
    return Contract(
        release=__version__,
        head=yaml.dump(shared.head(model), 0, {"tags"}),
        schemas=schemas,
        components="".join(blocks),
    )


def document(model: Model) -> Node:
    """Return the whole document as data, equal to what the text says."""
    paths: Node = {}
    schemas: Node = {}
    for entity in model.entities:
        paths |= openapi.paths(model, entity)
        schemas |= openapi.schemas(entity)
    texts = [yaml.flow(paths), yaml.flow(schemas)]
    parts = _shared(model)
    written = {
        kind: {name: yaml.flow(node) for name, node in nodes.items()}
        for kind, nodes in parts.items()
    }
    used = _used(written, texts)
    components = {
        kind: {name: node for name, node in nodes.items() if (kind, name) in used}
        for kind, nodes in parts.items()
    }
    components["schemas"] |= schemas
    present = {kind: nodes for kind, nodes in components.items() if nodes}
    return {**shared.head(model), "paths": paths, "components": present}


def _shared(model: Model) -> dict[str, Node]:
    return {
        "parameters": shared.parameters(model),
        "responses": shared.responses(model),
        "headers": shared.headers(model),
        "schemas": shared.schemas(model),
    }


def _used(
    written: dict[str, dict[str, str]], texts: Iterable[str]
) -> set[tuple[str, str]]:
    """Return the components that a text refers to, be it the text of another component."""
    used: set[tuple[str, str]] = set()
    new = {found for text in texts for found in _REFERENCE.findall(text)}
    while new:
        used |= new
        inner = [written[kind].get(name, "") for kind, name in new if kind in written]
        new = {found for text in inner for found in _REFERENCE.findall(text)} - used
    return used
