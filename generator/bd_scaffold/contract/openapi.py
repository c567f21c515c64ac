"""What the contract says of one entity: its paths and the schemas of its bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model.types import (
    Entity,
    Inclusion,
    KeyPart,
    Model,
    Owned,
    Owner,
    Property,
)
from ..operation import Operation, OperationKind
from . import batches, raw_bodies
from .answered import listed_by, row_of, shown_by
from .forms import JsonSchema, reference
from .list_parameters import controls_of, filters_of, parameter_of
from .nodes import JSON, Node, path_parameter, refer, security, shared_reference
from .shared import ERRORS, error_in_item
from .wholes import schema_of, together


def paths(model: Model, entity: Entity) -> Node:
    """Return an entity's paths with their operations."""
    keys = {each.name: each.key for each in model.entities}
    found: dict[str, Node] = {entity.path: {}, entity.item_path: {}}
    for each in entity.operations:
        node = found.setdefault(each.http.path, {})
        if each.key_of and not node:
            parts = (*keys[each.key_of], *_related_key(entity, each))
            node["parameters"] = [path_parameter(part) for part in parts]
        node[each.http.method] = _operation(model, entity, each)
    return {model.api.prefix + path: node for path, node in found.items() if node}


def _related_key(entity: Entity, operation: Operation) -> Iterator[KeyPart]:
    """Yield the key of the row that an operation relates one of an entity to."""
    for each in entity.nested_links:
        if each.field == operation.relation:
            yield from each.key


def _operation(model: Model, entity: Entity, operation: Operation) -> Node:
    node: Node = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [entity.title],
    }
    if operation.description:
        node["description"] = operation.description
    if operation.returned == "page" and entity.order:
        order = ", ".join(entity.order)
        node["description"] = f"Without another order, by {order}."
    node |= security(model, operation)
    if parameters := [*_parameters(entity, operation)]:
        node["parameters"] = parameters
    if operation.body or operation.item:
        body = reference(operation.body) if operation.body else None
        content = {JSON: {"schema": body or batches.given(model, operation)}}
        forms = operation.http.forms
        content |= {media: {"schema": reference(name)} for media, name in forms}
        node["requestBody"] = {"required": True, "content": content}
    if operation.http.takes:
        content = raw_bodies.content(operation.http.takes)
        node["requestBody"] = {"required": True, "content": content}
    return {**node, "responses": _responses(model, operation)}


def _parameters(entity: Entity, operation: Operation) -> Iterator[Node]:
    if operation.natural:
        for each in natural_key(entity, operation):
            schema = {"required": True, "schema": schema_of(each)}
            yield {"name": each.name, "in": "query", **schema}
    else:
        yield from controls_of(entity, operation)
        if operation.query:
            yield from map(parameter_of, filters_of(entity, operation))
    for header in operation.http.parameters:
        yield shared_reference("parameters", header)


def _responses(model: Model, operation: Operation) -> Node:
    http = operation.http
    success: Node = {
        "description": _SUCCESS.get(operation.kind, "Done."),
        "headers": refer("headers", *http.headers, *http.always, "X-Request-ID"),
    }
    if operation.repeats:
        answered = batches.answered(operation, error_in_item(model))
        success["content"] = {JSON: {"schema": answered}}
    elif operation.result:
        success["content"] = {JSON: {"schema": _answered(operation)}}
    found = {str(http.status): success}
    if http.gives:
        found = raw_bodies.answers(model, http, success["headers"])
    if http.minimal == http.status:
        success["description"] += " Without a body, where that is preferred."
    elif http.minimal:
        bare = {**success, "description": "Done, and without a body, as preferred."}
        found[str(http.minimal)] = {k: v for k, v in bare.items() if k != "content"}
    if http.created:
        located = {"Location": shared_reference("headers", "Location")}
        headers = {**located, **success["headers"]}
        bare_too = " Without a body, where that is preferred." * bool(http.minimal)
        description = f"Created.{bare_too}"
        made = {**success, "description": description, "headers": headers}
        found[str(http.created)] = made
    if http.not_modified:
        found[str(http.not_modified)] = shared_reference("responses", "NotModified")
    for status, error in zip(http.errors, operation.errors, strict=True):
        found[str(status)] = shared_reference("responses", ERRORS[error][0])
    return found


