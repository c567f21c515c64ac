"""Parts of a contract that operations of entities and of the design's own have alike."""

from __future__ import annotations

from typing import Any

from ..model.types import KeyPart, Model
from ..operation import Operation
from .forms import value_schema

Node = dict[str, Any]

JSON = "application/json"


def shared_reference(kind: str, name: str) -> Node:
    """Return a reference to one of the components."""
    return {"$ref": f"#/components/{kind}/{name}"}


def refer(kind: str, *names: str) -> Node:
    """Return references to some of the components, by name."""
    return {name: shared_reference(kind, name) for name in names}


def path_parameter(part: KeyPart) -> Node:
    """Return the parameter of a path that is a part of a row's key."""
    return {
        "name": part.parameter,
        "in": "path",
        "required": True,
        "schema": value_schema(part.schema),
    }


def security(model: Model, operation: Operation) -> Node:
    """Return how callers of an operation sign in; nothing where nobody has to."""
    if operation.security == "none":
        return {}
    ways: list[Node] = [{name: []} for name in model.components.security or ()]
    return {"security": [{}, *ways] if operation.security == "optional" else ways}
