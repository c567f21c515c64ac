"""What is kept of who came in and who didn't names accounts by their keys alone."""

import datetime as dt

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.context import utc_now
from chat.core.db.database import Database
from chat.core.http.dependencies import resources_of
from chat.core.security.passwords import Passwords
from chat.models.account_sessions import AccountRefreshToken
from chat.models.accounts import Account
from tests.asking import ASKING
from tests.audited import Audited, audited
from tests.signing_in import (
    PASSWORD,
    Postbox,
    bearer,
    delivered,
    new_account,
    with_tools,
)

_EMAIL = "ada@example.com"
_NEW = "another horse battery"
_WRONG = "wrong horse battery"


@pytest.fixture(autouse=True)
def log(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Audited:
    monkeypatch.delitem(ASKING, app)
    return audited(monkeypatch)


async def test_who_came_in_and_who_did_not_is_kept(
    app: FastAPI, client: AsyncClient, log: Audited
) -> None:
    account = await new_account(app, password=PASSWORD)
    wrong = {"email": account.email, "password": _WRONG}
    await client.post("/auth/sign-in", json=wrong)
    await client.post("/auth/sign-in", json=wrong | {"email": "nobody@example.com"})
    right = {"email": account.email, "password": PASSWORD}
    given = (await client.post("/auth/sign-in", json=right)).json()
    refresh = {"refresh_token": given["refresh_token"]}
    await client.post("/auth/refresh", json=refresh)
    await client.post("/auth/sign-out/all", headers=bearer(given["access_token"]))
    await client.post("/auth/refresh", json=refresh)
    await client.post("/auth/sign-out", json=refresh)
    await client.get("/auth/me", headers=bearer("made-up"))
    key = str(account.id)
    assert [(each["event"], each["account"]) for each in log.lines] == [
        ("sign_in_refused", key),
        ("sign_in_refused", None),
        ("signed_in", key),
        ("refreshed", key),
        ("signed_out_everywhere", key),
        ("refresh_token_used_again", None),
        ("signed_out", None),
        ("access_token_refused", None),
    ]
    said = str(log.lines)
    tokens = (given["access_token"], given["refresh_token"])
    for secret in (account.email, PASSWORD, *tokens):
        assert str(secret) not in said


async def test_who_was_let_back_in_is_kept(
    app: FastAPI, client: AsyncClient, log: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Postbox()
    with_tools(app, monkeypatch, mailer=box)

    async def mailed(path: str) -> str:
        await client.post(path, json={"email": _EMAIL})
        await delivered(resources_of(app).security)
        return box.token()

    async def chosen(path: str, token: str) -> None:
        await client.post(path, json={"token": token, "password": PASSWORD})

    token = await mailed("/auth/register")
    for each in ("made-up", token, token):
        await chosen("/auth/verify", each)
    await chosen("/auth/password/reset", await mailed("/auth/password/forgotten"))
    body = {"email": _EMAIL, "password": PASSWORD}
    given = (await client.post("/auth/sign-in", json=body)).json()
    for current in (_WRONG, PASSWORD):
        change = {"current_password": current, "new_password": _NEW}
        headers = bearer(given["access_token"])
        await client.put("/auth/password", json=change, headers=headers)
    assert log.events == [
        "mail_token_refused",
        "registered",
        "mail_token_refused",
        "password_reset",
        "signed_in",
        "password_change_refused",
        "password_changed",
    ]
    said = str(log.lines)
    assert not any(each in said for each in (_EMAIL, PASSWORD, _NEW, token))


async def test_so_is_who_came_too_late(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    database: Database,
    log: Audited,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = await new_account(app, password=PASSWORD)
    body = {"email": account.email, "password": PASSWORD}
    given = (await client.post("/auth/sign-in", json=body)).json()
    over = utc_now() - dt.timedelta(seconds=1)
    await session.execute(sa.update(AccountRefreshToken).values(expires_at=over))
    await session.commit()
    for token in ("made-up", given["refresh_token"]):
        await client.post("/auth/refresh", json={"refresh_token": token})
    real = Passwords.matches

    async def slow(self: Passwords, password: str, stored: str | None) -> bool:
        found = await real(self, password, stored)
        async with database.writing() as writing, writing.begin():
            await writing.execute(sa.update(Account).values(password_hash=None))
        return found

    monkeypatch.setattr(Passwords, "matches", slow)
    await client.post("/auth/sign-in", json=body)
    refused = ["refresh_refused", "refresh_refused", "sign_in_refused"]
    assert log.events == ["signed_in", *refused]
