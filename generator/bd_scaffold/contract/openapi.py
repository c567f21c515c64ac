"""What the contract says of one entity: its paths and the schemas of its bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model.types import Entity, Filter, KeyPart, Model, Nested, Property
from .forms import JsonSchema, property_schema, reference, value_schema
from .shared import ERRORS, JSON, Node, parameters, refer, shared_reference


def paths(model: Model, entity: Entity) -> Node:
    """Return an entity's paths with their operations."""
    offered = entity.operations
    found: Node = {}
    collection: Node = {}
    if "list" in offered:
        collection["get"] = _list(entity)
    if "create" in offered:
        collection["post"] = _create(entity)
    if collection:
        found[model.api.prefix + entity.path] = collection
    item = {
        method: operation(entity)
        for name, method, operation in _ITEM_OPERATIONS
        if name in offered
    }
    if item:
        parameters = [_path_parameter(part) for part in entity.key]
        found[model.api.prefix + entity.item_path] = {"parameters": parameters, **item}
    parents = {parent.name: parent for parent in model.entities}
    for nested in entity.nested:
        parameters = [_path_parameter(part) for part in parents[nested.parent].key]
        found[model.api.prefix + nested.path] = {
            "parameters": parameters,
            "get": _nested_list(entity, nested, parents[nested.parent]),
        }
    return found


def _path_parameter(part: KeyPart) -> Node:
    return {
        "name": part.parameter,
        "in": "path",
        "required": True,
        "schema": value_schema(part.schema),
    }


def _list(entity: Entity) -> Node:
    return {
        **_operation(
            entity, f"list_{entity.plural}", f"List the {entity.label_plural}"
        ),
        "parameters": [*_controls(entity), *map(_filter, entity.filters)],
        "responses": _responses(200, f"{entity.name}Page", (), (422,)),
    }


def _nested_list(entity: Entity, nested: Nested, parent: Entity) -> Node:
    summary = f"List the {entity.label_plural} of one {parent.label}"
    return {
        **_operation(entity, nested.operation_id, summary),
        "parameters": [
            *_controls(entity),
            *map(_filter, nested_filters(entity, nested)),
        ],
        "responses": _responses(200, f"{entity.name}Page", (), (404, 422)),
    }


def nested_filters(entity: Entity, nested: Nested) -> tuple[Filter, ...]:
    """Return the filters of a list under a parent's path, which already says whose it is."""
    given = {each.column for each in nested.filters}
    return tuple(
        each
        for each in entity.filters
        if not (each.operator == "eq" and each.column in given)
    )


def _get(entity: Entity) -> Node:
    operation = _operation(entity, f"get_{entity.singular}", f"Read one {entity.label}")
    responses = _responses(200, entity.name, _etag(entity), (404, 422))
    if entity.versioned:
        operation["parameters"] = [shared_reference("parameters", "If-None-Match")]
        responses = {
            "200": responses.pop("200"),
            "304": shared_reference("responses", "NotModified"),
            **responses,
        }
    return {**operation, "responses": responses}


def _create(entity: Entity) -> Node:
    return {
        **_operation(entity, f"create_{entity.singular}", f"Create one {entity.label}"),
        "requestBody": _body(f"{entity.name}Create"),
        "responses": _responses(
            201, entity.name, ("Location", *_etag(entity)), entity.create_errors
        ),
    }


def _replace(entity: Entity) -> Node:
    summary = f"Replace one {entity.label}; what is left out takes its default"
    return _write(entity, "replace", summary)


def _update(entity: Entity) -> Node:
    summary = f"Change one {entity.label}; what is left out stays as it is"
    return _write(entity, "update", summary)


def _write(entity: Entity, verb: str, summary: str) -> Node:
    return {
        **_operation(entity, f"{verb}_{entity.singular}", summary),
        **_guard(entity),
        "requestBody": _body(f"{entity.name}{verb.capitalize()}"),
        "responses": _responses(200, entity.name, _etag(entity), entity.write_errors),
    }


def _delete(entity: Entity) -> Node:
    return {
        **_operation(entity, f"delete_{entity.singular}", f"Delete one {entity.label}"),
        **_guard(entity),
        "responses": _responses(204, None, (), entity.delete_errors),
    }


_ITEM_OPERATIONS = (
    ("get", "get", _get),
    ("replace", "put", _replace),
    ("update", "patch", _update),
    ("delete", "delete", _delete),
)


