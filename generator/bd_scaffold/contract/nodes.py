"""Parts of a contract that operations of entities and of the design's own have alike."""

from __future__ import annotations

from typing import Any

from ..model.types import KeyPart, Model
from ..operation import Operation
from .forms import reference, value_schema

Node = dict[str, Any]

JSON = "application/json"
ERROR = "error"
"""The schema of every error's body."""


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


def error_content(model: Model) -> Node:
    """Return what an error's answer holds."""
    own = model.components.error
    media = own.media_type if own else JSON
    return {media: {"schema": reference(ERROR)}}


def security(model: Model, operation: Operation) -> Node:
    """Return how callers of an operation sign in; nothing where nobody has to."""
    if operation.security == "none":
        return {}
    ways: list[Node] = [{name: []} for name in model.components.security or ()]
    return {"security": [{}, *ways] if operation.security == "optional" else ways}
