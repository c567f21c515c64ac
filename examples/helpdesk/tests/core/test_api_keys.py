"""Keys as what requests sign in with."""

import argparse
import asyncio
import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from helpdesk.core.accounts.commands import CommandError, create
from helpdesk.core.accounts.store import AccountStore
from helpdesk.core.api_keys import secret
from helpdesk.core.api_keys.commands import create_key, revoke_key
from helpdesk.core.api_keys.store import ApiKeyStore
from helpdesk.core.context import utc_now
from helpdesk.core.db.database import Database
from helpdesk.core.http.dependencies import resources_of
from helpdesk.core.security.authentication import principal_of
from helpdesk.core.security.digests import digest
from helpdesk.core.security.principal import Principal
from helpdesk.models.accounts import Account
from helpdesk.models.api_keys import ApiKey
from tests.asking import ASKING
from tests.audited import audited
from tests.keys import key_of, sent, with_roles
from tests.signing_in import new_account
from tests.support import assert_refused

_MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _sent(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests be of whoever they say; have roles that no design says anything of."""
    monkeypatch.delitem(ASKING, app)
    with_roles(monkeypatch)


async def _principal(app: FastAPI, headers: Mapping[str, str]) -> Principal:
    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return await principal_of(
        HTTPConnection({"type": "http", "headers": lines, "app": app})
    )


async def test_a_key_is_its_accounts(app: FastAPI, client: AsyncClient) -> None:
    account = await new_account(app, "try_writer")
    key = await key_of(app, account.id)
    me = (await client.get("/auth/me", headers=sent(key))).json()
    assert (me["id"], me["roles"]) == (str(account.id), ["try_writer"])
    principal = await _principal(app, sent(key))
    assert principal.id == account.id
    assert principal.grants.may("thing:delete")


async def test_a_key_of_a_service_is_no_accounts(
    app: FastAPI, client: AsyncClient
) -> None:
    key = await key_of(app, None, "try_reader")
    assert_refused(await client.get("/auth/me", headers=sent(key)), 403, "FORBIDDEN")
    principal = await _principal(app, sent(key))
    assert (principal.id, principal.grants.kind) == (None, "service")
    assert principal.client
    assert principal.grants.may("thing:read")
    assert not principal.grants.may("thing:write")


async def test_two_services_are_told_apart(app: FastAPI, emptied: Database) -> None:
    keys = [await key_of(app, None, "try_reader") for _ in range(2)]
    found = [await _principal(app, sent(key)) for key in keys]
    assert found[0].client != found[1].client
    assert found[0].grants is found[1].grants


@pytest.mark.parametrize("of_account", [True, False])
async def test_scopes_only_take_away(
    app: FastAPI, emptied: Database, of_account: bool
) -> None:
    account = (await new_account(app, "try_reader")).id if of_account else None
    roles = () if account else ("try_reader",)
    scopes = ["thing:*", "order:*"]
    key = await key_of(app, account, *roles, scopes=scopes)
    grants = (await _principal(app, sent(key))).grants
    assert grants.may("thing:read")
    assert not grants.may("thing:write")  # within its scopes, and of no role
    assert not grants.may("order:read")
    less = await key_of(app, account, *roles, scopes=["order:*"])
    assert not (await _principal(app, sent(less))).grants.may("thing:read")


async def test_nothing_is_stored_that_would_let_somebody_in(
    app: FastAPI, session: AsyncSession
) -> None:
    key = await key_of(app, None, "try_reader")
    stored = (await session.execute(sa.select(ApiKey.__table__))).one()
    assert stored.hash == digest(key)
    assert key.partition(".")[2] not in repr(stored)


_BAD = {
    "empty": "",
    "no key": "secret",
    "no secret": "key_0123456789abcdef.",
    "unknown": f"key_0123456789abcdef.{'x' * 43}",
    "too long": f"key_0123456789abcdef.{'x' * 43}y",
    "other letters": f"key_0123456789abcdef.{'é' * 43}",
}


@pytest.mark.parametrize("key", _BAD.values(), ids=_BAD.keys())
async def test_a_bad_key_is_nobodys(client: AsyncClient, key: str) -> None:
    headers = {b"X-API-Key": key.encode()}
    answer = await client.get("/auth/me", headers=headers)
    assert_refused(answer, 401, "UNAUTHORIZED")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


async def test_what_follows_the_prefix_has_to_be_right(
    app: FastAPI, client: AsyncClient
) -> None:
    account = await new_account(app)
    key = await key_of(app, account.id)
    other = secret.made().key.partition(".")[2]
    for wrong in (f"{key.partition('.')[0]}.{other}", key.swapcase(), f"{key}x"):
        answer = await client.get("/auth/me", headers=sent(wrong))
        assert_refused(answer, 401, "UNAUTHORIZED")


@pytest.mark.parametrize("what", ["revoked", "expired", "disabled", "gone"])
async def test_a_key_that_has_ended_lets_nobody_in(
    app: FastAPI, client: AsyncClient, session: AsyncSession, what: str
) -> None:
    account = await new_account(app)
    headers = sent(await key_of(app, account.id))
    assert (await client.get("/auth/me", headers=headers)).status_code == 200
    ended: Mapping[str, Any] = {
        "revoked": sa.update(ApiKey).values(revoked_at=utc_now()),
        "expired": sa.update(ApiKey).values(expires_at=utc_now()),
        "disabled": sa.update(Account).values(disabled_at=utc_now()),
        "gone": sa.delete(Account),
    }
    await session.execute(ended[what])
    await session.commit()
    answer = await client.get("/auth/me", headers=headers)
    assert_refused(answer, 401, "UNAUTHORIZED")


async def test_what_becomes_of_a_key_is_kept(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = audited(monkeypatch)
    account = await new_account(app)
    key = await key_of(app, account.id)
    await revoke_key(resources_of(app), key.partition(".")[0])
    await client.get("/auth/me", headers=sent(key))
    assert kept.events == ["key_made", "key_revoked", "key_refused"]
    assert {each["account"] for each in kept.lines} == {str(account.id)}
    assert key.partition(".")[2] not in str(kept.lines)


async def test_one_credential_is_sent_at_a_time(
    app: FastAPI, client: AsyncClient
) -> None:
    account = await new_account(app)
    key = await key_of(app, account.id)
    both = sent(key) | {"Authorization": "Bearer x"}
    assert_refused(await client.get("/auth/me", headers=both), 401, "UNAUTHORIZED")
    twice = [("X-API-Key", key), ("X-API-Key", key)]
    assert_refused(await client.get("/auth/me", headers=twice), 401, "UNAUTHORIZED")


async def test_roles_are_those_of_the_moment(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    account = await new_account(app, "try_reader")
    headers = sent(await key_of(app, account.id))
    await AccountStore(session).take(account.id, "try_reader")
    await session.commit()
    assert (await client.get("/auth/me", headers=headers)).json()["roles"] == []


# When a key was used last


async def _last_used(session: AsyncSession) -> Any:
    found = await session.scalar(sa.select(ApiKey.last_used_at))
    await session.rollback()
    return found


async def test_a_use_is_noted_once_a_minute(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    account = await new_account(app)
    headers = sent(await key_of(app, account.id))
    assert await _last_used(session) is None
    await client.get("/auth/me", headers=headers)
    first = await _last_used(session)
    assert first is not None
    await client.get("/auth/me", headers=headers)
    assert await _last_used(session) == first
    earlier = first - _MINUTE
    await session.execute(sa.update(ApiKey).values(last_used_at=earlier))
    await session.commit()
    await client.get("/auth/me", headers=headers)
    assert await _last_used(session) > earlier


async def test_a_use_is_of_one_key(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    account = await new_account(app)
    used, other = [await key_of(app, account.id) for _ in range(2)]
    await client.get("/auth/me", headers=sent(used))
    unused = sa.select(ApiKey.hash).where(ApiKey.last_used_at.is_(None))
    assert (await session.scalars(unused)).all() == [digest(other)]


async def test_a_use_is_noted_though_nothing_comes_of_the_request(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    headers = sent(await key_of(app, None, "try_reader"))
    assert (await client.get("/auth/me", headers=headers)).status_code == 403
    assert await _last_used(session) is not None


async def test_a_use_that_can_not_be_noted_is_a_use(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app)
    headers = sent(await key_of(app, account.id))

    async def refused(*_: Any) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(ApiKeyStore, "used", refused)
    assert (await client.get("/auth/me", headers=headers)).status_code == 200


async def test_many_uses_at_once_are_all_let_in(
    app: FastAPI, client: AsyncClient
) -> None:
    account = await new_account(app)
    headers = sent(await key_of(app, account.id))
    asked = [client.get("/auth/me", headers=headers) for _ in range(10)]
    assert {each.status_code for each in await asyncio.gather(*asked)} == {200}


# Commands


def _asked(**said: Any) -> argparse.Namespace:
    usual: dict[str, Any] = {"name": "a test", "service": False, "role": []}
    usual |= dict.fromkeys(("account", "scope", "days"))
    return argparse.Namespace(**usual | said)


async def test_the_first_key_is_made_by_a_command(
    app: FastAPI, emptied: Database
) -> None:
    resources = resources_of(app)
    asked = _asked(service=True, role=["try_root"], scope=["thing:*"])
    key = await create_key(resources, asked)
    grants = (await _principal(app, sent(key))).grants
    assert grants.may("thing:write")
    assert not grants.may("order:write")


async def test_an_account_gets_a_key_by_a_command(
    app: FastAPI, client: AsyncClient
) -> None:
    resources = resources_of(app)
    account = await create(resources, "ada@example.com")
    key = await create_key(resources, _asked(account="ada@example.com", days=3))
    me = await client.get("/auth/me", headers=sent(key))
    assert me.json()["id"] == str(account)
    await revoke_key(resources, key.partition(".")[0])
    assert (await client.get("/auth/me", headers=sent(key))).status_code == 401


async def test_a_command_says_what_is_wrong(app: FastAPI, emptied: Database) -> None:
    resources = resources_of(app)
    await create(resources, "ada@example.com")
    for asked in (
        _asked(service=True),
        _asked(account="ada@example.com", role=["try_root"]),
        _asked(account="nobody@example.com"),
    ):
        with pytest.raises(CommandError):
            await create_key(resources, asked)
    with pytest.raises(CommandError):
        await revoke_key(resources, "key_0123456789abcdef")