def _answered(operation: Operation) -> JsonSchema:
    """Return what is answered: a row, which may be but the fields that a request names."""
    result = str(operation.result)
    if operation.returned != "one" or "fields" not in operation.controls:
        return reference(result)
    return _whole_or_fields(result.removesuffix(RELATED), result)


def _whole_or_fields(entity: str, whole: str) -> JsonSchema:
    related = RELATED if whole.endswith(RELATED) else ""
    return {"anyOf": [reference(whole), reference(f"{entity}Fields{related}")]}


RELATED = "WithRelated"
"""What the schemas of rows with others that they are related to end in."""

_SUCCESS: Mapping[OperationKind, str] = {
    "batch": "What became of each item, in their order.",
    "create": "Created.",
    "delete": "Deleted.",
    "link": "Added.",
    "unlink": "Taken away.",
}


# Schemas


def schemas(entity: Entity) -> Node:
    """Return the schemas of an entity's bodies."""
    returned = {each.returned for each in entity.operations}
    found: Node = {}
    if returned != {"nothing"} or entity.owners:
        found[entity.name] = _read(entity)
    for owner in entity.owners:
        found[owner.item] = item_schema(entity, owner)
    for each in entity.operations:
        if each.body:
            found[each.body] = _written(entity, each)
    found |= dict(batches.schemas(entity))
    if "page" in returned:
        if row_of(entity) != entity.name:
            found[row_of(entity)] = _shown(entity, listed_by(entity))
        found[f"{entity.name}Page"] = _page(entity)
    if entity.sparse_fields:
        some = _shown(entity, shown_by(entity))
        del some["required"]
        found[f"{entity.name}Fields"] = some
    return found | _including(entity, found)


def _including(entity: Entity, shown: Node) -> Node:
    """Return the schemas of rows with those that they are related to."""
    if not entity.inclusions:
        return {}
    related = {each.name: _related(each) for each in entity.inclusions}
    return {
        f"{name}{RELATED}": {
            **shown[name],
            "properties": {**shown[name]["properties"], **related},
        }
        for name in dict.fromkeys((entity.name, row_of(entity), f"{entity.name}Fields"))
        if name in shown
    }


def _related(each: Inclusion) -> Node:
    described = {"description": each.description} if each.description else {}
    row = reference(each.shown)
    if not each.many:
        return {"anyOf": [row, {"type": "null"}], **described}
    properties = {
        "data": {"type": "array", "items": row},
        "has_more": {"type": "boolean"},
    }
    return {
        "type": "object",
        **described,
        "required": list(properties),
        "properties": properties,
    }


def _read(entity: Entity) -> Node:
    found = _shown(entity, shown_by(entity))
    for each in entity.owned:
        found["required"].append(each.name)
        rows = {"type": "array", "items": reference(each.target)}
        found["properties"][each.name] = rows
    return found


def _shown(entity: Entity, shown: Sequence[Property]) -> Node:
    described = {"description": entity.description} if entity.description else {}
    return {
        "type": "object",
        **described,
        "required": [each.name for each in shown if not each.readable],
        "properties": {each.name: _described(each) for each in shown},
    }


def _described(prop: Property) -> JsonSchema:
    schema = schema_of(prop)
    text = "\n\n".join(filter(None, (prop.description, _ruled(prop))))
    return schema | ({"description": text} if text else {})


def _ruled(prop: Property) -> str:
    """Return who sees a property and who writes it, where that is not everybody."""
    seen = f"Shown to {prop.readable}; not there for others." if prop.readable else ""
    written = f"Written by {prop.writable}." if prop.writable else ""
    return " ".join(filter(None, (seen, written)))


