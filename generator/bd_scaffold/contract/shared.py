"""What the contract says once for all entities."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.types import Entity, Model
from ..operation import Refusal
from ..resolve.types import LONGEST_CURSOR
from . import custom, paging
from .enums import enum_schema
from .forms import SHARED, JsonSchema, reference
from .nodes import ERROR, Node, error_content, refer
from .wholes import type_schema

ERRORS: Mapping[Refusal, tuple[str, str]] = {
    "bad_request": ("BadRequest", "The request lacks what every such one has to have."),
    "unauthenticated": (
        "Unauthorized",
        "The caller has to sign in, or to do so again.",
    ),
    "forbidden": ("Forbidden", "The caller may not do this."),
    "not_found": ("NotFound", "There is no such record."),
    "conflict": (
        "Conflict",
        "Another record, or what is stored of this one, is in the way.",
    ),
    "precondition_failed": (
        "PreconditionFailed",
        "The record has changed since it was read.",
    ),
    "too_large": ("TooLarge", "The body is larger than the service takes."),
    "unsupported_media_type": (
        "UnsupportedMediaType",
        "The body is not announced as JSON.",
    ),
    "invalid": (
        "Invalid",
        "The request does not follow the contract, or breaks a rule.",
    ),
    "precondition_required": (
        "PreconditionRequired",
        "The service is set to take a change only under a condition.",
    ),
    "too_many_requests": (
        "TooManyRequests",
        "The caller has made as many requests as may be made in this time.",
    ),
    "bad_gateway": (
        "BadGateway",
        "Another system that this needs answered otherwise than expected.",
    ),
    "unavailable": ("Unavailable", "Another system that this needs is not available."),
    "timed_out": (
        "TimedOut",
        "Another system that this needs did not answer in time.",
    ),
}
"""The responses that refuse a request: the name of each, and what it says."""

_TOLD = {"Unauthorized": ("WWW-Authenticate",), "Unavailable": ("Retry-After",)}
"""Headers of refusals, beside the request's id."""

_INTEGER_MAX = 2**31 - 1


def head(model: Model) -> Node:
    """Return what stands above the paths."""
    info: Node = {"title": model.project.title, "version": model.project.version}
    if model.project.description:
        info["description"] = model.project.description
    return {
        "openapi": "3.1.0",
        "info": info,
        "tags": [
            *map(_tag, model.entities),
            *custom.tags(model),
            *model.components.tags,
        ],
    }


def _tag(entity: Entity) -> Node:
    described = {"description": entity.description} if entity.description else {}
    return {"name": entity.title, **described}


def schemas(model: Model) -> Node:
    """Return the schemas of no entity: the design's enums and types, bodies, forms of values."""
    hidden = _hidden_enums(model)
    enums = {
        enum.name: enum_schema(enum) for enum in model.enums if enum.name not in hidden
    }
    types = {each.name: type_schema(each) for each in model.types}
    own = model.components.schemas or {}
    called = custom.schemas(model, error_in_item(model))
    shared = {**_bodies(model), **paging.schemas(), **SHARED}
    return {**enums, **types, **called, **own, **shared}


def _bodies(model: Model) -> Node:
    """Return the bodies that all operations share, errors as the design has them."""
    error = model.components.error
    return {**_BODIES, ERROR: error.schema} if error else _BODIES


def error_in_item(model: Model) -> Node:
    """Return what an answer about many rows says of one that is refused."""
    return reference(ERROR) if model.components.error else ERROR_OBJECT


def paths(model: Model) -> Node:
    """Return the paths of operations of the design's own, and those of capabilities."""
    return {**custom.paths(model, ERRORS), **(model.components.paths or {})}


def _hidden_enums(model: Model) -> set[str | None]:
    """Return the enums that only internal columns have."""
    values = [each for entity in model.entities for each in entity.properties]
    shown = {each.schema.enum for each in values if not each.is_internal}
    return {each.schema.enum for each in values if each.is_internal} - shown


_TEXT: JsonSchema = {"type": "string"}
_OPTIONAL_TEXT: JsonSchema = {"type": ["string", "null"]}
_COUNT: JsonSchema = {"type": "integer"}

ERROR_OBJECT: Node = {
    "type": "object",
    "required": ["code", "message", "details", "request_id", "timestamp"],
    "properties": {
        "code": {**_TEXT, "examples": ["VALIDATION_ERROR"]},
        "message": _TEXT,
        "details": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message", "code"],
                "properties": {
                    "field": _TEXT,
                    "message": _TEXT,
                    "code": _TEXT,
                },
            },
        },
        "request_id": _TEXT,
        "timestamp": reference("date-time"),
    },
}
"""What went wrong, within the one shape of every error."""

_BODIES: Node = {
    "error": {
        "type": "object",
        "description": "The one shape of every error.",
        "required": ["error"],
        "properties": {"error": ERROR_OBJECT},
    },
    "cursor-pagination": {
        "type": "object",
        "required": ["next_cursor", "has_more"],
        "properties": {"next_cursor": _OPTIONAL_TEXT, "has_more": {"type": "boolean"}},
    },
    "links": {
        "type": "object",
        "required": ["self", "first", "prev", "next", "last"],
        "properties": {
            "self": _TEXT,
            "first": _TEXT,
            "prev": _OPTIONAL_TEXT,
            "next": _OPTIONAL_TEXT,
            "last": _TEXT,
        },
    },
    "pagination": {
        "type": "object",
        "required": ["page", "limit", "total", "pages"],
        "properties": dict.fromkeys(("page", "limit", "total", "pages"), _COUNT),
    },
}


def parameters(model: Model) -> Node:
    """Return the parameters that operations share."""
    default, most = model.api.default_limit, model.api.max_limit
    going = "Where to go on: the next_cursor of the page before"
    back = ", or the prev_cursor of the one behind" * model.uses.backwards
    return {
        "page": {
            "name": "page",
            "in": "query",
            "description": "Which page, from 1.",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": _INTEGER_MAX,
                "default": 1,
            },
        },
        "cursor": {
            "name": "cursor",
            "in": "query",
            "description": f"{going}{back}.",
            "schema": {
                "type": "string",
                "maxLength": LONGEST_CURSOR,
                "pattern": "^[0-9A-Za-z_-]+$",
            },
        },
        "limit": {
            "name": "limit",
            "in": "query",
            "description": "How many at the most.",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": most,
                "default": default,
            },
        },
        **model.components.parameters,
    }


def responses(model: Model) -> Node:
    """Return the responses that operations share."""
    refusals = {
        name: {
            "description": description,
            "headers": refer("headers", *_TOLD.get(name, ()), "X-Request-ID"),
            "content": error_content(model),
        }
        for name, description in ERRORS.values()
    }
    added = {
        name: (
            {**response, "content": error_content(model)}
            if name in refusals
            else response
        )
        for name, response in model.components.responses.items()
    }
    return {**refusals, **added}


def headers(model: Model) -> Node:
    """Return the headers of responses."""
    return {
        **model.components.headers,
        "Location": {
            "description": "Where the new record is.",
            "schema": {"type": "string", "format": "uri-reference"},
        },
        "X-Request-ID": {
            "description": "The request's identifier, which the logs name too.",
            "schema": {"type": "string"},
        },
    }
