"""What is kept of who came in and who didn't names accounts by their keys alone."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from shop.core.security import audit
from tests.asking import ASKING
from tests.signing_in import PASSWORD, bearer, new_account


class _Log:
    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def info(self, event: str, **facts: object) -> None:
        self.lines.append({"event": event, **facts})

    warning = info


@pytest.fixture(autouse=True)
def log(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> _Log:
    log = _Log()
    monkeypatch.setattr(audit, "_logger", log)
    monkeypatch.delitem(ASKING, app)
    return log


async def test_who_came_in_and_who_did_not_is_kept(
    app: FastAPI, client: AsyncClient, log: _Log
) -> None:
    account = await new_account(app, password=PASSWORD)
    wrong = {"email": account.email, "password": "wrong horse battery"}
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
