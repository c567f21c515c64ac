"""What the contract says of operations of the design's own: their paths and their bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ..model.types import (
    CustomGroup,
    CustomOperation,
    Model,
    Property,
    Refusal,
)
from ..operation import STATUSES
from ..operation import Refusal as Reason
from ..record import replace
from . import later
from .forms import JsonSchema, reference, value_schema
from .nodes import (
    JSON,
    Node,
    error_content,
    path_parameter,
    refer,
    security,
    shared_reference,
)
from .wholes import schema_of

_IN_BODY = ("post", "put", "patch")
_SUCCESS = "Done."
_ACCEPTED = "Taken; it is done later, and its status tells how far it is."


def paths(model: Model, errors: Mapping[Reason, tuple[str, str]]) -> dict[str, Node]:
    """Return the paths of all operations of the design's own; `errors` names the refusals."""
    keys = {each.name: each.key for each in model.entities}
    found: dict[str, Node] = {}
    for group in model.custom:
        for each in group.operations:
            node: Node = {}
            if each.operation.key_of:
                key = keys[each.operation.key_of]
                node["parameters"] = [path_parameter(part) for part in key]
            node[each.operation.http.method] = _operation(model, group, each, errors)
            found[model.api.prefix + each.operation.http.path] = node
            if each.outcome is not None:
                path = model.api.prefix + each.outcome.http.path
                found[path] = later.outcome(model, group, each, each.outcome, errors)
    return found


def tags(model: Model) -> Iterator[Node]:
    """Yield the tags of operations that belong to no entity."""
    for group in model.custom:
        if group.kind != "entity":
            yield {"name": group.tag}


def schemas(model: Model, error: Node) -> dict[str, Node]:
    """Return the schemas of what operations are given in bodies, and answer.

    `error` is what is said of an error in the place of an answer.
    """
    found: dict[str, Node] = {}
    for each in (each for group in model.custom for each in group.operations):
        operation = each.operation
        if operation.body:
            found[operation.body] = {
                "type": "object",
                "additionalProperties": False,
                **_properties(each.input, lambda prop: prop.required),
            }
        answered = (each.outcome or operation).result
        if each.answers == "fields" and answered:
            shown = _properties(each.output, lambda _prop: True)
            found[answered] = {"type": "object", **shown}
        if each.later and operation.result:
            found[operation.result] = later.status_schema(error)
    return found


def _properties(
    properties: Sequence[Property], needed: Callable[[Property], bool]
) -> Node:
    required = [each.name for each in properties if needed(each)]
    return {
        **({"required": required} if required else {}),
        "properties": {each.name: _described(each) for each in properties},
    }


def _described(prop: Property) -> JsonSchema:
    schema = schema_of(prop)
    if prop.has_default:
        schema = schema | {"default": prop.default}
    return schema | ({"description": prop.description} if prop.description else {})


def _operation(
    model: Model,
    group: CustomGroup,
    each: CustomOperation,
    errors: Mapping[Reason, tuple[str, str]],
) -> Node:
    operation = each.operation
    node: Node = {"operationId": operation.id, "summary": operation.summary}
    if each.description:
        node["description"] = each.description
    node["tags"] = [group.tag]
    if each.idempotent:
        node["x-idempotent"] = True
    node |= security(model, operation)
    asked: list[Node] = []
    if operation.http.method not in _IN_BODY:
        asked += map(_query_parameter, each.input)
    asked += [shared_reference("parameters", h) for h in operation.http.parameters]
    if asked:
        node["parameters"] = asked
    if operation.body:
        content = {JSON: {"schema": reference(operation.body)}}
        node["requestBody"] = {"required": True, "content": content}
    return {**node, "responses": _responses(model, each, errors)}


def _query_parameter(prop: Property) -> Node:
    """Return a parameter of a query, which is left out where it has no value."""
    schema = value_schema(replace(prop.schema, nullable=False))
    if prop.has_default and prop.default is not None:
        schema = schema | {"default": prop.default}
    described = {"description": prop.description} if prop.description else {}
    required = {"required": True} if prop.required else {}
    return {
        "name": prop.name,
        "in": "query",
        **described,
        **required,
        "schema": schema,
    }


def _responses(
    model: Model,
    each: CustomOperation,
    errors: Mapping[Reason, tuple[str, str]],
) -> Node:
    http, operation = each.operation.http, each.operation
    names = (*http.headers, *http.always, "X-Request-ID")
    success: Node = {"description": _SUCCESS, "headers": refer("headers", *names)}
    if operation.result:
        answer = reference(operation.result)
        many = each.answers == "many" and not each.later
        schema = {"type": "array", "items": answer} if many else answer
        success["content"] = {JSON: {"schema": schema}}
    if each.later:
        success |= {"description": _accepted(model, each), "links": later.links(each)}
    found: Node = {str(http.status): success}
    own = [] if each.later else _own(model, each)
    for status in http.errors:
        said = [refusal for refusal in own if refusal.status == status]
        reasons = [e for e in operation.errors if STATUSES[e] == status]
        if said:
            told = [errors[reason][1] for reason in reasons]
            found[str(status)] = _refused(model, said, told)
        else:
            name, _ = errors[reasons[0]]
            found[str(status)] = shared_reference("responses", name)
    return found


def _own(model: Model, each: CustomOperation) -> list[Refusal]:
    return [refusal for refusal in model.refusals if refusal.code in each.refusals]


def _accepted(model: Model, each: CustomOperation) -> str:
    """Return what is said of a request that is taken, whose refusals come later."""
    own = _own(model, each)
    return (
        f"{_ACCEPTED} It may fail by its code:\n\n{_listed(own)}" if own else _ACCEPTED
    )


def _listed(said: Iterable[Refusal]) -> str:
    return "\n".join(f"- `{each.code}`: {each.message}" for each in said)


def _refused(model: Model, said: Iterable[Refusal], known: Iterable[str]) -> Node:
    """Return a response with the codes that the design has for it."""
    listed = _listed(said)
    lead = "".join(f"{each} Or by " for each in known) or "By "
    return {
        "description": f"{lead}its code:\n\n{listed}",
        "headers": refer("headers", "X-Request-ID"),
        "content": error_content(model),
    }