def stays(prop: Property, operation: Operation) -> bool:
    """True for what a row keeps where a body says nothing of it."""
    return operation.partial or (operation.kind == "replace" and prop.is_ruled)


def _written(entity: Entity, operation: Operation) -> Node:
    written = written_by(entity, operation)
    if operation.partial:
        properties = {each.name: schema_of(each) for each in written}
        required = []
    else:
        properties = {
            each.name: schema_of(each) if stays(each, operation) else _defaulted(each)
            for each in written
        }
        properties |= {each.name: READ_ONLY for each in sent_back(entity, operation)}
        required = [
            each.name
            for each in written
            if each.required and not stays(each, operation)
        ]
    properties |= {each.name: items_of(each) for each in entity.owned}
    return _closed(properties, required)


def _closed(properties: Mapping[str, JsonSchema], required: Sequence[str]) -> Node:
    """Return the schema of an object that has no other members."""
    return {
        "type": "object",
        "additionalProperties": False,
        **({"required": required} if required else {}),
        "properties": properties,
    }


def natural_key(entity: Entity, operation: Operation) -> list[Property]:
    """Return the properties by which an operation finds its row, beside those of its body."""
    return [each for each in entity.properties if each.name in operation.natural]


# Rows inside of others


def items_of(owned: Owned) -> JsonSchema:
    """Return what a body says of the rows inside of its own."""
    return {"type": "array", "items": reference(owned.item), "maxItems": owned.most}


def item_parts(
    entity: Entity, owner: Owner
) -> tuple[list[Property], list[Property], list[Property]]:
    """Return what is given of a row inside of its owner, its key if that is made, the rest.

    The rest is what was read, and may be sent back to no effect.
    """
    theirs = {name for name, _ in owner.reference}
    every = [each for each in entity.properties if each.attribute not in theirs]
    given = together(each for each in every if each.in_create)
    key = {each.name for each in entity.key} - {each.name for each in given}
    made = [each for each in every if each.name in key]
    known = {each.name for each in (*given, *made)}
    return given, made, [e for e in shown_by(entity) if e.name not in known]


def item_schema(entity: Entity, owner: Owner) -> Node:
    """Return the schema of a row that is written inside of its owner."""
    given, made, rest = item_parts(entity, owner)
    properties = {
        each.name: schema_of(each) if each.is_ruled else _defaulted(each)
        for each in given
    }
    properties |= {each.name: schema_of(each) for each in made}
    properties |= {each.name: READ_ONLY for each in rest}
    required = [each.name for each in given if each.required and not each.is_ruled]
    return _closed(properties, required)


def written_by(entity: Entity, operation: Operation) -> list[Property]:
    """Return the properties that the body of an operation may have."""
    if operation.natural:
        own = (each for each in entity.properties if each.in_create)
        return together(each for each in own if each.name not in operation.natural)
    word = f"in_{operation.kind}"
    return together(each for each in entity.properties if getattr(each, word))


READ_ONLY: JsonSchema = {"readOnly": True}


def sent_back(entity: Entity, operation: Operation) -> list[Property]:
    """Return what the body of an operation may repeat of what was read, to no effect."""
    if operation.kind != "replace":
        return []
    return [each for each in shown_by(entity) if not each.in_replace]


def _defaulted(prop: Property) -> JsonSchema:
    schema = schema_of(prop)
    return schema | ({"default": prop.default} if prop.has_default else {})


def _page(entity: Entity) -> Node:
    row = f"{row_of(entity)}{RELATED if entity.inclusions else ''}"
    items = reference(row)
    if entity.sparse_fields:
        items = _whole_or_fields(entity.name, row)
    data = {"type": "array", "items": items}
    paging = entity.paging
    properties = {"data": data, "pagination": reference(paging.name)}
    if paging.by == "page":
        properties["links"] = reference("open-links" if paging.is_open else "links")
    return {"type": "object", "required": list(properties), "properties": properties}
