"""Scopes take away: who may do something may not where their credential leaves it out."""

from collections.abc import Collection
from typing import Any

import pytest
from httpx import Response
from starlette.requests import HTTPConnection

from chat.core.security.principal import Principal, person
from chat.models.base import Base
from tests.asking import ASKING
from tests.support import body_of

from .callers import CALLERS, ROLES
from .case import SHOWN, SOMEBODY, Case, Cases
from .cases import ALL
from .stage import Stage, assert_answered, assert_silent

_ALLOWED = {"list": SHOWN, "get": 200, "update": 200, "delete": 204}
_METHODS = {"list": "GET", "get": "GET", "update": "PATCH", "delete": "DELETE"}
_WRITES = ("update", "delete")


def _called(cases: Cases) -> str:
    """Return what permissions and scopes call the rows of a resource."""
    model: Any = cases.resource.model
    return str(model.__access__.resource)


async def _asked(
    stage: Stage, cases: Cases, case: Case, operation: str, scopes: Collection[str]
) -> tuple[Response, Base, bool]:
    """Ask for what a caller may do, with some scopes; tell whether the row is as it was."""
    resource, values = cases.resource, cases.rows[case.row]
    row = await stage.stored(resource.model, values)
    whose, roles = CALLERS[case.caller]
    account = await stage.account(whose) if whose else None
    before = await stage.values(row)

    async def asking(_connection: HTTPConnection) -> Principal:
        assert account
        return person(account, roles, scopes)

    ASKING[stage.app] = asking
    path = resource.path if operation == "list" else resource.path_to(row)
    body = None
    if operation == "update":
        wanted = await stage.built(resource.model, values)
        body = body_of(wanted, resource.bodies["update"])
    answer = await stage.client.request(_METHODS[operation], path, json=body)
    return answer, row, await stage.values(row) == before


_LINES = [
    pytest.param(cases, case, operation, id=f"{cases.resource}-{operation}-{case}")
    for cases in ALL
    for operation, allowed in _ALLOWED.items()
    if operation in cases.resource.operations
    for case in [
        each
        for each in cases.cases
        if getattr(each, operation) == allowed and CALLERS[each.caller][0]
    ][:1]
]
"""One who may, for each operation."""


@pytest.mark.parametrize("scopes", [(), ("something_else:*",)])
@pytest.mark.parametrize(("cases", "case", "operation"), _LINES)
async def test_scopes_of_something_else_leave_nothing(
    stage: Stage, cases: Cases, case: Case, operation: str, scopes: tuple[str, ...]
) -> None:
    answer, row, kept = await _asked(stage, cases, case, operation, scopes)
    # A row that they don't see is not there for them.
    assert_answered(answer, 404 if operation in _WRITES else 403, row)
    assert kept


@pytest.mark.parametrize(
    ("cases", "case", "operation"),
    [each for each in _LINES if each.values[2] not in _WRITES],
)
async def test_scopes_to_write_let_nobody_read(
    stage: Stage, cases: Cases, case: Case, operation: str
) -> None:
    scopes = [f"{_called(cases)}:write"]
    answer, row, _ = await _asked(stage, cases, case, operation, scopes)
    assert_answered(answer, 403, row)


@pytest.mark.parametrize(
    ("cases", "case", "operation"),
    [each for each in _LINES if each.values[2] in _WRITES],
)
async def test_scopes_to_read_let_nobody_write(
    stage: Stage, cases: Cases, case: Case, operation: str
) -> None:
    scopes = [f"{_called(cases)}:read"]
    answer, row, kept = await _asked(stage, cases, case, operation, scopes)
    # What shows them the row may be a permission that the scopes leave out.
    assert answer.status_code in (403, 404), answer.text
    assert_silent(answer, row)
    assert kept


@pytest.mark.parametrize(
    "cases",
    [each for each in ALL if "create" in each.resource.operations],
    ids=lambda cases: str(cases.resource),
)
async def test_scopes_of_something_else_add_nothing(stage: Stage, cases: Cases) -> None:
    before = await stage.count(cases.resource.model)
    account = await stage.account(SOMEBODY)
    for scopes in ((), (f"{_called(cases)}:read",)):

        async def asking(
            _connection: HTTPConnection, scopes: Collection[str] = scopes
        ) -> Principal:
            return person(account, ROLES, scopes)

        ASKING[stage.app] = asking
        answer = await stage.client.post(cases.resource.path, json={"nonsense": 1})
        assert answer.status_code == 403, answer.text
    assert await stage.count(cases.resource.model) == before
