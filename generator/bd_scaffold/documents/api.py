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
    200: "It is done, and the body says what there is now.",
    201: "It is made; `Location` says where it is.",
    204: "It is done, and there is nothing to say.",
    207: "Of several items each has an answer of its own in the body.",
    304: "The copy that the client has is current.",
    400: "The request can't be read: its headers, or a body that is no JSON.",
    401: "Nobody has signed in, or what they sign in with isn't believed.",
    403: "Whoever asks may not do it.",
    404: "It isn't there, or not for whoever asks.",
    409: "The stored data refuses it: a duplicate, a reference, a state.",
    410: "It was there, and is for good no longer.",
    412: "The row is another one than the client built its change on.",
    413: "The body is too large.",
    415: "The body is of another media type than the operation takes.",
    422: "The request is wrong by itself: it is not what the contract says, or breaks a rule.",
    428: "The change has to say what it builds on.",
    429: "The caller has asked too often; `Retry-After` says when to ask again.",
}
"""When a client gets a status, of those that operations name."""

_ALWAYS = {
    405: "The path is there, and not for this method.",
    500: "A fault of the service; the log has it under the request's id.",
    503: "The database doesn't answer, or is too busy; `Retry-After` says when to ask again.",
    504: "The request took longer than `REQUEST_TIMEOUT` seconds, and nothing of it is kept.",
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
        yield StatusTold(code, known.get(code, "A refusal of the design's own."))


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
    return f"{rule}; below a row of {above} that may be read"


def _lists(entity: Entity) -> bool:
    return any(each.kind == "list" for each in entity.operations)


def _list_of(entity: Entity) -> str:
    """Return how an entity's list is asked, as Markdown; its names are identifiers."""
    pages = {"page": "Numbered pages", "cursor": "Pages by cursor"}
    told = [f"{pages[entity.pagination]}."]
    filters = [each.name for each in (*entity.filters, *entity.related_filters)]
    sorts = [each.name for each in (*entity.sorts, *entity.related_sorts)]
    if filters:
        told.append(f"Narrowed by {_coded(filters)}.")
    if sorts:
        told.append(f"Ordered by {_coded(sorts)}.")
    if entity.search:
        told.append(f"`q` looks into {_coded(entity.search)}.")
    return " ".join(told)


def _coded(names: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in names)


def _conventions(model: Model) -> Iterator[Convention]:
    """Yield what holds for errors and lists, as the design has them."""
    if model.components.error is None:
        how = (
            'One shape for all: `{"error": {"code", "message", "details", "request_id", '
            '"timestamp"}}`. `code` is for programs and `message` for people; `details` has '
            "the `field`, `message` and `code` of each value that is wrong."
        )
        yield Convention("Errors", how, "`api.errors`")
    ways = {each.pagination for each in model.entities if _lists(each)}
    if ways:
        how = (
            f"`limit`, {model.api.default_limit} rows if it isn't given and "
            f"{model.api.max_limit} at most."
        )
        yield Convention("Length of a page", how, "`api.limit`")
        yield from _OF_LISTS
    if "page" in ways:
        how = (
            "`page` counts from 1. The answer has `data`, `pagination` with the page and its "
            "length, and `links` to the pages around it."
        )
        yield Convention("Numbered pages", how, "`pagination: page`")
    if "cursor" in ways:
        how = (
            "The answer has `data` and `pagination`, with `has_more` and `next_cursor`, which "
            "is the `cursor` of the next request. A page costs the same at any depth."
        )
        yield Convention("Pages by cursor", how, "`pagination: cursor`")


_OF_LISTS = (
    Convention(
        "Order",
        "`sort` has names of the list, the most important first, with commas between them; a "
        "minus turns one around.",
        "`sort` at a field",
    ),
    Convention(
        "Filters",
        "A parameter by the name of what it narrows by; of several, all have to hold.",
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
    summary="What holds for every request and answer, and each operation with who may call it.",
    facts=_facts,
)
