"""Operations of the design's own: how they are called, whatever their services do."""

import json
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create, resource_of
from tests.support import assert_refused
from workshop.core.errors import ErrorDetail
from workshop.core.http.contract import contract_json
from workshop.core.operations import OperationError

from .operation import Own
from .operations import ALL

_OF_ROWS = [own for own in ALL if own.of is not None]
_WITH_INPUT = [own for own in ALL if own.input is not None]


_ANSWERS = {
    operation["operationId"]: operation["responses"]
    for path in json.loads(contract_json())["paths"].values()
    for operation in path.values()
    if "operationId" in operation
}


async def _found(own: Own, work: Any, key: dict[str, Any]) -> Any:
    """Return what an operation answers, as its service would find it."""
    if own.answers is not None:
        row = await resource_of(own.answers).repository(work).find(*key.values())
        return [row] if own.many else row
    if own.output is not None and own.answered is not None:
        return own.output.model_construct(**own.answered(1))
    return None


@pytest.mark.parametrize("own", ALL, ids=str)
async def test_an_operation_answers_what_its_service_returns(
    own: Own,
    client: AsyncClient,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = await own.stored(session)
    key: dict[str, Any] = {}
    if own.answers is not None:
        there = await create(session, own.answers)
        key = {name: getattr(there, name) for name in resource_of(own.answers).key}
    given: list[Any] = []

    async def called(service: Any, *said: Any) -> Any:
        given.extend(said)
        return await _found(own, service.work, key)

    monkeypatch.setattr(own.service, own.call, called)
    answer = await own.ask(client, row)
    nothing = own.answers is None and own.output is None
    assert answer.status_code == (204 if nothing else 200), answer.text
    assert len(given) == (own.of is not None) + (own.input is not None)
    assert bool(answer.content) != nothing
    kind = None if nothing else "application/json"
    assert answer.headers.get("Content-Type") == kind
    told = _ANSWERS[own.id][str(answer.status_code)].get("headers", {})
    assert ("ETag" in answer.headers) == ("ETag" in told)
    if own.many:
        assert len(answer.json()) == 1


class ClosedError(OperationError):
    code = "CLOSED"
    status = 423


@pytest.mark.parametrize("own", ALL, ids=str)
async def test_what_a_service_refuses_is_told_as_it_says(
    own: Own,
    client: AsyncClient,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def called(*_said: Any) -> Any:
        raise ClosedError("It is.", [ErrorDetail("since", "May is over.", "closed")])

    monkeypatch.setattr(own.service, own.call, called)
    answer = await own.ask(client, await own.stored(session))
    assert_refused(answer, 423, "CLOSED", "since")
    assert answer.json()["detail"] == "It is."


@pytest.mark.parametrize("own", _OF_ROWS, ids=str)
async def test_a_row_that_is_not_there_is_not_found(
    own: Own, client: AsyncClient
) -> None:
    assert_refused(await own.ask(client, None), 404, "NOT_FOUND")


@pytest.mark.parametrize("own", _WITH_INPUT, ids=str)
async def test_what_an_operation_is_not_asked_for_is_refused(
    own: Own, client: AsyncClient, session: AsyncSession
) -> None:
    answer = await own.ask(client, await own.stored(session), no_such_field="1")
    assert_refused(answer, 422, "VALIDATION_ERROR", "no_such_field")


@pytest.mark.parametrize("own", ALL, ids=str)
async def test_the_address_of_an_operation_is_no_row_s(
    own: Own, client: AsyncClient, session: AsyncSession
) -> None:
    row = await own.stored(session)
    other = "PUT" if own.method != "PUT" else "POST"
    answer = await client.request(other, own.path_to(row))
    assert_refused(answer, 405, "METHOD_NOT_ALLOWED")
    allowed = {own.method, "OPTIONS"} | ({"HEAD"} if own.method == "GET" else set())
    assert set(answer.headers["Allow"].split(", ")) == allowed
    options = await client.options(own.path_to(row))
    assert options.status_code == 204
    assert options.headers["Allow"] == answer.headers["Allow"]
