"""Keys made, listed and revoked over the API."""

import asyncio
import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from helpdesk.core.api_keys import keys
from helpdesk.core.context import utc_now
from helpdesk.models.api_keys import ApiKey
from tests.asking import ASKING
from tests.keys import key_of, sent, with_roles
from tests.signing_in import SignedIn, new_account, signed_in
from tests.support import assert_refused

_OWN, _SERVICES = "/auth/api-keys", "/auth/service-keys"


@pytest.fixture(autouse=True)
def _sent(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests be of whoever they say; have roles that no design says anything of."""
    monkeypatch.delitem(ASKING, app)
    with_roles(monkeypatch)


async def _make(
    client: AsyncClient, path: str, headers: Any, **more: Any
) -> dict[str, Any]:
    body = {"name": "a test", **more}
    answer = await client.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    made: dict[str, Any] = answer.json()
    return made


async def _refused(
    client: AsyncClient, path: str, headers: Any, **more: Any
) -> tuple[int, str]:
    body = {"name": "a test", **more}
    answer = await client.post(path, json=body, headers=headers)
    return answer.status_code, answer.json()["error"]["code"]


async def _listed(client: AsyncClient, path: str, headers: Any) -> set[str]:
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    assert "key_" not in answer.text.replace('"prefix":"key_', "")
    return {each["id"] for each in answer.json()["data"]}


async def _own(client: AsyncClient, person: SignedIn) -> set[str]:
    """Return one's own keys beside the one that this asks with."""
    listed = await _listed(client, _OWN, person.headers)
    if asking := person.headers.get("X-API-Key"):
        answer = await client.get(_OWN, headers=person.headers)
        prefix = asking.partition(".")[0]
        found = {each["prefix"]: each["id"] for each in answer.json()["data"]}
        listed.discard(found[prefix])
    return listed


async def test_a_key_is_shown_once(app: FastAPI, client: AsyncClient) -> None:
    person = await signed_in(app, "try_reader")
    made = await _make(client, _OWN, person.headers, scopes=["thing:read"])
    assert made["key"].startswith(f"{made['prefix']}.")
    assert made["scopes"] == ["thing:read"]
    assert await _own(client, person) == {made["id"]}
    me = await client.get("/auth/me", headers=sent(made["key"]))
    assert me.json()["id"] == str(person.account)


async def test_a_key_is_revoked(app: FastAPI, client: AsyncClient) -> None:
    person = await signed_in(app)
    made = await _make(client, _OWN, person.headers)
    path = f"{_OWN}/{made['id']}"
    for _ in range(2):  # the second time there is nothing to do
        answer = await client.delete(path, headers=person.headers)
        assert answer.status_code == 204
    assert await _own(client, person) == set()
    assert (await client.get("/auth/me", headers=sent(made["key"]))).status_code == 401


async def test_keys_are_ones_own_alone(app: FastAPI, client: AsyncClient) -> None:
    person, other = await signed_in(app, "try_root"), await signed_in(app)
    made = await _make(client, _OWN, other.headers)
    assert await _own(client, person) == set()
    for path in (f"{_OWN}/{made['id']}", f"{_SERVICES}/{made['id']}"):
        answer = await client.delete(path, headers=person.headers)
        assert_refused(answer, 404, "NOT_FOUND")
    answer = await client.delete(f"{_OWN}/{uuid4()}", headers=person.headers)
    assert_refused(answer, 404, "NOT_FOUND")
    assert (await client.get("/auth/me", headers=sent(made["key"]))).status_code == 200


@pytest.mark.parametrize("path", [_OWN, _SERVICES])
async def test_nobody_makes_keys_without_signing_in(
    client: AsyncClient, path: str
) -> None:
    body = {"name": "a test", "roles": ["try_root"]}
    asked = [
        client.get(path),
        client.post(path, json=body),
        client.delete(f"{path}/{uuid4()}"),
    ]
    for each in asked:
        assert_refused(await each, 401, "UNAUTHORIZED")


async def test_a_key_makes_none_that_may_do_more(
    app: FastAPI, client: AsyncClient
) -> None:
    account = await new_account(app, "try_root")
    scopes = ["api_key:*", "thing:read"]
    headers = sent(await key_of(app, account.id, scopes=scopes))
    refused = (403, "FORBIDDEN")
    for wider in (["*"], ["thing:*"], ["thing:write"], ["thing:read", "order:read"]):
        assert await _refused(client, _OWN, headers, scopes=wider) == refused
    same = await _make(client, _OWN, headers)
    assert same["scopes"] == sorted(scopes)
    less = await _make(client, _OWN, headers, scopes=["thing:read"])
    assert await _refused(client, _OWN, sent(less["key"])) == refused
    for path in (_OWN, f"{_OWN}/{same['id']}"):
        method = "GET" if path == _OWN else "DELETE"
        answer = await client.request(method, path, headers=sent(less["key"]))
        assert_refused(answer, 403, "FORBIDDEN")


async def test_a_key_is_good_as_long_as_is_asked_within_the_limit(
    app: FastAPI, client: AsyncClient
) -> None:
    person = await signed_in(app)
    short = await _make(client, _OWN, person.headers, expires_in_days=1.0)
    usual = await _make(client, _OWN, person.headers)
    assert short["expires_at"] < usual["expires_at"]
    body = {"name": "a test", "expires_in_days": 3650}
    answer = await client.post(_OWN, json=body, headers=person.headers)
    assert_refused(answer, 422, "VALIDATION_ERROR", "expires_in_days")


async def test_nobody_has_keys_without_end(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await signed_in(app)
    held = len(await _listed(client, _OWN, person.headers))
    monkeypatch.setattr(keys, "MOST", held + 2)
    body = {"name": "a test"}
    asked = [client.post(_OWN, json=body, headers=person.headers) for _ in range(5)]
    statuses = sorted(each.status_code for each in await asyncio.gather(*asked))
    assert statuses == [201, 201, 409, 409, 409]


async def test_a_key_that_has_ended_is_not_listed(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    person = await signed_in(app)
    made = await _make(client, _OWN, person.headers)
    change = sa.update(ApiKey).where(ApiKey.prefix == made["prefix"])
    await session.execute(change.values(expires_at=utc_now()))
    await session.commit()
    assert await _own(client, person) == set()


async def test_keys_that_ended_long_ago_are_forgotten(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    person = await signed_in(app)
    made = await _make(client, _OWN, person.headers)
    long_ago = utc_now() - dt.timedelta(days=31)
    of = ApiKey.prefix == made["prefix"]
    await session.execute(sa.update(ApiKey).where(of).values(revoked_at=long_ago))
    await session.commit()
    await _make(client, _OWN, person.headers)
    assert await session.scalar(sa.select(ApiKey.id).where(of)) is None


# Services


async def test_a_service_gets_a_key(app: FastAPI, client: AsyncClient) -> None:
    keeper = await signed_in(app, "try_keeper")
    made = await _make(client, _SERVICES, keeper.headers, roles=["try_reader"])
    assert made["roles"] == ["try_reader"]
    assert await _listed(client, _SERVICES, keeper.headers) == {made["id"]}
    path = f"{_SERVICES}/{made['id']}"
    assert (await client.delete(path, headers=keeper.headers)).status_code == 204
    assert await _listed(client, _SERVICES, keeper.headers) == set()


async def test_nobody_gives_a_service_what_they_have_not_got(
    app: FastAPI, client: AsyncClient
) -> None:
    keeper = await signed_in(app, "try_keeper")
    for role in ("try_writer", "try_root"):
        refused = await _refused(client, _SERVICES, keeper.headers, roles=[role])
        assert refused == (403, "FORBIDDEN")
    refused = await _refused(client, _SERVICES, keeper.headers, roles=["nobody"])
    assert refused == (422, "VALIDATION_ERROR")
    account = await new_account(app, "try_root")
    scoped = sent(await key_of(app, account.id, scopes=["api_key:*", "thing:read"]))
    refused = await _refused(client, _SERVICES, scoped, roles=["try_writer"])
    assert refused == (403, "FORBIDDEN")
    made = await _make(client, _SERVICES, scoped, roles=["try_reader"])
    assert made["scopes"] == ["api_key:*", "thing:read"]


async def test_nobody_revokes_what_they_could_not_do(
    app: FastAPI, client: AsyncClient
) -> None:
    root = await signed_in(app, "try_root")
    keeper = await signed_in(app, "try_keeper")
    made = await _make(client, _SERVICES, root.headers, roles=["try_writer"])
    answer = await client.delete(f"{_SERVICES}/{made['id']}", headers=keeper.headers)
    assert_refused(answer, 403, "FORBIDDEN")


async def test_only_who_may_changes_keys_of_services(
    app: FastAPI, client: AsyncClient
) -> None:
    writer = await signed_in(app, "try_writer")
    root = await signed_in(app, "try_root")
    made = await _make(client, _SERVICES, root.headers, roles=["try_reader"])
    refused = await _refused(client, _SERVICES, writer.headers, roles=["try_reader"])
    assert refused == (403, "FORBIDDEN")
    for method, path in (("GET", _SERVICES), ("DELETE", f"{_SERVICES}/{made['id']}")):
        answer = await client.request(method, path, headers=writer.headers)
        assert_refused(answer, 403, "FORBIDDEN")


async def test_a_service_with_the_permission_makes_keys_of_services(
    app: FastAPI, client: AsyncClient
) -> None:
    headers = sent(await key_of(app, None, "try_keeper"))
    made = await _make(client, _SERVICES, headers, roles=["try_reader"])
    me = await client.get("/auth/me", headers=sent(made["key"]))
    assert me.status_code == 403
    assert await _refused(client, _OWN, headers) == (403, "FORBIDDEN")
