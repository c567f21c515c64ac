"""The contract as text: laid out to be reviewed, and small, since nothing unused stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bd_scaffold import __version__

from ..model.types import Contract, Entity, Model
from . import openapi, shared, yaml
from .additions import extended, merged
from .nodes import Node

_SCHEMES = "securitySchemes"
_BLOCKS = frozenset({"parameters", "properties", "responses"})
_REFERENCE = re.compile("#/components/([a-z]+)/([A-Za-z0-9_-]+)")


def entity_texts(model: Model, entity: Entity, own: Node) -> tuple[str, str]:
    """Return an entity's paths and schemas as they stand in the file, what is added included."""
    schemas = own.get("components", {}).get("schemas", {})
    paths = extended(openapi.paths(model, entity), own.get("paths", {}))
    bodies = extended(openapi.schemas(entity), schemas)
    return yaml.dump(paths, 2, _BLOCKS), yaml.dump(bodies, 4, _BLOCKS)


def contract_texts(model: Model, texts: Iterable[str], own: Node) -> Contract:
    """Return what stands around the entities' texts: what these refer to, and what is added."""
    left = _left(model, own) if own else {}
    alone = merged(shared.paths(model), left.get("paths", {}))
    paths = yaml.dump(alone, 2, _BLOCKS)
    added = left.get("components", {})
    written = {
        kind: {
            name: yaml.dump({name: node}, 4, _BLOCKS) for name, node in nodes.items()
        }
        for kind, nodes in merged(_shared(model), added).items()
    }
    named = _named(left)
    told = (written[kind][name] for kind, name in named)
    used = _used(written, [*texts, paths, *told]) | named
    chosen = {
        kind: "".join(text for name, text in nodes.items() if (kind, name) in used)
        for kind, nodes in written.items()
    }
    schemas = chosen.pop("schemas")
    blocks = (f"  {kind}:\n{text}" for kind, text in chosen.items() if text)
    return Contract(
        release=__version__,
        head=yaml.dump(_head(model, own), 0, {"tags"}),
        schemas=schemas,
        components="".join(blocks),
        paths=paths,
        own=own or None,
    )


def _head(model: Model, own: Node) -> Node:
    return merged(shared.head(model), {"tags": own["tags"]} if "tags" in own else {})


def _left(model: Model, own: Node) -> Node:
    """Return what a team's own part adds that no entity's texts hold."""
    entities = model.entities
    paths = {name for each in entities for name in openapi.paths(model, each)}
    bodies = {name for each in entities for name in openapi.schemas(each)}
    components = dict(own.get("components", {}))
    if "schemas" in components:
        components["schemas"] = _without(components["schemas"], bodies)
    return {"paths": _without(own.get("paths", {}), paths), "components": components}


def _named(own: Node) -> set[tuple[str, str]]:
    """Return the components that a team's own part names itself."""
    components = own.get("components", {})
    return {(kind, name) for kind, nodes in components.items() for name in nodes}


def _without(node: Node, names: set[str]) -> Node:
    return {name: value for name, value in node.items() if name not in names}


def document(model: Model) -> Node:
    """Return the whole document as data, equal to what the text says."""
    own = (model.contract.own if model.contract else None) or {}
    whole = generated(model)
    shared_ = _shared(model)
    texts = [yaml.flow(whole["paths"]), yaml.flow(own)]
    texts += [yaml.flow(openapi.schemas(each)) for each in model.entities]
    written = {
        kind: {name: yaml.flow(node) for name, node in nodes.items()}
        for kind, nodes in shared_.items()
    }
    used = _used(written, texts) | _named(own)
    components = {
        kind: {
            name: node
            for name, node in nodes.items()
            if name not in shared_[kind] or (kind, name) in used
        }
        for kind, nodes in whole["components"].items()
    }
    present = {kind: nodes for kind, nodes in components.items() if nodes}
    return merged({**whole, "components": present}, own)


def generated(model: Model) -> Node:
    """Return what the design alone says, with every component that can be referred to."""
    paths: Node = {}
    schemas: Node = {}
    for entity in model.entities:
        paths |= openapi.paths(model, entity)
        schemas |= openapi.schemas(entity)
    paths |= shared.paths(model)
    components = _shared(model)
    components["schemas"] |= schemas
    return {**shared.head(model), "paths": paths, "components": components}


def _shared(model: Model) -> dict[str, Node]:
    schemes = model.components.security
    return {
        **({_SCHEMES: schemes} if schemes else {}),
        "parameters": shared.parameters(model),
        "responses": shared.responses(model),
        "headers": shared.headers(model),
        "schemas": shared.schemas(model),
    }


def _used(
    written: dict[str, dict[str, str]], texts: Iterable[str]
) -> set[tuple[str, str]]:
    """Return the components that a text refers to, be it the text of another component."""
    # Operations name what callers sign in by, and nothing refers to it.
    used = {(_SCHEMES, name) for name in written.get(_SCHEMES, ())}
    new = {found for text in texts for found in _REFERENCE.findall(text)}
    while new:
        used |= new
        inner = [written[kind].get(name, "") for kind, name in new if kind in written]
        new = {found for text in inner for found in _REFERENCE.findall(text)} - used
    return used
