"""What has changed since a token was given holds at once."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient

from helpdesk.core.accounts.store import AccountStore
from helpdesk.core.context import utc_now
from helpdesk.models.account_sessions import AccountSession
from helpdesk.models.accounts import Account
from tests.asking import ASKING
from tests.audited import audited
from tests.signing_in import PASSWORD, bearer, new_account, signed_in
from tests.support import assert_refused


@pytest.fixture(autouse=True)
def _sent(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests be of whoever they say, and not of the system."""
    monkeypatch.delitem(ASKING, app)


async def test_a_role_that_is_taken_is_gone_at_once(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    person = await signed_in(app, "clerk")
    store = AccountStore(session)
    for role, known in (("clerk", []), ("seller", ["seller"])):
        await (store.take if role == "clerk" else store.give)(person.account, role)
        await session.commit()
        answer = await client.get("/auth/me", headers=person.headers)
        assert answer.json()["roles"] == known


@pytest.mark.parametrize("what", ["signed out", "over", "disabled", "another's"])
async def test_a_session_that_has_ended_lets_nobody_in(
    app: FastAPI, client: AsyncClient, session: Any, what: str
) -> None:
    person = await signed_in(app)
    other = await new_account(app)
    ended = {
        "signed out": sa.update(AccountSession).values(revoked_at=utc_now()),
        "over": sa.update(AccountSession).values(expires_at=utc_now()),
        "disabled": sa.update(Account).values(disabled_at=utc_now()),
        "another's": sa.update(AccountSession).values(account_id=other.id),
    }
    assert (await client.get("/auth/me", headers=person.headers)).status_code == 200
    await session.execute(ended[what])
    await session.commit()
    answer = await client.get("/auth/me", headers=person.headers)
    assert_refused(answer, 401, "UNAUTHORIZED")


async def test_a_session_that_goes_on_lets_in_nobody_of_another_one(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = audited(monkeypatch)
    account = await new_account(app, password=PASSWORD)
    body = {"email": account.email, "password": PASSWORD}
    first, second = [
        (await client.post("/auth/sign-in", json=body)).json() for _ in range(2)
    ]
    ended = {"refresh_token": first["refresh_token"]}
    await client.post("/auth/sign-out", json=ended)
    for given, status in ((first, 401), (second, 200)):
        headers = bearer(given["access_token"])
        assert (await client.get("/auth/me", headers=headers)).status_code == status
    assert kept.lines[-1] == {
        "event": "access_token_refused",
        "account": str(account.id),
        "reason": "ended",
    }
