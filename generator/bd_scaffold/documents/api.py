"""The API specification: conventions, and every operation with who may call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model.types import (
    AccessTable,
    ApiPage,
    Call,
    Convention,
    Entity,
    Model,
    StatusTold,
)
from ..operation import Operation
from .section import Section, Told

MEANINGS = {
    200: "The request succeeded; the body has the result.",
    201: "The row was created; `Location` has its path.",
    202: "The operation is done later; `Location` has the path of its status.",
    204: "The request succeeded; there is no body.",
    207: "A batch was processed; the body has a status for each item.",
    304: "Not modified: the copy of the client is current.",
    400: "The request can't be parsed: malformed headers, or a body that isn't JSON.",
    401: "Credentials are missing, invalid or expired.",
    403: "The caller lacks the permission.",
    404: "It doesn't exist, or the caller may not see it.",
    409: "It conflicts with stored data: a duplicate, a reference, or a state that forbids it.",
    410: "It existed, and is gone for good.",
    412: "A precondition failed: the row has changed since the client read it.",
    413: "The body is too large.",
    415: "The operation doesn't accept the media type of the body.",
    422: "The request is invalid by itself: it violates the contract or a validation rule.",
    428: "A required precondition header is missing.",
    429: "Too many requests; `Retry-After` says when to retry.",
    502: "Another system that this depends on answered otherwise than expected.",
}
"""When a client gets a status, of those that operations name."""

_ALWAYS = {
    405: "The path exists, but not with this method.",
    500: "Internal error; the log has its cause under the request id.",
    503: "The database is unavailable or overloaded; `Retry-After` says when to retry.",
    504: "The request took longer than `REQUEST_TIMEOUT` seconds, and was rolled back.",
}
"""What any operation may be answered."""

_RULES = {
    "nested_list": "list",
    "nested_get": "get",
    "link": "update",
    "unlink": "update",
    "replace": "update",
}
"""The rule of an operation that has none by its own name."""


def _facts(told: Told) -> ApiPage:
    model = told.model
    return ApiPage(
        statuses=tuple(_statuses(model)),
        rules=dict(_rules(model)) if model.security else None,
        lists={each.name: _list_of(each) for each in model.entities if _lists(each)},
        calls=tuple(_calls(model)),
        conventions=tuple(_conventions(model)),
    )


def operations_of(model: Model) -> Iterator[Operation]:
    """Yield what clients can do, the operations of the design's own among it."""
    for entity in model.entities:
        yield from entity.operations
    for group in model.custom:
        yield from (each.operation for each in group.operations)


def _statuses(model: Model) -> Iterator[StatusTold]:
    known = {**MEANINGS, **_ALWAYS}
    used = set(_ALWAYS)
    for each in operations_of(model):
        used |= {each.http.status, *each.http.errors}
        used |= {each.http.not_modified or 405, each.http.created or 405}
    own = {each.status for each in model.refusals} - set(known)
    for code in sorted(used | own):
        yield StatusTold(code, known.get(code, "An error that the design declares."))


def _rules(model: Model) -> Iterator[tuple[str, str]]:
    """Yield who may call each operation, by its id."""
    tables = (
        {each.entity: each for each in model.security.access} if model.security else {}
    )
    for entity in model.entities:
        said = rules_of(tables[entity.name]) if entity.name in tables else {}
        for each in entity.operations:
            yield each.id, rule_of(each, said, entity)
    for group in model.custom:
        yield from ((each.operation.id, each.rule) for each in group.operations)


def rules_of(table: AccessTable) -> dict[str, str]:
    """Return each rule of a table of access, by what it decides."""
    return {name: line.rule for line in table.lines for name in line.operations}


def rule_of(operation: Operation, said: Mapping[str, str], entity: Entity) -> str:
    """Return who may call an operation, in the words of the design."""
    names = operation.name, operation.rule, _RULES.get(operation.kind, operation.kind)
    rule = next((said[name] for name in names if name in said), "nobody")
    above = operation.key_of
    if above is None or above == entity.name or not operation.kind.startswith("nested"):
        return rule
    return f"{rule}; only below a row of {above} that the caller may read"


def _lists(entity: Entity) -> bool:
    return any(each.kind == "list" for each in entity.operations)


def _list_of(entity: Entity) -> str:
    """Return how an entity's list is asked, as Markdown; its names are identifiers."""
    pages = {"page": "Paginated by number", "cursor": "Paginated by cursor"}
    told = [f"{pages[entity.pagination]}."]
    filters = [each.name for each in (*entity.filters, *entity.related_filters)]
    sorts = [each.name for each in (*entity.sorts, *entity.related_sorts)]
    if filters:
        told.append(f"Filters: {_coded(filters)}.")
    if sorts:
        told.append(f"Sorts: {_coded(sorts)}.")
    if entity.search:
        told.append(f"`q` searches {_coded(entity.search)}.")
    return " ".join(told)


def _coded(names: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in names)


def _conventions(model: Model) -> Iterator[Convention]:
    """Yield what holds for errors and lists, as the design has them."""
    if model.components.error is None:
        how = (
            'One envelope for all: `{"error": {"code", "message", "details", "request_id", '
            '"timestamp"}}`. `code` is for programs and `message` for people; `details` has '
            "the `field`, `message` and `code` of each invalid value."
        )
        yield Convention("Errors", how, "`api.errors`")
    ways = {each.pagination for each in model.entities if _lists(each)}
    if ways:
        how = (
            f"`limit` sets it: {model.api.default_limit} rows by default, "
            f"{model.api.max_limit} at most."
        )
        yield Convention("Page size", how, "`api.limit`")
        yield from _OF_LISTS
    if "page" in ways:
        how = (
            "`page` counts from 1. The response has `data`, `pagination` with the number and the "
            "size of the page, and `links` to the adjacent pages."
        )
        yield Convention("Pagination by number", how, "`pagination: page`")
    if "cursor" in ways:
        how = (
            "The response has `data` and `pagination`, with `has_more` and `next_cursor`, which "
            "is the `cursor` of the next request. Every page costs the same, however deep."
        )
        yield Convention("Pagination by cursor", how, "`pagination: cursor`")


_OF_LISTS = (
    Convention(
        "Sorting",
        "`sort` takes names that the list offers, separated by commas, the most significant "
        "first; a minus sorts in descending order.",
        "`sort` at a field",
    ),
    Convention(
        "Filtering",
        "Each filter is a parameter of its own name; several are combined with AND.",
        "`filter` at a field",
    ),
)


def _calls(model: Model) -> Iterator[Call]:
    """Yield the operations that capabilities bring along for no entity."""
    for path, item in (model.components.paths or {}).items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "summary" in operation:
                yield Call(method.upper(), path, operation["summary"])


SECTION = Section(
    name="api",
    title="API Specification",
    file="api-specification.md",
    summary="Conventions, status codes, and every operation with its access rule.",
    facts=_facts,
)
