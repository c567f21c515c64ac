"""Requests that schemathesis generates from the contract.

Every run tries the same: a few operations that have among them every kind of parameter,
body and answer, since others of a kind run through the same code. FUZZ_EXAMPLES says how
many examples there are of an operation, and then all operations are tried; FUZZ_SEED,
any number, chooses other requests, the same for each number.
"""

import asyncio
import json
import os
import threading
from collections.abc import Hashable, Iterator
from http import HTTPStatus
from typing import Any

import hypothesis.core
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import positive_data_acceptance

from notes.core.http.contract import contract_json
from notes.core.http.dependencies import resources_of
from notes.main import create_app
from notes.settings import Settings

from .conftest import empty

_CONTRACT = json.loads(contract_json())
_EXAMPLES = os.environ.get("FUZZ_EXAMPLES")
_SEED = os.environ.get("FUZZ_SEED")
_RULES = {"invalid_cursor", "rule_broken", "unknown_reference"}
_WORDS = {"default", "description", "examples", "title"}
_SETTINGS = settings(
    max_examples=int(_EXAMPLES or 5),
    stateful_step_count=12,
    derandomize=_SEED is None,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

Operation = tuple[str, str]
Node = Any

api = schemathesis.openapi.from_dict(_CONTRACT)
_PHASES = api.config.phases
# What is tried must not depend on what was answered, or no run would be like another.
_PHASES.fuzzing.extra_data_sources.responses = False
_PHASES.fuzzing.error_feedback.is_enabled = False
_PHASES.stateful.link_calibration = False


class _Server:
    """The application on a port of its own, served from a thread."""

    def __init__(self, settings: Settings) -> None:
        self._app = create_app(settings)
        config = uvicorn.Config(self._app, port=0, log_config=None)
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def _run(self) -> None:
        self._loop.run_until_complete(self._server.serve())
        self._loop.close()

    def empty(self) -> None:
        """Delete every row."""
        work = empty(resources_of(self._app).database)
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture(autouse=True)
def _seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw what FUZZ_SEED says."""
    if _SEED is not None:
        monkeypatch.setattr(hypothesis.core, "global_force_seed", int(_SEED))


@pytest.fixture(scope="module")
def server(migrated: Settings) -> Iterator[_Server]:
    server = _Server(migrated)
    yield server
    server.stop()


@pytest.fixture
def served(server: _Server) -> Iterator[_Server]:
    """The running application, whose database is empty again after the test."""
    yield server
    server.empty()


def _kinds_of(path: str, item: Node, method: str) -> Iterator[Hashable]:
    """Yield what an operation is and takes, as far as it may matter to the code."""
    operation = item[method]
    parameters = [*item.get("parameters", []), *operation.get("parameters", [])]
    yield method, path.endswith("}"), path.count("{")
    yield from operation["responses"]
    yield from (("parameter", kind) for kind in _schemas(parameters))
    yield from (("body", kind) for kind in _schemas(operation.get("requestBody")))


def _schemas(node: Node, above: tuple[str, ...] = ()) -> Iterator[Hashable]:
    """Yield of each schema in a part of the contract its type and what narrows it."""
    if isinstance(node, list):
        for each in node:
            yield from _schemas(each, above)
    elif isinstance(node, dict) and "$ref" in node:
        if node["$ref"] not in above:
            yield from _schemas(_target(node["$ref"]), (*above, node["$ref"]))
    elif isinstance(node, dict):
        if isinstance(node.get("type"), str | list):
            yield str(node["type"]), node.get("format"), frozenset(node.keys() - _WORDS)
        for each in node.values():
            yield from _schemas(each, above)


def _target(reference: str) -> Node:
    node = _CONTRACT
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    return node


def _one_of_each_kind() -> set[Operation]:
    """Return operations that are of every kind together, few and small ones."""
    kinds = {
        (method.upper(), path): set(_kinds_of(path, item, method))
        for path, item in _CONTRACT["paths"].items()
        for method in item
        if method != "parameters"
    }
    missing = set().union(*kinds.values())
    chosen: set[Operation] = set()
    while missing:
        best = max(kinds, key=lambda o: (len(kinds[o] & missing), -len(kinds[o])))
        chosen.add(best)
        missing -= kinds[best]
    return chosen


_TRIED = _one_of_each_kind()


def _is_tried(context: Any) -> bool:
    operation = context.operation
    return bool(_EXAMPLES) or (operation.method.upper(), operation.path) in _TRIED


@api.include(_is_tried).parametrize()
@_SETTINGS
def test_an_operation_keeps_its_promises(case: Case[Any], served: _Server) -> None:
    for name in [n for n in case.headers or () if n.lower() == "content-length"]:
        del case.headers[name]  # HTTP's own: the server refuses it by itself
    _validate(case.call(base_url=served.url), case)


def test_operations_in_any_order_keep_their_promises(
    served: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = api.as_state_machine()
    where = {"base_url": served.url}
    monkeypatch.setattr(machine, "setup", lambda _self: served.empty())
    monkeypatch.setattr(machine, "get_call_kwargs", lambda _self, _case: where)
    monkeypatch.setattr(
        machine,
        "validate_response",
        lambda _self, response, case, *_, **__: _validate(response, case, linked=True),
    )
    machine.run(settings=_SETTINGS)


def _validate(response: Response, case: Case[Any], *, linked: bool = False) -> None:
    excluded: list[Any] = []
    if _breaks_a_rule(response) or (linked and _has_another_key(response, case)):
        excluded.append(positive_data_acceptance)
    case.validate_response(response, excluded_checks=excluded)


def _breaks_a_rule(response: Response) -> bool:
    """Tell whether data was refused for what no schema can say."""
    if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
        return response.status_code == HTTPStatus.PRECONDITION_FAILED
    details = response.json()["error"]["details"]
    return {detail["code"] for detail in details} <= _RULES


def _has_another_key(response: Response, case: Case[Any]) -> bool:
    """Tell whether a key was refused: one may come from a property that has but its name."""
    if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
        return False
    details = response.json()["error"]["details"]
    return {detail["field"] for detail in details} <= case.path_parameters.keys()
