"""Signing in, staying signed in, and signing out, over the API."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import argon2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient, Response
from starlette.requests import HTTPConnection

from chat.core.accounts.administration import Administration
from chat.core.accounts.store import AccountStore
from chat.core.context import utc_now
from chat.core.db.database import Database
from chat.core.db.unit_of_work import unit_of_work
from chat.core.http.dependencies import resources_of
from chat.core.security.digests import digest
from chat.core.security.passwords import Passwords
from chat.core.security.principal import SYSTEM, Principal, person
from chat.core.security.throttle import Throttle
from chat.models.account_sessions import AccountRefreshToken, AccountSession
from chat.models.accounts import Account
from tests.asking import ASKING
from tests.signing_in import PASSWORD, bearer, new_account, signed_in, with_tools
from tests.support import assert_refused


@pytest.fixture(autouse=True)
def _sent(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests be of whoever they say, and not of the system."""
    monkeypatch.delitem(ASKING, app)


async def _sign_in(client: AsyncClient, email: str | None) -> Response:
    body = {"email": email, "password": PASSWORD}
    return await client.post("/auth/sign-in", json=body)


async def _refresh(client: AsyncClient, token: str) -> Response:
    return await client.post("/auth/refresh", json={"refresh_token": token})


async def _me(client: AsyncClient, token: str) -> Response:
    return await client.get("/auth/me", headers=bearer(token))


async def test_whoever_knows_the_password_signs_in(
    app: FastAPI, client: AsyncClient
) -> None:
    account = await new_account(app, "clerk", password=PASSWORD)
    answer = await _sign_in(client, (account.email or "").upper())
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    given = answer.json()
    assert given.keys() == {
        "access_token",
        "token_type",
        "expires_in",
        "refresh_token",
    }
    me = (await _me(client, given["access_token"])).json()
    assert me["id"] == str(account.id)
    assert me["roles"] == ["clerk"]


