"""What the contract says of operations that are done later: how far they are, what they answer."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.types import CustomGroup, CustomOperation, Model
from ..operation import STATUSES, Operation
from ..operation import Refusal as Reason
from .forms import reference
from .nodes import JSON, Node, refer, security, shared_reference

_STATES = ("queued", "running", "succeeded", "failed", "cancelled")
_TEXT: Node = {"type": "string"}
_ID: Node = {"$ref": "#/components/schemas/uuid"}
_LINK: Node = {"type": "string", "format": "uri-reference"}
_WHEN: Node = {"$ref": "#/components/schemas/date-time"}
_COUNT: Node = {"type": "integer"}


def status_schema(error: Node) -> Node:
    """Return the schema of how far an operation is, given that of an error in it."""
    progress = _shown(percent=_COUNT, done=_COUNT, total=_COUNT, text=_maybe(_TEXT))
    return _shown(
        id=_ID,
        operation=_TEXT,
        state={"type": "string", "enum": [*_STATES]},
        cancelling={"type": "boolean"},
        progress=_maybe(progress),
        created_at=_WHEN,
        started_at=_maybe(_WHEN),
        finished_at=_maybe(_WHEN),
        error=_maybe(error),
        links=_shown(self=_LINK, result=_maybe(_LINK)),
    )


def _shown(**properties: Node) -> Node:
    return {"type": "object", "required": [*properties], "properties": properties}


def _maybe(kind: Node) -> Node:
    return {"anyOf": [kind, {"type": "null"}]}


def links(each: CustomOperation) -> Node:
    """Return where a client sees how far an operation is, and what it has answered."""
    given = {"operation_id": "$response.body#/id"}
    found = {"status": {"operationId": "get_operation", "parameters": given}}
    if each.outcome is not None:
        found["result"] = {"operationId": each.outcome.id, "parameters": given}
    return found


def outcome(
    model: Model,
    group: CustomGroup,
    each: CustomOperation,
    read: Operation,
    errors: Mapping[Reason, tuple[str, str]],
) -> Node:
    """Return the path by which the answer of an operation is read, once it is done."""
    http = read.http
    answer = reference(str(read.result))
    schema = {"type": "array", "items": answer} if each.answers == "many" else answer
    success = {
        "description": "What it has answered.",
        "headers": refer("headers", *http.headers, *http.always, "X-Request-ID"),
        "content": {JSON: {"schema": schema}},
    }
    names = {STATUSES[reason]: errors[reason][0] for reason in read.errors}
    node: Node = {"operationId": read.id, "summary": read.summary, "tags": [group.tag]}
    node |= security(model, read)
    node["responses"] = {
        str(http.status): success,
        **{str(s): shared_reference("responses", names[s]) for s in http.errors},
    }
    parameter = {"name": "operation_id", "in": "path", "required": True, "schema": _ID}
    return {"parameters": [parameter], "get": node}
