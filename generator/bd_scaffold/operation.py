"""What clients can do with an entity, as one record: what happens, and how HTTP carries it.

How it is called over HTTP is a record of its own, since jobs and other protocols call the same
operations. A capability may make another operation of one: each is frozen, and replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from .record import Record, replace

OperationKind = Literal[
    "list",
    "nested_list",
    "get",
    "nested_get",
    "create",
    "replace",
    "update",
    "delete",
    "link",
    "unlink",
    "action",
    "transition",
    "custom",
    "batch",
    "upsert",
    "file",
]
Returned = Literal["page", "one", "each", "nothing", "entries", "entry"]
"""What comes back: rows, or entries of what is noted of one."""
Refusal = Literal[
    "bad_request",
    "unauthenticated",
    "forbidden",
    "not_found",
    "conflict",
    "precondition_failed",
    "precondition_required",
    "too_large",
    "unsupported_media_type",
    "invalid",
    "too_many_requests",
    "bad_gateway",
    "unavailable",
    "timed_out",
]
Precondition = Literal["version"]
Security = Literal["none", "optional", "required"]
Method = Literal["get", "post", "put", "patch", "delete"]

STATUSES: Mapping[Refusal, int] = {
    "bad_request": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "precondition_failed": 412,
    "too_large": 413,
    "unsupported_media_type": 415,
    "invalid": 422,
    "precondition_required": 428,
    "too_many_requests": 429,
    "bad_gateway": 502,
    "unavailable": 503,
    "timed_out": 504,
}
"""The status by which a client learns why it is refused."""

BUILT = "None only while an entity is put together, so never for a template"


class HttpEndpoint(Record, frozen=True):
    """How an operation is called over HTTP, and what a call is answered."""

    method: Method  # the verb
    path: str  # under the API's prefix: "/orders/{order_id}"
    status: int  # of success: 200, 201, 204
    errors: tuple[int, ...]  # the status of each error of the operation, in their order
    parameters: tuple[str, ...] = ()  # headers that a request may have: "If-Match"
    headers: tuple[str, ...] = ()  # of a success, beside the request's id: "Location"
    not_modified: int | None = None  # the status where the client's copy is current
    minimal: int | None = (
        None  # the status of a success whose body a client does without
    )
    forms: tuple[tuple[str, str], ...] = ()  # of its body: other media types, by schema
    created: int | None = None  # the status where it has made its row
    always: tuple[str, ...] = ()  # headers of any answer, which no route names itself
    takes: tuple[str, ...] = ()  # media types of its body, where that is a file's bytes
    gives: tuple[str, ...] = ()  # media types of what it answers, where that is a file


class OperationPython(Record, frozen=True):
    """The function that serves an operation over HTTP: lines without an end, indented."""

    route: str  # its decorator: "@router.get(…)"
    head: str  # "async def get_order(order_id: OrderKey, …) -> Response:"
    body: str  # its statements


class Operation(Record, frozen=True):
    """Something that clients can do with an entity, whatever carries the call."""

    name: str  # within the entity: "create"; the id of a list under another's path
    kind: OperationKind  # what it does
    id: str  # within the API: "create_order", "list_lines_of_order"
    summary: str  # what it does, for people: "Create one order"
    call: str  # the method of the service: "create"
    returned: Returned  # what comes back
    errors: tuple[Refusal, ...]  # why it may be refused
    http: HttpEndpoint  # how it is called over HTTP
    python: Annotated[OperationPython | None, BUILT]  # what serves it
    requires: tuple[Precondition, ...] = ()  # what a client may make a condition of it
    key_of: str | None = None  # the entity whose key says where: the own, or the parent
    relation: str | None = None  # the field whose rows are related or no longer: "tags"
    query: str | None = None  # the class of its query's parameters: "OrderQuery"
    controls: tuple[str, ...] = ()  # parameters of its query beside filters: "limit"
    body: str | None = None  # the schema of what it is given: "OrderCreate"
    partial: bool = False  # what its body leaves out stays as it is
    result: str | None = None  # the schema of what comes back: "Order", "OrderPage"
    security: Security = "none"  # whether callers sign in for it
    given: tuple[str, ...] = ()  # what narrows its list beside its query, by name
    rule: str = ""  # of access that it is held to, where it isn't called like it
    description: str = ""  # what else there is to say of it
    repeats: OperationKind | None = None  # what it does for each item of its body
    item: str | None = None  # the schema of such an item: "OrderCreate"
    natural: tuple[str, ...] = ()  # the properties by which it finds its row: "sku"
    file: str = ""  # the attribute whose file it is about: "picture"


def done_by(operation: Operation) -> OperationKind:
    """Return what an operation does, be it with one row or with each of many."""
    return operation.repeats or operation.kind


def refused(operation: Operation, error: Refusal) -> Operation:
    """Return an operation that may be refused for one more reason."""
    if error in operation.errors:
        return operation
    return replace(operation, errors=(*operation.errors, error))
