"""A way to sign in of one's own, beside those of the design."""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.requests import HTTPConnection

from chat.core.security import authentication
from chat.core.security.authenticators import AUTHENTICATORS
from chat.core.security.errors import UnauthenticatedError
from chat.core.security.principal import Principal, person, service
from tests.asking import ASKING
from tests.signing_in import new_account, signed_in
from tests.support import assert_refused


async def test_a_way_in_of_ones_own_is_one_function(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, other = await new_account(app), await signed_in(app)

    async def by_badge(connection: HTTPConnection) -> Principal | None:
        badge = connection.headers.get("X-Badge")
        if badge is None:
            return None
        if badge != "worn":
            raise UnauthenticatedError("The badge does not hold.", presented=True)
        return person(account.id)

    monkeypatch.delitem(ASKING, app)
    ways = [*AUTHENTICATORS, by_badge]
    monkeypatch.setattr(authentication, "AUTHENTICATORS", ways)
    worn = await client.get("/auth/me", headers={"X-Badge": "worn"})
    assert worn.json()["id"] == str(account.id)
    lost = await client.get("/auth/me", headers={"X-Badge": "lost"})
    assert_refused(lost, 401, "UNAUTHORIZED")
    usual = await client.get("/auth/me", headers=other.headers)
    assert usual.json()["id"] == str(other.account)
    assert_refused(await client.get("/auth/me"), 401, "UNAUTHORIZED")


async def test_a_service_has_no_account(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def by_key(_connection: HTTPConnection) -> Principal:
        return service()

    monkeypatch.setitem(ASKING, app, by_key)
    assert_refused(await client.get("/auth/me"), 403, "FORBIDDEN")
