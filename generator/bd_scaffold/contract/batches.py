"""What the contract says of operations on many rows: their items, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Entity, Model, Property
from ..operation import Operation
from .forms import JsonSchema, reference
from .nodes import Node
from .wholes import schema_of

KEY = "BatchKey"
"""The schema of a row's key in an item, behind the entity's name."""


def given(model: Model, operation: Operation) -> Node:
    """Return the schema of the body of an operation on many rows."""
    items = {
        "type": "array",
        "items": reference(str(operation.item)),
        "minItems": 1,
        "maxItems": model.api.max_limit,
    }
    return _object({"data": items}, closed=True)


def answered(operation: Operation, error: Node) -> Node:
    """Return the schema of what becomes of each item: what is shown of it, or why it is refused."""
    shown = {"data": reference(operation.result)} if operation.result else {}
    located = {"location": {"type": "string"}} if operation.repeats == "create" else {}
    properties = {
        "index": {"type": "integer"},
        "status": {"type": "integer"},
        **located,
        **shown,
        "error": error,
    }
    item = {
        "type": "object",
        "required": ["index", "status"],
        "properties": properties,
    }
    return {
        "type": "object",
        "required": ["data"],
        "properties": {"data": {"type": "array", "items": item}},
    }


def schemas(entity: Entity) -> Iterator[tuple[str, Node]]:
    """Yield the schemas of items that say which row they are about, by their names."""
    found = [each for each in entity.operations if names_row(each)]
    if found:
        key = {each.name: schema_of(each) for each in key_of(entity)}
        yield f"{entity.name}{KEY}", _object(key, closed=True)
    for each in found:
        properties = {"key": reference(f"{entity.name}{KEY}")}
        if data := data_of(entity, each):
            properties["data"] = reference(data)
        conditions = {
            each.name: schema_of(each) for each in conditions_of(entity, each)
        }
        said = _object(properties, closed=True)
        yield str(each.item), {**said, "properties": {**properties, **conditions}}


def names_row(operation: Operation) -> bool:
    """True for an operation on many rows that are there: each item says which one it is about."""
    return operation.repeats is not None and operation.repeats != "create"


def data_of(entity: Entity, operation: Operation) -> str | None:
    """Return the schema of what an item gives its row, as the operation on one has it."""
    found = (each.body for each in entity.operations if each.kind == operation.repeats)
    return next(found, None)


def key_of(entity: Entity) -> list[Property]:
    """Return the properties that are a row's key."""
    known = {each.attribute: each for each in entity.properties}
    return [known[part.attribute] for part in entity.key]


def conditions_of(entity: Entity, operation: Operation) -> list[Property]:
    """Return the properties by which an item makes a condition of what its row is like."""
    return [each for each in entity.properties if each.name in operation.requires]


def _object(properties: Node, *, closed: bool) -> JsonSchema:
    more = {"additionalProperties": False} if closed else {}
    return {
        "type": "object",
        **more,
        "required": list(properties),
        "properties": properties,
    }
