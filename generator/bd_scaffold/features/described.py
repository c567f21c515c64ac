"""What routes beside those of entities say in the contract, in few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..language.design import Design

Node = dict[str, Any]

TAG = "Signing in"
TEXT: Node = {"type": "string"}
KNOWN: Node = {
    "type": "string",
    "minLength": 1,
    "maxLength": 1024,
    "pattern": r"^[^\x00]*$",
}

_JSON = "application/json"
_SCHEMES = {"jwt": "bearer", "oidc": "bearer", "api_keys": "api_key"}


def signs_in_by(design: Design, way: str) -> bool:
    """True where callers sign in in this way."""
    return design.security is not None and way in design.security.authentication


def required(design: Design) -> list[Node]:
    """Return what an operation asks for that is not for everybody: one of the ways in."""
    ways = design.security.authentication if design.security else ()
    names = [_SCHEMES[way] for way in ways]
    if design.security and design.security.browser:
        names.append("session")
    return [{name: []} for name in dict.fromkeys(names)]


def operation(
    name: str, summary: str, status: str, *errors: str, body: str = "", shown: str = ""
) -> Node:
    """Return an operation that anybody may call."""
    node: Node = {"operationId": name, "summary": summary, "tags": [TAG]}
    if body:
        node["requestBody"] = {"required": True, "content": content(body)}
    success: Node = {
        "description": _STATUSES[status],
        "headers": {"X-Request-ID": {"$ref": "#/components/headers/X-Request-ID"}},
    }
    if shown:
        success["content"] = content(shown)
    refusals = {each: _refusal(each) for each in errors}
    return {**node, "responses": {status: success, **refusals}}


def signed_in(
    security: Sequence[Node],
    name: str,
    summary: str,
    *errors: str,
    status: str = "",
    body: str = "",
    shown: str = "",
) -> Node:
    """Return an operation for whoever has signed in."""
    status = status or ("200" if shown else "204")
    found = operation(
        name, summary, status, "401", "403", *errors, body=body, shown=shown
    )
    return {**found, "security": [*security]}


def counted(design: Design, paths: Node) -> Node:
    """Return paths whose answers say how many requests there may be, where there is a limit."""
    said = design.api.rate_limit
    own = (each.rate_limit for each in design.entities.values())
    if not any((said and said.limit, *own)):
        return paths
    names = _COUNTS[said.headers if said else "x"]
    return {
        path: {
            name: (
                node
                if name == "parameters"
                else {**node, "responses": _told(node, names)}
            )
            for name, node in item.items()
        }
        for path, item in paths.items()
    }


_COUNTS = {
    "x": ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
    "ietf": ("RateLimit", "RateLimit-Policy"),
}
"""Headers that say how many requests there may be."""


def _told(operation: Node, names: Sequence[str]) -> Node:
    status, *errors = operation["responses"]
    success = operation["responses"][status]
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return {
        status: {**success, "headers": {**headers, **success["headers"]}},
        **{each: _refusal(each) for each in sorted({*errors, "429"})},
    }


def content(name: str) -> Node:
    """Return the JSON of a schema."""
    return {_JSON: {"schema": schema(name)}}


def schema(name: str) -> Node:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def body_of(**properties: Node) -> Node:
    """Return the schema of what a request says, all of it."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def shown_as(**properties: Node) -> Node:
    """Return the schema of what a response says."""
    return {"type": "object", "required": list(properties), "properties": properties}


def path_parameter(name: str, values: Node) -> Node:
    """Return a parameter of a path."""
    return {"name": name, "in": "path", "required": True, "schema": values}


def _refusal(status: str) -> Node:
    return {"$ref": f"#/components/responses/{_REFUSALS[status]}"}


_STATUSES = {
    "200": "Done.",
    "201": "Created.",
    "202": "Taken; what comes of it is mailed.",
    "204": "Done.",
}

_REFUSALS = {
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "413": "TooLarge",
    "415": "UnsupportedMediaType",
    "422": "Invalid",
    "429": "TooManyRequests",
}
