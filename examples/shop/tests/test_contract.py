"""The running application is held against `openapi.yaml`."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from httpx import AsyncClient

from shop.core.http.contract import contract_json

Node = Any

_CONTRACT = json.loads(contract_json())
_OPERATIONS = [
    (path, method)
    for path, item in _CONTRACT["paths"].items()
    for method in item
    if method != "parameters"
]
_SAID_ELSEWHERE = {"title", "description", "examples", "summary", "tags"}


@pytest.fixture(scope="module")
def running(app: FastAPI) -> Node:
    """What FastAPI says of the routes as they are."""
    return get_openapi(title="", version="", routes=app.routes)


def test_no_operation_is_missing_or_unannounced(running: Node) -> None:
    paths = running["paths"].items()
    found = {(path, method) for path, item in paths for method in item}
    assert found == set(_OPERATIONS)


@pytest.mark.parametrize(("path", "method"), _OPERATIONS)
def test_an_operation_is_what_the_contract_says(
    running: Node, path: str, method: str
) -> None:
    promised = dict(_CONTRACT["paths"][path])
    shared = promised.pop("parameters", [])
    expected = dict(_facts(_CONTRACT, promised[method], shared))
    assert dict(_facts(running, running["paths"][path][method], [])) == expected


async def test_the_contract_is_served(client: AsyncClient) -> None:
    response = await client.get("http://test/openapi.json")
    assert response.json() == _CONTRACT


def _facts(
    document: Node, operation: Node, shared: list[Node]
) -> Iterator[tuple[str, Node]]:
    """Yield what a client can notice of an operation."""
    yield "id", operation["operationId"]
    for parameter in [*shared, *operation.get("parameters", [])]:
        facts = _plain(document, parameter)
        facts.setdefault("required", False)
        yield f"{facts['in']} {facts['name']}", facts
    yield "body", _plain(document, operation.get("requestBody"))
    for status, response in operation["responses"].items():
        yield status, _plain(document, response)


def _plain(document: Node, node: Node, above: tuple[str, ...] = ()) -> Node:
    """Return a part of a document without references, and without words for people."""
    if isinstance(node, list):
        return [_plain(document, item, above) for item in node]
    if isinstance(node, int | float) and not isinstance(node, bool):
        return float(node)
    if not isinstance(node, dict):
        return node
    facts = {
        name: _fact(document, name, value, above)
        for name, value in node.items()
        if name not in _SAID_ELSEWHERE and value not in (None, [], {})
    }
    target = _target(document, facts.pop("$ref", None), above)
    return _with_null_apart({**target, **facts})


def _fact(document: Node, name: str, value: Node, above: tuple[str, ...]) -> Node:
    if name == "properties":
        return {each: _plain(document, item, above) for each, item in value.items()}
    if name == "required" and isinstance(value, list):
        return sorted(value)
    return _plain(document, value, above)


def _target(document: Node, reference: str | None, above: tuple[str, ...]) -> Node:
    """Return what a reference means; of a schema within itself only that it is one."""
    if reference is None:
        return {}
    if reference in above:
        return {"within": "itself"}
    target = document
    for name in reference.removeprefix("#/").split("/"):
        target = target[name]
    return _plain(document, target, (*above, reference))


def _with_null_apart(facts: dict[str, Node]) -> Node:
    """Return a schema whose list of types became a choice, as FastAPI writes it."""
    if not isinstance(facts.get("type"), list):
        return facts
    kind, null = facts.pop("type")
    apart = {name: facts.pop(name) for name in ("default",) if name in facts}
    return {"anyOf": [{"type": kind, **facts}, {"type": null}], **apart}
