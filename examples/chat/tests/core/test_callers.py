"""Requests are counted by account, and by address where nobody proves to have one."""

from collections.abc import Mapping

import pytest
from fastapi import FastAPI, Request

from chat.core.http.callers import caller_of
from chat.core.http.dependencies import resources_of
from chat.core.security.authentication import principal_of
from tests.asking import ASKING
from tests.signing_in import bearer, signed_in, with_tools


@pytest.fixture(autouse=True)
def _as_sent(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ASKING, app)


def _request(app: FastAPI, headers: Mapping[str, str]) -> Request:
    given = [(name.lower().encode(), each.encode()) for name, each in headers.items()]
    client = ("192.0.2.1", 50_000)
    scope = {"type": "http", "app": app, "client": client, "headers": given}
    return Request(scope)


async def test_accounts_behind_one_address_are_counted_apart(
    app: FastAPI, emptied: object
) -> None:
    one, other = await signed_in(app), await signed_in(app)
    names = [await caller_of(_request(app, each.headers)) for each in (one, other, one)]
    assert names == [f"account {each.account}" for each in (one, other, one)]


async def test_whoever_proves_nothing_is_counted_by_address(app: FastAPI) -> None:
    unknown = {"Authorization": "Basic YTpi"}
    given: tuple[dict[str, str], ...] = ({}, bearer("made.up.token"), unknown)
    names = {await caller_of(_request(app, each)) for each in given}
    assert names == {"address 192.0.2.1"}


async def test_whose_a_request_is_is_found_out_once(
    app: FastAPI, emptied: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Counting:
        def verify(self, token: str) -> object:
            seen.append(token)
            return tokens.verify(token)

    signed = await signed_in(app)
    tokens = resources_of(app).security.tokens
    with_tools(app, monkeypatch, tokens=Counting())
    request = _request(app, signed.headers)
    await caller_of(request)
    await principal_of(request)
    assert len(seen) == 1
