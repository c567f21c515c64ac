"""Roles given and taken, and accounts kept out, over the API."""

import uuid

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.accounts import administration
from chat.core.accounts.store import AccountStore
from chat.core.security import principal
from chat.models.accounts import Account
from tests.asking import ASKING
from tests.signing_in import SignedIn, new_account, signed_in
from tests.support import assert_refused

_ROLES = {
    "test_root": ("*",),
    "test_keeper": ("account:*", "thing:read"),
    "test_reader": ("thing:read",),
    "test_writer": ("thing:*",),
}


@pytest.fixture(autouse=True)
def _roles(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have roles of which one may change accounts and do little else; ask as one is asked."""
    monkeypatch.delitem(ASKING, app)
    monkeypatch.setattr(principal, "ROLES", _ROLES)
    monkeypatch.setattr(administration, "ROLES", _ROLES)


async def _status(client: AsyncClient, method: str, path: str, by: SignedIn) -> int:
    answer = await client.request(method, f"/auth/accounts/{path}", headers=by.headers)
    return answer.status_code


async def test_a_role_is_given_and_taken(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    root, account = await signed_in(app, "test_root"), await new_account(app, "kept")
    path = f"{account.id}/roles/test_writer"
    for _ in range(2):  # the second time there is nothing to do
        assert await _status(client, "PUT", path, root) == 204
    assert await AccountStore(session).roles(account.id) == {"kept", "test_writer"}
    for _ in range(2):
        assert await _status(client, "DELETE", path, root) == 204
    assert await AccountStore(session).roles(account.id) == {"kept"}


async def test_nobody_gives_what_they_have_not_got(
    app: FastAPI, client: AsyncClient
) -> None:
    keeper, account = await signed_in(app, "test_keeper"), await new_account(app)
    expected = {"test_reader": 204, "test_writer": 403, "test_root": 403}
    for role, status in expected.items():
        path = f"{account.id}/roles/{role}"
        assert await _status(client, "PUT", path, keeper) == status
    itself = f"{keeper.account}/roles/test_root"
    assert await _status(client, "PUT", itself, keeper) == 403


@pytest.mark.parametrize(
    ("method", "what"),
    [("DELETE", "roles/test_root"), ("PUT", "disabled"), ("DELETE", "disabled")],
)
async def test_nobody_touches_whom_they_could_not_be(
    app: FastAPI, client: AsyncClient, method: str, what: str
) -> None:
    keeper = await signed_in(app, "test_keeper")
    root = await new_account(app, "test_root")
    assert await _status(client, method, f"{root.id}/{what}", keeper) == 403


@pytest.mark.parametrize("what", ["roles/test_reader", "disabled"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_only_administrators_change_accounts(
    app: FastAPI, client: AsyncClient, method: str, what: str
) -> None:
    writer, account = await signed_in(app, "test_writer"), await new_account(app)
    path = f"/auth/accounts/{account.id}/{what}"
    assert_refused(await client.request(method, path), 401, "UNAUTHORIZED")
    answer = await client.request(method, path, headers=writer.headers)
    assert_refused(answer, 403, "FORBIDDEN")


async def test_there_is_nothing_to_do_for_nobody(
    app: FastAPI, client: AsyncClient
) -> None:
    root, account = await signed_in(app, "test_root"), await new_account(app)
    nobody = uuid.uuid4()
    assert await _status(client, "PUT", f"{nobody}/roles/test_reader", root) == 404
    assert await _status(client, "PUT", f"{nobody}/disabled", root) == 404
    assert await _status(client, "PUT", f"{account.id}/roles/nobody", root) == 404


async def test_a_role_that_is_no_more_can_be_taken(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    root, account = await signed_in(app, "test_root"), await new_account(app, "gone")
    path = f"{account.id}/roles/gone"
    assert await _status(client, "DELETE", path, root) == 204
    assert await AccountStore(session).roles(account.id) == frozenset()


async def test_a_role_that_is_no_more_permits_nothing(
    app: FastAPI, client: AsyncClient
) -> None:
    person = await signed_in(app, "gone")
    me = (await client.get("/auth/me", headers=person.headers)).json()
    assert (me["roles"], me["permissions"]) == (["gone"], [])


async def test_an_account_is_kept_out_and_let_in_again(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    root, person = await signed_in(app, "test_root"), await signed_in(app)
    path = f"{person.account}/disabled"
    for _ in range(2):
        assert await _status(client, "PUT", path, root) == 204
    account = await session.get_one(Account, person.account)
    assert account.disabled_at is not None
    for _ in range(2):
        assert await _status(client, "DELETE", path, root) == 204
    await session.refresh(account)
    assert account.disabled_at is None


async def test_what_administrators_do_is_kept(
    app: FastAPI, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, uuid.UUID, str]] = []

    def audit(event: str, account: uuid.UUID, *, by: str, **_facts: object) -> None:
        kept.append((event, account, by))

    monkeypatch.setattr(administration, "audit", audit)
    root, account = await signed_in(app, "test_root"), await new_account(app)
    for what in ("roles/test_reader", "disabled"):
        for method in ("PUT", "DELETE"):
            assert await _status(client, method, f"{account.id}/{what}", root) == 204
    events = ["role_given", "role_taken", "account_disabled", "account_enabled"]
    assert kept == [(event, account.id, str(root.account)) for event in events]