async def test_nothing_is_stored_that_would_let_somebody_in(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    account = await new_account(app, password=PASSWORD)
    given = (await _sign_in(client, account.email)).json()
    async with database.reading() as session:
        token = await session.scalar(sa.select(AccountRefreshToken))
        stored = await session.scalar(sa.select(Account.password_hash))
    assert token is not None
    assert token.hash == digest(given["refresh_token"])
    assert stored is not None
    assert PASSWORD not in stored


async def test_nobody_is_told_why_they_may_not_sign_in(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    account = await new_account(app, password=PASSWORD)
    without = await new_account(app)
    disabled = await new_account(app, password=PASSWORD)
    disabled.disabled_at = utc_now()
    session.add(await session.merge(disabled))
    await session.commit()
    tries = [
        {"email": account.email, "password": "wrong horse battery"},
        {"email": without.email, "password": PASSWORD},
        {"email": disabled.email, "password": PASSWORD},
        {"email": "nobody@example.com", "password": PASSWORD},
    ]
    said = set()
    for body in tries:
        answer = await client.post("/auth/sign-in", json=body)
        assert_refused(answer, 401, "UNAUTHORIZED")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        said.add(answer.json()["error"]["message"])
    assert len(said) == 1


async def test_as_much_is_hashed_for_an_account_that_is_not_there(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app, password=PASSWORD)
    costs = []
    real = Passwords._matches

    def watched(self: Passwords, password: str, stored: str) -> bool:
        costs.append(argon2.extract_parameters(stored))
        return real(self, password, stored)

    monkeypatch.setattr(Passwords, "_matches", watched)
    for email in (account.email, "nobody@example.com"):
        body = {"email": email, "password": "wrong horse battery"}
        await client.post("/auth/sign-in", json=body)
    assert len(costs) == 2
    assert costs[0] == costs[1]


async def test_many_wrong_passwords_at_once_get_no_further_than_a_few(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app, password=PASSWORD)
    with_tools(app, monkeypatch, throttle=Throttle(""))
    checked = 0

    def wrong(_self: Passwords, _password: str, _stored: str) -> bool:
        nonlocal checked
        checked += 1
        return False

    monkeypatch.setattr(Passwords, "_matches", wrong)
    tries = [_sign_in(client, account.email) for _ in range(20)]
    answers = await asyncio.gather(*tries)
    statuses = [each.status_code for each in answers]
    assert (statuses.count(401), statuses.count(429)) == (10, 10)
    assert checked == 10
    refused = next(each for each in answers if each.status_code == 429)
    assert_refused(refused, 429, "TOO_MANY_REQUESTS")
    assert 1 <= int(refused.headers["Retry-After"]) <= 600


async def test_an_address_is_counted_whatever_accounts_it_tries(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tools(app, monkeypatch, throttle=Throttle(""))
    settings = resources_of(app).settings
    monkeypatch.setattr(settings, "sign_ins_of_an_address", "2/minute")
    monkeypatch.setattr(Passwords, "_matches", lambda *_: False)
    for name, status in (("a", 401), ("b", 401), ("c", 429)):
        answer = await _sign_in(client, f"{name}@example.com")
        assert answer.status_code == status


async def test_a_right_password_forgets_the_wrong_ones(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app, password=PASSWORD)
    with_tools(app, monkeypatch, throttle=Throttle(""))
    monkeypatch.setattr(
        resources_of(app).settings, "sign_ins_of_an_account", "2/minute"
    )
    for _ in range(3):
        body = {"email": account.email, "password": "wrong horse battery"}
        assert (await client.post("/auth/sign-in", json=body)).status_code == 401
        assert (await _sign_in(client, account.email)).status_code == 200


async def test_a_weak_hash_is_replaced_when_its_password_comes(
    app: FastAPI, client: AsyncClient, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tools(app, monkeypatch, passwords=Passwords(1))
    account = await new_account(app)
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    await session.execute(sa.update(Account).values(password_hash=weak))
    await session.commit()
    assert (await _sign_in(client, account.email)).status_code == 200
    stored = await session.scalar(sa.select(Account.password_hash))
    assert "m=65536" in stored
    assert (await _sign_in(client, account.email)).status_code == 200


async def test_a_password_that_changes_meanwhile_is_not_enough(
    app: FastAPI, client: AsyncClient, database: Database, monkeypatch: Any
) -> None:
    account = await new_account(app, password=PASSWORD)
    real = Passwords.matches

    async def slow(self: Passwords, password: str, stored: str | None) -> bool:
        found = await real(self, password, stored)
        async with database.writing() as session, session.begin():
            await session.execute(sa.update(Account).values(password_hash=None))
        return found

    monkeypatch.setattr(Passwords, "matches", slow)
    assert (await _sign_in(client, account.email)).status_code == 401


# Refreshing


async def _given(app: FastAPI, client: AsyncClient) -> Any:
    account = await new_account(app, password=PASSWORD)
    return (await _sign_in(client, account.email)).json()


async def test_a_refresh_token_gives_the_next_ones(
    app: FastAPI, client: AsyncClient
) -> None:
    first = await _given(app, client)
    second = (await _refresh(client, first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert (await _me(client, second["access_token"])).status_code == 200
    assert (await _refresh(client, second["refresh_token"])).status_code == 200


async def test_a_token_that_comes_again_ends_its_session(
    app: FastAPI, client: AsyncClient
) -> None:
    first = await _given(app, client)
    second = (await _refresh(client, first["refresh_token"])).json()
    again = await _refresh(client, first["refresh_token"])
    assert_refused(again, 401, "UNAUTHORIZED")
    assert (await _refresh(client, second["refresh_token"])).status_code == 401


async def test_a_token_that_nobody_gave_is_refused(client: AsyncClient) -> None:
    assert_refused(await _refresh(client, "made-up"), 401, "UNAUTHORIZED")


async def _held_up(
    app: FastAPI, database: Database, *work: Callable[[], Awaitable[Response]]
) -> list[Response]:
    """Return the answers of requests that all had to wait for one another's row."""
    async with database.writing() as session, session.begin():
        if database.engine.dialect.name == "postgresql":
            await session.execute(sa.select(AccountRefreshToken).with_for_update())
            await session.execute(sa.select(AccountSession).with_for_update())
        else:
            await session.execute(sa.select(1))  # nobody else writes to SQLite now
        tasks = [asyncio.ensure_future(each()) for each in work]
        await asyncio.sleep(0.3)
        assert not any(task.done() for task in tasks)
    return await asyncio.gather(*tasks)


async def test_of_two_refreshes_at_once_one_wins(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    first = await _given(app, client)
    token = first["refresh_token"]
    tries = [lambda: _refresh(client, token)] * 2
    answers = await _held_up(app, database, *tries)
    won, lost = sorted(answers, key=lambda each: each.status_code)
    assert (won.status_code, lost.status_code) == (200, 401)
    next_token = won.json()["refresh_token"]
    assert (await _refresh(client, next_token)).status_code == 200


async def test_whoever_signs_out_during_a_refresh_is_out(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    first = await _given(app, client)
    body = {"refresh_token": first["refresh_token"]}
    refreshed, out = await _held_up(
        app,
        database,
        lambda: _refresh(client, first["refresh_token"]),
        lambda: client.post("/auth/sign-out", json=body),
    )
    assert out.status_code == 204
    assert refreshed.status_code in {200, 401}
    if refreshed.status_code == 200:
        second = refreshed.json()["refresh_token"]
        assert (await _refresh(client, second)).status_code == 401


async def test_a_session_that_nobody_uses_ends(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    first = await _given(app, client)
    over = utc_now() - dt.timedelta(seconds=1)
    await session.execute(sa.update(AccountRefreshToken).values(expires_at=over))
    await session.commit()
    assert (await _refresh(client, first["refresh_token"])).status_code == 401


async def test_a_session_ends_however_much_it_is_used(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    first = await _given(app, client)
    over = utc_now() - dt.timedelta(seconds=1)
    await session.execute(sa.update(AccountSession).values(expires_at=over))
    await session.commit()
    assert (await _refresh(client, first["refresh_token"])).status_code == 401


async def test_what_is_over_does_not_stay(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    account = await new_account(app, password=PASSWORD)
    for _ in range(2):
        await _sign_in(client, account.email)
        over = utc_now() - dt.timedelta(seconds=1)
        await session.execute(sa.update(AccountSession).values(expires_at=over))
        await session.commit()
    count = sa.select(sa.func.count()).select_from(AccountSession)
    assert await session.scalar(count) == 1


async def test_a_token_that_is_over_does_not_stay(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    first = await _given(app, client)
    second = (await _refresh(client, first["refresh_token"])).json()
    used = AccountRefreshToken.hash == digest(first["refresh_token"])
    over = utc_now() - dt.timedelta(seconds=1)
    change = sa.update(AccountRefreshToken).where(used)
    await session.execute(change.values(expires_at=over))
    await session.commit()
    assert (await _refresh(client, second["refresh_token"])).status_code == 200
    assert await session.scalar(sa.select(AccountRefreshToken).where(used)) is None


async def test_whoever_signs_in_puts_nobody_out(
    app: FastAPI, client: AsyncClient
) -> None:
    account = await new_account(app, password=PASSWORD)
    given = [(await _sign_in(client, account.email)).json() for _ in range(2)]
    given.append(await _given(app, client))
    for each in given:
        assert (await _refresh(client, each["refresh_token"])).status_code == 200


async def test_a_disabled_account_gets_no_more_tokens(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    first = await _given(app, client)
    await session.execute(sa.update(Account).values(disabled_at=utc_now()))
    await session.commit()
    assert (await _refresh(client, first["refresh_token"])).status_code == 401


async def test_whoever_is_kept_out_has_no_session_left(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    person = await signed_in(app)
    async with unit_of_work(resources_of(app)) as work:
        await Administration(work, SYSTEM).disable(person.account)
    async with database.reading() as session:
        assert await session.scalar(sa.select(AccountSession.revoked_at))


async def test_roles_are_read_anew_with_each_refresh(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    account = await new_account(app, password=PASSWORD)
    first = (await _sign_in(client, account.email)).json()
    await AccountStore(session).give(account.id, "clerk")
    await session.commit()
    second = (await _refresh(client, first["refresh_token"])).json()
    assert (await _me(client, second["access_token"])).json()["roles"] == ["clerk"]


# Signing out


async def test_whoever_signs_out_gets_no_more_tokens(
    app: FastAPI, client: AsyncClient
) -> None:
    first = await _given(app, client)
    body = {"refresh_token": first["refresh_token"]}
    for _ in range(2):  # the second time there is nothing to do
        answer = await client.post("/auth/sign-out", json=body)
        assert answer.status_code == 204
    assert (await _refresh(client, first["refresh_token"])).status_code == 401
    unknown = await client.post("/auth/sign-out", json={"refresh_token": "made-up"})
    assert unknown.status_code == 204


async def test_one_signs_out_everywhere_at_once(
    app: FastAPI, client: AsyncClient
) -> None:
    account = await new_account(app, password=PASSWORD)
    given = [(await _sign_in(client, account.email)).json() for _ in range(2)]
    other = await _given(app, client)
    headers = bearer(given[0]["access_token"])
    answer = await client.post("/auth/sign-out/all", headers=headers)
    assert answer.status_code == 204
    for each in given:
        assert (await _refresh(client, each["refresh_token"])).status_code == 401
    assert (await _refresh(client, other["refresh_token"])).status_code == 200


async def test_scopes_keep_their_holder_from_the_account(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app)

    async def by_key(_connection: HTTPConnection) -> Principal:
        return person(account.id, (), ["other:*"])

    monkeypatch.setitem(ASKING, app, by_key)
    answer = await client.post("/auth/sign-out/all")
    assert_refused(answer, 403, "FORBIDDEN")


# Whose a request is


@pytest.mark.parametrize(
    "credential", ["Bearer", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Strange"]
)
async def test_a_bad_credential_is_nobodys(
    client: AsyncClient, credential: str
) -> None:
    answer = await client.get("/auth/me", headers={"Authorization": credential})
    assert_refused(answer, 401, "UNAUTHORIZED")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


async def test_nobody_is_asked_to_sign_in(client: AsyncClient) -> None:
    answer = await client.get("/auth/me")
    assert_refused(answer, 401, "UNAUTHORIZED")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_an_account_that_is_gone_has_no_face(
    app: FastAPI, client: AsyncClient, session: Any
) -> None:
    person = await signed_in(app)
    await session.execute(sa.delete(Account))
    await session.commit()
    answer = await client.get("/auth/me", headers=person.headers)
    assert_refused(answer, 401, "UNAUTHORIZED")


async def test_the_keys_are_published(client: AsyncClient) -> None:
    answer = await client.get("http://test/.well-known/jwks.json")
    (key,) = answer.json()["keys"]
    assert key["alg"] == "RS256"
    assert "d" not in key
