"""Every rule at a minimal pair of documents, in the words that a user reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bd_scaffold.contract.compare import (
    RULES,
    ContractRenames,
    compare,
    reference,
    told_once,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"

Node = dict[str, Any]

TEXT: Node = {"type": "string"}
THING = {"$ref": "#/components/schemas/Thing"}
CREATE = {"$ref": "#/components/schemas/ThingCreate"}


def api(
    method: str = "post",
    path: str = "/things",
    schemas: Node | None = None,
    **said: Any,
) -> Node:
    """An API of one operation."""
    operation = {"operationId": "create_thing", "tags": ["Thing"], "responses": {}}
    return {
        "paths": {path: {method: operation | said}},
        "components": {"schemas": schemas or {}},
    }


def both() -> Node:
    """An API of two operations."""
    one, other = api(), api("get", operationId="list_things")
    return {"paths": {"/things": one["paths"]["/things"] | other["paths"]["/things"]}}


def body(schema: Node | None, media: str = "application/json", **said: Any) -> Node:
    """An API whose requests have a body."""
    content = {media: {"schema": schema}}
    return api(requestBody={"content": content, **said})


def asked(**properties: Any) -> Node:
    """An API whose requests have properties; those whose names end in `_` are required."""
    schema = record(properties) | {"additionalProperties": False}
    made = body(CREATE)
    return made | {"components": {"schemas": {"ThingCreate": schema}}}


def told(**properties: Any) -> Node:
    """An API whose responses have properties; those whose names end in `_` are required."""
    answer = {"content": {"application/json": {"schema": THING}}}
    return api(responses={"200": answer}, schemas={"Thing": record(properties)})


def record(properties: Node) -> Node:
    return {
        "type": "object",
        "properties": {
            name.removesuffix("_"): each for name, each in properties.items()
        },
        "required": [name[:-1] for name in properties if name.endswith("_")],
    }


def query(name: str = "colour", schema: Node = TEXT, **said: Any) -> Node:
    """An API whose one operation has a query parameter."""
    parameter = {"name": name, "in": "query", "schema": schema, **said}
    return api("get", operationId="list_things", parameters=[parameter])


def answers(*statuses: str) -> Node:
    return api(responses={status: {"description": ""} for status in statuses})


def header(**headers: Any) -> Node:
    return api(responses={"200": {"headers": headers}})


def sort(*names: str) -> Node:
    one = f"-?({'|'.join(names)})"
    return query(
        "sort", {"type": "string", "pattern": f"^{one}(,{one}){{0,{len(names) - 1}}}$"}
    )


def prefixed(prefix: str) -> Node:
    return api(path=f"{prefix}/things")


TABLE = {
    "api-moved": (
        prefixed("/api/v1"),
        prefixed("/api/v2"),
        "api: /api/v1 is /api/v2 now",
    ),
    "api-version-removed": (api(), api(), "v1: it is not served any more"),
    "api-version-added": (api(), api(), "v2: it is served, too"),
    "path-renamed": (
        api(),
        api(path="/items"),
        "Thing: /things is /items now",
    ),
    "path-parameter-renamed": (
        api(path="/things/{id}"),
        api(path="/things/{thing_id}"),
        "Thing: /things/{id} is written /things/{thing_id} now",
    ),
    "resource-removed": (
        api(),
        {"paths": {}},
        "Thing: the whole resource is not there any more",
    ),
    "resource-added": ({"paths": {}}, api(), "Thing: the whole resource is new"),
    "operation-removed": (
        both(),
        api(),
        "Thing.list: GET /things is not there any more",
    ),
    "operation-added": (api(), both(), "Thing.list: GET /things is new"),
    "operation-id-changed": (
        api(),
        api(operationId="create_item"),
        "Thing.create: its operationId is create_item now, create_thing before",
    ),
    "security-narrowed": (
        api(),
        api(security=[{"token": ["things:write"]}]),
        "Thing.create: it takes token and token things:write now, no sign-in before",
    ),
    "security-widened": (
        api(security=[{"token": []}]),
        api(security=[{"token": []}, {"key": []}]),
        "Thing.create: it takes token or key now, token before",
    ),
    "parameter-removed": (
        query(),
        api("get", operationId="list_things"),
        "Thing.colour: there is no query parameter colour any more",
    ),
    "parameter-renamed": (
        query("shade"),
        query("color"),
        "Thing.color: the query parameter shade is color now",
    ),
    "parameter-added-required": (
        api("get", operationId="list_things"),
        query(required=True),
        "Thing.colour: there is a query parameter colour, which is required",
    ),
    "parameter-added": (
        api("get", operationId="list_things"),
        query(),
        "Thing.colour: there is a query parameter colour",
    ),
    "parameter-became-required": (
        query(),
        query(required=True),
        "Thing.colour: the query parameter colour is required now",
    ),
    "parameter-became-optional": (
        query(required=True),
        query(),
        "Thing.colour: the query parameter colour may be left out now",
    ),
    "parameter-became-single": (
        query(schema={"type": "array", "items": TEXT, "maxItems": 100}),
        query(),
        "Thing.colour: the query parameter colour may not be repeated any more",
    ),
    "parameter-became-repeatable": (
        query(),
        query(schema={"type": "array", "items": TEXT, "maxItems": 100}),
        "Thing.colour: the query parameter colour may be repeated now",
    ),
    "sort-removed": (
        sort("name", "age"),
        sort("name"),
        "Thing.age: lists cannot be ordered by age any more",
    ),
    "sort-renamed": (
        sort("name", "stock"),
        sort("name", "on_hand"),
        "Thing.on_hand: lists are ordered by on_hand now, not by stock",
    ),
    "sort-added": (
        sort("name"),
        sort("age", "name"),
        "Thing.age: lists can be ordered by age",
    ),
    "request-body-added-required": (
        api(),
        body(TEXT, required=True),
        "Thing.create: a body is required now",
    ),
    "request-body-added": (api(), body(TEXT), "Thing.create: a body may be sent now"),
    "request-body-removed": (
        body(TEXT),
        api(),
        "Thing.create: no body is taken any more",
    ),
    "request-body-became-required": (
        body(TEXT),
        body(TEXT, required=True),
        "Thing.create: the body is required now",
    ),
    "request-body-became-optional": (
        body(TEXT, required=True),
        body(TEXT),
        "Thing.create: the body may be left out now",
    ),
    "request-media-type-removed": (
        api(requestBody={"content": {"text/plain": {}, "application/json": {}}}),
        body({}),
        "Thing.create: in requests, text/plain is not there any more",
    ),
    "request-media-type-added": (
        body({}),
        api(requestBody={"content": {"text/plain": {}, "application/json": {}}}),
        "Thing.create: in requests, there is text/plain now",
    ),
    "request-property-removed": (
        asked(age=TEXT),
        asked(),
        "Thing.age: in requests, it is not there any more",
    ),
    "request-property-ignored": (
        body(record({"age": TEXT})),
        body(record({})),
        "Thing.create: in requests at application/json age, it is ignored now",
    ),
    "request-property-renamed": (
        asked(stock=TEXT),
        asked(on_hand=TEXT),
        "Thing.on_hand: in requests, stock is on_hand now",
    ),
    "request-property-added-required": (
        asked(),
        asked(age_=TEXT),
        "Thing.age: in requests, it is new and required",
    ),
    "request-property-added": (
        asked(),
        asked(age=TEXT),
        "Thing.age: in requests, it is new",
    ),
    "request-property-became-required": (
        asked(age=TEXT),
        asked(age_=TEXT),
        "Thing.age: in requests, it is required now",
    ),
    "request-property-became-optional": (
        asked(age_=TEXT),
        asked(age=TEXT),
        "Thing.age: in requests, it may be left out now",
    ),
    "request-default-changed": (
        asked(age={"type": "integer", "default": 7}),
        asked(age={"type": "integer", "default": 8}),
        "Thing.age: in requests, what is left out is 8 now, 7 before",
    ),
    "request-additional-properties-narrowed": (
        asked(age={"type": "object"}),
        asked(age={"type": "object", "additionalProperties": False}),
        "Thing.age: in requests, other properties are refused now",
    ),
    "request-additional-properties-widened": (
        asked(age={"type": "object", "additionalProperties": False}),
        asked(age={"type": "object"}),
        "Thing.age: in requests, other properties are allowed now",
    ),
    "request-type-narrowed": (
        asked(age={"type": "number"}),
        asked(age={"type": "integer"}),
        "Thing.age: in requests, integer now, number before",
    ),
    "request-type-widened": (
        asked(age={"type": "integer"}),
        asked(age={"type": ["integer", "string"]}),
        "Thing.age: in requests, integer or string now, integer before",
    ),
    "request-null-narrowed": (
        asked(age={"type": ["string", "null"]}),
        asked(age=TEXT),
        "Thing.age: in requests, null is not allowed any more",
    ),
    "request-null-widened": (
        asked(age=TEXT),
        asked(age={"anyOf": [TEXT, {"type": "null"}]}),
        "Thing.age: in requests, null is allowed now",
    ),
    "request-enum-narrowed": (
        asked(age={**TEXT, "enum": ["old", "new"]}),
        asked(age={**TEXT, "enum": ["new"]}),
        "Thing.age: in requests, old is no value any more",
    ),
    "request-enum-widened": (
        asked(age={**TEXT, "enum": ["new"]}),
        asked(age=TEXT),
        "Thing.age: in requests, any string now, one of new before",
    ),
    "request-pattern-narrowed": (
        asked(age={**TEXT, "pattern": "^[a-z]*$"}),
        asked(age={**TEXT, "pattern": "^[a-z]{2}$"}),
        "Thing.age: in requests, texts like ^[a-z]{2}$ now, texts like ^[a-z]*$ before",
    ),
    "request-pattern-widened": (
        asked(age={**TEXT, "pattern": "^[1-9][0-9]?$"}),
        asked(age={**TEXT, "pattern": "^[0-9]{1,3}$"}),
        "Thing.age: in requests, texts like ^[0-9]{1,3}$ now, texts like ^[1-9][0-9]?$ before",
    ),
    "request-format-narrowed": (
        asked(age=TEXT),
        asked(age={**TEXT, "format": "date"}),
        "Thing.age: in requests, date now, no format before",
    ),
    "request-format-widened": (
        asked(age={**TEXT, "contentEncoding": "base64"}),
        asked(age=TEXT),
        "Thing.age: in requests, no format now, base64 before",
    ),
    "request-bound-narrowed": (
        asked(age={"type": "integer", "maximum": 150}),
        asked(age={"type": "integer", "maximum": 120}),
        "Thing.age: in requests, at most 120 now, at most 150 before",
    ),
    "request-bound-widened": (
        asked(age={**TEXT, "maxLength": 40}),
        asked(age={**TEXT, "maxLength": 64}),
        "Thing.age: in requests, at most 64 characters now, at most 40 characters before",
    ),
    "request-uniqueness-narrowed": (
        asked(age={"type": "array"}),
        asked(age={"type": "array", "uniqueItems": True}),
        "Thing.age: in requests, no item twice now, items more than once before",
    ),
    "request-uniqueness-widened": (
        asked(age={"type": "array", "uniqueItems": True}),
        asked(age={"type": "array"}),
        "Thing.age: in requests, items more than once now, no item twice before",
    ),
    "request-schema-changed": (
        asked(age={"type": "integer", "multipleOf": 2}),
        asked(age={"type": "integer", "multipleOf": 3}),
        "Thing.age: in requests, multipleOf changed",
    ),
    "response-status-removed": (
        answers("200", "404"),
        answers("404"),
        "Thing.create: 200 is not answered any more",
    ),
    "response-error-removed": (
        answers("200", "412"),
        answers("200"),
        "Thing.versioned: 412 is not answered any more",
    ),
    "response-status-added": (
        answers("200"),
        answers("200", "202"),
        "Thing.create: 202 may be answered now",
    ),
    "response-media-type-removed": (
        api(responses={"200": {"content": {"text/csv": {}}}}),
        api(responses={"200": {"content": {}}}),
        "Thing.create: in responses, text/csv is not there any more",
    ),
    "response-media-type-added": (
        api(responses={"200": {}}),
        api(responses={"200": {"content": {"text/csv": {}}}}),
        "Thing.create: in responses, there is text/csv now",
    ),
    "response-header-removed": (
        header(ETag={"schema": TEXT}),
        header(),
        "Thing.versioned: responses come without the header ETag",
    ),
    "response-header-added": (
        header(),
        header(Location={"schema": TEXT}),
        "Location: responses come with the header Location",
    ),
    "response-header-became-optional": (
        header(Location={"schema": TEXT, "required": True}),
        header(Location={"schema": TEXT}),
        "Location: responses may come without the header Location",
    ),
    "response-property-removed": (
        told(age=TEXT),
        told(),
        "Thing.age: in responses, it is not there any more",
    ),
    "response-property-renamed": (
        told(stock=TEXT),
        told(on_hand=TEXT),
        "Thing.on_hand: in responses, stock is on_hand now",
    ),
    "response-property-added": (
        told(),
        told(age_=TEXT),
        "Thing.age: in responses, it is new",
    ),
    "response-property-became-optional": (
        told(age_=TEXT),
        told(age=TEXT),
        "Thing.age: in responses, it may be missing now",
    ),
    "response-property-became-required": (
        told(age=TEXT),
        told(age_=TEXT),
        "Thing.age: in responses, it is always there now",
    ),
    "response-additional-properties-narrowed": (
        told(age={"type": "object"}),
        told(age={"type": "object", "additionalProperties": False}),
        "Thing.age: in responses, other properties are refused now",
    ),
    "response-additional-properties-widened": (
        told(age={"type": "object", "additionalProperties": False}),
        told(age={"type": "object"}),
        "Thing.age: in responses, other properties are allowed now",
    ),
    "response-type-widened": (
        told(age={"type": "integer"}),
        told(age=TEXT),
        "Thing.age: in responses, string now, integer before",
    ),
    "response-type-narrowed": (
        told(age={}),
        told(age=TEXT),
        "Thing.age: in responses, no longer anything",
    ),
    "response-null-widened": (
        told(age=TEXT),
        told(age={"type": ["string", "null"]}),
        "Thing.age: in responses, null is allowed now",
    ),
    "response-null-narrowed": (
        told(age={"type": ["string", "null"]}),
        told(age=TEXT),
        "Thing.age: in responses, null is not allowed any more",
    ),
    "response-enum-widened": (
        told(age={**TEXT, "enum": ["new"]}),
        told(age={**TEXT, "enum": ["new", "old"]}),
        "Thing.age: in responses, old is a new value",
    ),
    "response-enum-narrowed": (
        told(age=TEXT),
        told(age={**TEXT, "const": "new"}),
        "Thing.age: in responses, one of new now, any string before",
    ),
    "response-pattern-widened": (
        told(age={**TEXT, "pattern": "^[a-z]{2}$"}),
        told(age={**TEXT, "pattern": "^[a-z]*$"}),
        "Thing.age: in responses, texts like ^[a-z]*$ now, texts like ^[a-z]{2}$ before",
    ),
    "response-pattern-narrowed": (
        told(age=TEXT),
        told(age={**TEXT, "pattern": "^[a-z]*$"}),
        "Thing.age: in responses, texts like ^[a-z]*$ now, any text before",
    ),
    "response-format-widened": (
        told(age={**TEXT, "format": "date"}),
        told(age={**TEXT, "format": "date-time"}),
        "Thing.age: in responses, date-time now, date before",
    ),
    "response-format-narrowed": (
        told(age=TEXT),
        told(age={**TEXT, "format": "date"}),
        "Thing.age: in responses, date now, no format before",
    ),
    "response-bound-widened": (
        told(age={"type": "integer", "minimum": 0}),
        told(age={"type": "integer"}),
        "Thing.age: in responses, any smaller number now, at least 0 before",
    ),
    "response-bound-narrowed": (
        told(age={"type": "array"}),
        told(age={"type": "array", "maxItems": 9}),
        "Thing.age: in responses, at most 9 items now, any more items before",
    ),
    "response-uniqueness-widened": (
        told(age={"type": "array", "uniqueItems": True}),
        told(age={"type": "array"}),
        "Thing.age: in responses, items more than once now, no item twice before",
    ),
    "response-uniqueness-narrowed": (
        told(age={"type": "array"}),
        told(age={"type": "array", "uniqueItems": True}),
        "Thing.age: in responses, no item twice now, items more than once before",
    ),
    "response-schema-changed": (
        told(age={"type": "integer"}),
        told(age={"type": "integer", "multipleOf": 3}),
        "Thing.age: in responses, multipleOf changed",
    ),
}

RENAMES = {
    "api-moved": ContractRenames(prefix=("/api/v1", "/api/v2")),
    "api-version-removed": ContractRenames(versions=(("v1",), ())),
    "api-version-added": ContractRenames(versions=((), ("v2",))),
    "path-renamed": ContractRenames(paths={"/things": "/items"}),
    "parameter-renamed": ContractRenames(parameters={"Thing": {"shade": "color"}}),
    "sort-renamed": ContractRenames(properties={"Thing": {"stock": "on_hand"}}),
    "request-property-renamed": ContractRenames(
        properties={"Thing": {"stock": "on_hand"}}
    ),
    "response-property-renamed": ContractRenames(
        properties={"Thing": {"stock": "on_hand"}}
    ),
}


OF_DOCUMENTS = [each for each in RULES if not each.startswith(("event-", "room-"))]
"""The others are told of two designs, in `test_event_changes.py` and `test_room_changes.py`."""


@pytest.mark.parametrize("rule", OF_DOCUMENTS)
def test_a_rule_says_what_changed(rule: str) -> None:
    old, new, text = TABLE[rule]
    found = [(e.rule, str(e)) for e in compare(old, new, RENAMES.get(rule))]
    assert found == [(rule, text)]


def test_the_table_has_every_rule_in_their_order() -> None:
    assert list(TABLE) == OF_DOCUMENTS


def test_the_reference_is_what_the_rules_say() -> None:
    written = (DOCS / reference.NAME).read_text(encoding="utf-8")
    how = "run: python -m bd_scaffold.contract.compare.reference docs"
    assert written == reference.page(), how


@pytest.mark.parametrize("rule", OF_DOCUMENTS)
def test_the_reference_has_every_rule_once(rule: str) -> None:
    assert reference.page().count(f"| `{rule}` |") == 1


def test_what_is_new_and_required_is_not_told_as_new_again() -> None:
    old, new, text = TABLE["request-property-added-required"]
    (required,) = compare(old, new)
    added = compare(*TABLE["request-property-added"][:2])
    answered = compare(*TABLE["response-property-added"][:2])
    found = told_once((required, *added, *answered))
    assert [str(each) for each in found] == [text, *map(str, answered)]
    assert told_once(added) == added


def test_another_format_is_told_without_the_texts_that_it_has() -> None:
    day = {**TEXT, "format": "date", "pattern": "^[0-9-]{10}$"}
    moment = {**TEXT, "format": "date-time", "pattern": "^[0-9T:-]{19}Z$"}
    (found,) = compare(told(age=day), told(age=moment))
    assert str(found) == "Thing.age: in responses, date-time now, date before"
    (found,) = compare(asked(age=moment), asked(age=day))
    assert str(found) == "Thing.age: in requests, date now, date-time before"
