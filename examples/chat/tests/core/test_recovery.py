"""Accounts of one's own: registered, verified, and let back in, over the API."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient, Response

from chat.core.context import utc_now
from chat.core.db.database import Database
from chat.core.http.dependencies import resources_of
from chat.core.security.digests import digest
from chat.core.security.passwords import Passwords
from chat.core.security.throttle import Throttle
from chat.models.account_sessions import AccountMailToken
from chat.models.accounts import Account
from tests.asking import ASKING
from tests.signing_in import (
    PASSWORD,
    Postbox,
    delivered,
    new_account,
    signed_in,
    with_tools,
)
from tests.support import assert_refused

_EMAIL = "Ada@Example.com"
_NEW = "another horse battery"


@pytest.fixture(autouse=True)
def _sent(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests be of whoever they say, and not of the system."""
    monkeypatch.delitem(ASKING, app)


@pytest.fixture
def postbox(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Postbox:
    box = Postbox()
    with_tools(app, monkeypatch, mailer=box)
    return box


async def _asked(app: FastAPI, client: AsyncClient, path: str, email: str) -> Response:
    answer = await client.post(path, json={"email": email})
    await delivered(resources_of(app).security)
    return answer


async def _chosen(client: AsyncClient, path: str, token: str) -> Response:
    return await client.post(path, json={"token": token, "password": _NEW})


async def _sign_in(client: AsyncClient, email: str, password: str) -> int:
    body = {"email": email, "password": password}
    return (await client.post("/auth/sign-in", json=body)).status_code


async def test_whoever_reads_the_mail_gets_the_account(
    app: FastAPI, client: AsyncClient, postbox: Postbox, database: Database
) -> None:
    answer = await _asked(app, client, "/auth/register", _EMAIL)
    assert answer.status_code == 202
    (mail,) = postbox.mails
    assert mail.to == "ada@example.com"
    async with database.reading() as session:
        assert await session.scalar(sa.select(Account)) is None
        assert await session.scalar(sa.select(AccountMailToken.hash)) == digest(
            postbox.token()
        )
    assert (await _chosen(client, "/auth/verify", postbox.token())).status_code == 204
    assert await _sign_in(client, "ada@example.com", _NEW) == 200
    async with database.reading() as session:
        assert await session.scalar(sa.select(Account.email_verified_at)) is not None


async def test_registering_tells_nobody_who_has_an_account(
    app: FastAPI, client: AsyncClient, postbox: Postbox
) -> None:
    account = await new_account(app)
    known = await _asked(app, client, "/auth/register", account.email or "")
    new = await _asked(app, client, "/auth/register", _EMAIL)
    assert (known.status_code, known.content) == (new.status_code, new.content)
    assert [mail.to for mail in postbox.mails] == [account.email, "ada@example.com"]
    assert "token=" not in postbox.mails[0].text


async def test_forgetting_tells_nobody_who_has_an_account(
    app: FastAPI, client: AsyncClient, postbox: Postbox, session: Any
) -> None:
    account = await new_account(app)
    disabled = await new_account(app)
    elsewhere = await new_account(app)  # whom another issuer signs in
    change = sa.update(Account).where(Account.id == disabled.id)
    await session.execute(change.values(disabled_at=utc_now()))
    change = sa.update(Account).where(Account.id == elsewhere.id)
    issued = {"issuer": "https://other.example", "subject": "ada"}
    await session.execute(change.values(issued))
    await session.commit()
    accounts = (account, disabled, elsewhere)
    emails = [*(each.email or "" for each in accounts), "nobody@example.com"]
    path = "/auth/password/forgotten"
    answers = [await _asked(app, client, path, email) for email in emails]
    assert {(each.status_code, each.content) for each in answers} == {(202, b"")}
    assert [mail.to for mail in postbox.mails] == [account.email]


async def test_nobody_waits_for_a_mail(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        async def send(self, _mail: object) -> None:
            raise OSError

    with_tools(app, monkeypatch, mailer=Broken())
    answer = await _asked(app, client, "/auth/register", _EMAIL)
    assert answer.status_code == 202


async def test_a_password_is_set_anew(
    app: FastAPI, client: AsyncClient, postbox: Postbox
) -> None:
    account = await new_account(app, password=PASSWORD)
    email = account.email or ""
    body = {"email": email, "password": PASSWORD}
    before = (await client.post("/auth/sign-in", json=body)).json()
    await _asked(app, client, "/auth/password/forgotten", email)
    token = postbox.token()
    assert (await _chosen(client, "/auth/password/reset", token)).status_code == 204
    assert await _sign_in(client, email, PASSWORD) == 401
    assert await _sign_in(client, email, _NEW) == 200
    refresh = {"refresh_token": before["refresh_token"]}
    assert (await client.post("/auth/refresh", json=refresh)).status_code == 401
    await delivered(resources_of(app).security)
    assert "was changed" in postbox.mails[-1].subject


async def test_a_token_is_good_once(
    app: FastAPI, client: AsyncClient, postbox: Postbox
) -> None:
    await _asked(app, client, "/auth/register", _EMAIL)
    token = postbox.token()
    assert (await _chosen(client, "/auth/verify", token)).status_code == 204
    again = await _chosen(client, "/auth/verify", token)
    assert_refused(again, 422, "VALIDATION_ERROR", "token")


async def test_of_two_who_use_a_token_at_once_one_wins(
    app: FastAPI, client: AsyncClient, postbox: Postbox, database: Database
) -> None:
    account = await new_account(app, password=PASSWORD)
    await _asked(app, client, "/auth/password/forgotten", account.email or "")
    token = postbox.token()
    async with database.writing() as session, session.begin():
        # Whoever writes waits for this transaction, and so has looked before.
        await session.scalar(sa.select(AccountMailToken).with_for_update())
        tasks = [
            asyncio.ensure_future(_chosen(client, "/auth/password/reset", token))
            for _ in range(2)
        ]
        await asyncio.sleep(1)
    answers = await asyncio.gather(*tasks)
    assert sorted(each.status_code for each in answers) == [204, 422]


async def test_a_token_is_good_for_what_it_was_mailed_for(
    app: FastAPI, client: AsyncClient, postbox: Postbox
) -> None:
    account = await new_account(app, password=PASSWORD)
    await _asked(app, client, "/auth/password/forgotten", account.email or "")
    answer = await _chosen(client, "/auth/verify", postbox.token())
    assert_refused(answer, 422, "VALIDATION_ERROR", "token")
    await _asked(app, client, "/auth/register", _EMAIL)
    answer = await _chosen(client, "/auth/password/reset", postbox.token())
    assert_refused(answer, 422, "VALIDATION_ERROR", "token")


async def test_the_last_mail_counts(
    app: FastAPI, client: AsyncClient, postbox: Postbox
) -> None:
    await _asked(app, client, "/auth/register", _EMAIL)
    first = postbox.token()
    await _asked(app, client, "/auth/register", _EMAIL)
    assert (await _chosen(client, "/auth/verify", first)).status_code == 422
    assert (await _chosen(client, "/auth/verify", postbox.token())).status_code == 204


async def test_a_mail_to_somebody_else_does_not_count(
    app: FastAPI, client: AsyncClient, postbox: Postbox
) -> None:
    await _asked(app, client, "/auth/register", _EMAIL)
    first = postbox.token()
    await _asked(app, client, "/auth/register", "bob@example.com")
    for token in (postbox.token(), first):
        assert (await _chosen(client, "/auth/verify", token)).status_code == 204
    for email in ("bob@example.com", _EMAIL):
        assert await _sign_in(client, email, _NEW) == 200


async def test_a_token_is_good_for_a_time(
    app: FastAPI, client: AsyncClient, postbox: Postbox, session: Any
) -> None:
    await _asked(app, client, "/auth/register", _EMAIL)
    over = utc_now() - dt.timedelta(seconds=1)
    await session.execute(sa.update(AccountMailToken).values(expires_at=over))
    await session.commit()
    assert (await _chosen(client, "/auth/verify", postbox.token())).status_code == 422


async def test_an_account_that_was_made_meanwhile_keeps_its_password(
    app: FastAPI, client: AsyncClient, postbox: Postbox, session: Any
) -> None:
    await _asked(app, client, "/auth/register", _EMAIL)
    session.add(Account(email="ada@example.com"))
    await session.commit()
    assert (await _chosen(client, "/auth/verify", postbox.token())).status_code == 422
    session.expire_all()
    assert await session.scalar(sa.select(Account.password_hash)) is None


async def test_an_account_that_was_disabled_meanwhile_stays_out(
    app: FastAPI, client: AsyncClient, postbox: Postbox, session: Any
) -> None:
    account = await new_account(app, password=PASSWORD)
    await _asked(app, client, "/auth/password/forgotten", account.email or "")
    await session.execute(sa.update(Account).values(disabled_at=utc_now()))
    await session.commit()
    answer = await _chosen(client, "/auth/password/reset", postbox.token())
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "secret",
    ["short", "x" * 1025, "password1", "ada2026!"],
    ids=["short", "long", "common", "own"],
)
async def test_a_bad_password_is_refused_and_its_token_kept(
    app: FastAPI, client: AsyncClient, postbox: Postbox, secret: str
) -> None:
    await _asked(app, client, "/auth/register", _EMAIL)
    body = {"token": postbox.token(), "password": secret}
    answer = await client.post("/auth/verify", json=body)
    assert_refused(answer, 422, "VALIDATION_ERROR", "password")
    assert (await _chosen(client, "/auth/verify", postbox.token())).status_code == 204


async def test_an_address_is_mailed_to_a_few_times_only(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Postbox()
    with_tools(app, monkeypatch, mailer=box, throttle=Throttle(""))
    settings = resources_of(app).settings
    monkeypatch.setattr(settings, "mails_to_an_address", "2/hour")
    paths = ["/auth/register", "/auth/password/forgotten", "/auth/register"]
    answers = [await _asked(app, client, path, _EMAIL) for path in paths]
    assert [each.status_code for each in answers] == [202, 202, 429]


async def test_whoever_asks_for_mails_to_many_is_counted_by_address(
    app: FastAPI, client: AsyncClient, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tools(app, monkeypatch, throttle=Throttle(""))
    monkeypatch.setattr(
        resources_of(app).settings, "sign_ins_of_an_address", "2/minute"
    )
    for name, status in (("a", 202), ("b", 202), ("c", 429)):
        answer = await _asked(app, client, "/auth/register", f"{name}@example.com")
        assert answer.status_code == status


async def test_one_changes_a_password_that_one_knows(
    app: FastAPI, client: AsyncClient, postbox: Postbox
) -> None:
    account = await new_account(app, password=PASSWORD)
    email = account.email or ""
    sign_in = {"email": email, "password": PASSWORD}
    given = (await client.post("/auth/sign-in", json=sign_in)).json()
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    body = {"current_password": _NEW, "new_password": _NEW}
    answer = await client.put("/auth/password", json=body, headers=headers)
    assert_refused(answer, 422, "VALIDATION_ERROR", "current_password")
    body = {"current_password": PASSWORD, "new_password": "password1"}
    answer = await client.put("/auth/password", json=body, headers=headers)
    assert_refused(answer, 422, "VALIDATION_ERROR", "new_password")
    body = {"current_password": PASSWORD, "new_password": _NEW}
    answer = await client.put("/auth/password", json=body, headers=headers)
    assert answer.status_code == 204
    refresh = {"refresh_token": given["refresh_token"]}
    assert (await client.post("/auth/refresh", json=refresh)).status_code == 401
    assert await _sign_in(client, email, PASSWORD) == 401
    assert await _sign_in(client, email, _NEW) == 200
    await delivered(resources_of(app).security)
    assert [mail.to for mail in postbox.mails] == [email]


async def test_an_account_without_a_password_has_none_to_change(
    app: FastAPI, client: AsyncClient
) -> None:
    person = await signed_in(app)
    body = {"current_password": PASSWORD, "new_password": _NEW}
    answer = await client.put("/auth/password", json=body, headers=person.headers)
    assert_refused(answer, 422, "VALIDATION_ERROR", "current_password")
    (detail,) = answer.json()["error"]["details"]
    assert detail["message"] == "The account has no password."
    answer = await client.put("/auth/password", json=body)
    assert_refused(answer, 401, "UNAUTHORIZED")


async def test_a_password_that_was_changed_meanwhile_stays(
    app: FastAPI, client: AsyncClient, database: Database, monkeypatch: Any
) -> None:
    account = await new_account(app, password=PASSWORD)
    sign_in = {"email": account.email, "password": PASSWORD}
    given = (await client.post("/auth/sign-in", json=sign_in)).json()
    real = Passwords.hashed

    async def slow(self: Passwords, password: str) -> str:
        hashed = await real(self, password)
        async with database.writing() as session, session.begin():
            await session.execute(sa.update(Account).values(password_hash=None))
        return hashed

    monkeypatch.setattr(Passwords, "hashed", slow)
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    body = {"current_password": PASSWORD, "new_password": _NEW}
    answer = await client.put("/auth/password", json=body, headers=headers)
    assert_refused(answer, 422, "VALIDATION_ERROR", "current_password")
    async with database.reading() as session:
        assert await session.scalar(sa.select(Account.password_hash)) is None


async def test_a_password_that_was_right_forgets_the_wrong_ones(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app, password=PASSWORD)
    sign_in = {"email": account.email, "password": PASSWORD}
    given = (await client.post("/auth/sign-in", json=sign_in)).json()
    with_tools(app, monkeypatch, throttle=Throttle(""))
    settings = resources_of(app).settings
    monkeypatch.setattr(settings, "sign_ins_of_an_account", "1/minute")
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    for _ in range(2):  # which are refused for another reason, and no wrong tries
        body = {"current_password": PASSWORD, "new_password": "password1"}
        answer = await client.put("/auth/password", json=body, headers=headers)
        assert_refused(answer, 422, "VALIDATION_ERROR", "new_password")


async def test_changing_a_password_is_a_try_like_signing_in(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app, password=PASSWORD)
    body = {"email": account.email, "password": PASSWORD}
    given = (await client.post("/auth/sign-in", json=body)).json()
    with_tools(app, monkeypatch, throttle=Throttle(""))
    settings = resources_of(app).settings
    monkeypatch.setattr(settings, "sign_ins_of_an_account", "1/minute")
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    change = {"current_password": _NEW, "new_password": _NEW}
    for status in (422, 429):
        answer = await client.put("/auth/password", json=change, headers=headers)
        assert answer.status_code == status