def _operation(entity: Entity, operation_id: str, summary: str) -> Node:
    return {"operationId": operation_id, "summary": summary, "tags": [entity.title]}


def _guard(entity: Entity) -> Node:
    return (
        {"parameters": [shared_reference("parameters", "If-Match")]}
        if entity.versioned
        else {}
    )


def _etag(entity: Entity) -> tuple[str, ...]:
    return ("ETag",) if entity.versioned else ()


def _body(name: str) -> Node:
    return {"required": True, "content": {JSON: {"schema": reference(name)}}}


def _responses(
    status: int, name: str | None, headers: Sequence[str], errors: Sequence[int]
) -> Node:
    success: Node = {
        "description": _SUCCESS[status],
        "headers": refer("headers", *headers, "X-Request-ID"),
    }
    if name:
        success["content"] = {JSON: {"schema": reference(name)}}
    refusals = {
        str(error): shared_reference("responses", ERRORS[error][0]) for error in errors
    }
    return {str(status): success, **refusals}


_SUCCESS = {200: "Done.", 201: "Created.", 204: "Deleted."}


# Parameters of lists


def _controls(entity: Entity) -> Iterator[Node]:
    yield shared_reference(
        "parameters", "cursor" if entity.pagination == "cursor" else "page"
    )
    yield shared_reference("parameters", "limit")
    if entity.sorts:
        yield _sort(entity)
    if entity.search:
        yield shared_reference("parameters", "q")


def _sort(entity: Entity) -> Node:
    name = f"-?({'|'.join(sort.name for sort in entity.sorts)})"
    more = len(entity.sorts) - 1
    return {
        "name": "sort",
        "in": "query",
        "description": "Names to order by, the most important first; a minus turns one around.",
        "schema": {
            "type": "string",
            "pattern": f"^{name}(,{name}){{0,{more}}}$" if more else f"^{name}$",
        },
    }


def _filter(each: Filter) -> Node:
    return {
        "name": each.name,
        "in": "query",
        "description": each.description,
        "schema": value_schema(each.schema),
    }


def list_parameters(
    model: Model, entity: Entity, filters: Iterable[Filter]
) -> Iterator[Node]:
    """Yield the query parameters of a list, the shared ones in full."""
    shared = parameters(model)
    for parameter in _controls(entity):
        name = parameter.get("$ref", "").rpartition("/")[2]
        yield shared[name] if name else parameter
    yield from map(_filter, filters)


# Schemas


def schemas(entity: Entity) -> Node:
    """Return the schemas of an entity's bodies."""
    offered = entity.operations
    lists = "list" in offered or bool(entity.nested)
    found: Node = {}
    if lists or set(offered) - {"delete"}:
        found[entity.name] = _read(entity)
    if "create" in offered:
        found[f"{entity.name}Create"] = _written(entity, "in_create")
    if "replace" in offered:
        found[f"{entity.name}Replace"] = _written(entity, "in_replace")
    if "update" in offered:
        found[f"{entity.name}Update"] = _changed(entity)
    if lists:
        found[f"{entity.name}Page"] = _page(entity)
    return found


def _read(entity: Entity) -> Node:
    shown = [each for each in entity.properties if each.in_read]
    described = {"description": entity.description} if entity.description else {}
    return {
        "type": "object",
        **described,
        "required": [each.name for each in shown],
        "properties": {each.name: _described(each) for each in shown},
    }


def _described(prop: Property) -> JsonSchema:
    schema = property_schema(prop)
    if prop.description:
        schema["description"] = prop.description
    return schema


def _written(entity: Entity, place: str) -> Node:
    written = [each for each in entity.properties if getattr(each, place)]
    required = [each.name for each in written if each.required]
    return {
        "type": "object",
        "additionalProperties": False,
        **({"required": required} if required else {}),
        "properties": {each.name: _defaulted(each) for each in written},
    }


def _defaulted(prop: Property) -> JsonSchema:
    schema = property_schema(prop)
    if prop.has_default:
        schema["default"] = prop.default
    return schema


def _changed(entity: Entity) -> Node:
    changed = [each for each in entity.properties if each.in_update]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: property_schema(each) for each in changed},
    }


def _page(entity: Entity) -> Node:
    data = {"type": "array", "items": reference(entity.name)}
    if entity.pagination == "cursor":
        properties = {"data": data, "pagination": reference("cursor-pagination")}
    else:
        properties = {
            "data": data,
            "pagination": reference("pagination"),
            "links": reference("links"),
        }
    return {"type": "object", "required": list(properties), "properties": properties}
