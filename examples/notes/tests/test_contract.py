"""The running application is held against `openapi.yaml`.

What you add to the API yourself stands in `openapi.own.yaml`, which is merged into it.
"""

import json
import sys
from collections.abc import Collection, Iterator
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from httpx import AsyncClient

from notes.core.http.contract import contract_json

Node = Any

_CONTRACT = json.loads(contract_json())
_OPERATIONS = [
    (path, method)
    for path, item in _CONTRACT["paths"].items()
    for method in item
    if method != "parameters"
]
_REFUSALS = {
    status: response
    for path, method in _OPERATIONS
    for status, response in _CONTRACT["paths"][path][method]["responses"].items()
    if "$ref" in response
}
_SAID_ELSEWHERE = {"title", "description", "examples", "summary", "tags"}


@pytest.fixture(scope="module")
def running(app: FastAPI) -> Node:
    """What FastAPI says of the routes as they are."""
    return get_openapi(title="", version="", routes=app.routes)


def test_no_operation_is_missing_or_unannounced(running: Node) -> None:
    paths = running["paths"].items()
    found = {(path, method) for path, item in paths for method in item}
    promised = set(_OPERATIONS)
    own = {
        path: {
            method: item[method] for method in item if (path, method) not in promised
        }
        for path, item in paths
    }
    assert found <= promised, _way_out(running, own)
    assert found == promised, "Some operations of openapi.yaml are not served."


@pytest.mark.parametrize(("path", "method"), _OPERATIONS)
def test_an_operation_is_what_the_contract_says(
    running: Node, path: str, method: str
) -> None:
    promised = dict(_CONTRACT["paths"][path])
    shared = promised.pop("parameters", [])
    expected = dict(_facts(_CONTRACT, promised[method], shared))
    operation = running["paths"][path][method]
    own = {path: {method: _added(operation, expected)}}
    assert dict(_facts(running, operation, [])) == expected, _way_out(running, own)


async def test_the_contract_is_served(client: AsyncClient) -> None:
    response = await client.get("http://test/openapi.json")
    assert response.json() == _CONTRACT


def _added(operation: Node, promised: Collection[str]) -> Node:
    """Return the parameters and responses of an operation that are not in the contract."""
    parts = {
        "parameters": [
            each
            for each in operation.get("parameters", [])
            if f"{each['in']} {each['name']}" not in promised
        ],
        "responses": {
            status: response
            for status, response in operation["responses"].items()
            if status not in promised
        },
    }
    return {name: part for name, part in parts.items() if part}


def _way_out(running: Node, paths: Node) -> str:
    """Say what to do where the application serves more than the contract promises.

    What is to be added is printed, since pytest indents what an assertion says.
    """
    own = {path: item for path, item in paths.items() if any(item.values())}
    if own:
        yaml.safe_dump({"paths": _referring(running, own)}, sys.stdout, sort_keys=False)
    missing = "what is printed below" if own else "the properties that you added"
    return (
        f"If the code is right, say in openapi.own.yaml {missing}, commit, and run "
        "`bd-scaffold update`."
    )


def _referring(running: Node, node: Node) -> Node:
    """Return a part of what FastAPI says, with the components that the contract has."""
    if isinstance(node, list):
        return [_referring(running, item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node or isinstance(node.get("type"), str):
        known = _schema(_plain(running, node))
        if known:
            return known
    if "$ref" in node:
        return _referring(running, _at(running, node["$ref"]))
    found = {}
    for name, value in node.items():
        refusal = _REFUSALS.get(name)
        if refusal and _plain(running, value) == _plain(_CONTRACT, refusal):
            found[name] = refusal
        elif name != "title" or isinstance(value, dict):
            found[name] = _referring(running, value)
    return found


def _schema(meaning: Node) -> Node:
    """Return a reference to the contract's schema that means something, if there is one."""
    for name, schema in _CONTRACT["components"]["schemas"].items():
        if _plain(_CONTRACT, schema) == meaning:
            return {"$ref": f"#/components/schemas/{name}"}
    return None


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
    return _plain(document, _at(document, reference), (*above, reference))


def _at(document: Node, reference: str) -> Node:
    for name in reference.removeprefix("#/").split("/"):
        document = document[name]
    return document


def _with_null_apart(facts: dict[str, Node]) -> Node:
    """Return a schema whose list of types became a choice, as FastAPI writes it."""
    if not isinstance(facts.get("type"), list):
        return facts
    kind, null = facts.pop("type")
    apart = {name: facts.pop(name) for name in ("default",) if name in facts}
    return {"anyOf": [{"type": kind, **facts}, {"type": null}], **apart}
