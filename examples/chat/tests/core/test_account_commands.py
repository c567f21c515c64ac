"""The commands by which operators change accounts."""

import uuid

import pytest
from fastapi import FastAPI

from chat.core.accounts import __main__ as program
from chat.core.accounts import administration, commands
from chat.core.accounts.store import AccountStore
from chat.core.db.database import Database
from chat.core.http.dependencies import resources_of
from chat.settings import Settings

_EMAIL = "ada@example.com"
_ROLE = "test_role"


@pytest.fixture(autouse=True)
def _roles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a role, whether the design has any or none."""
    monkeypatch.setattr(administration, "ROLES", {_ROLE: ()})


@pytest.mark.parametrize("by", ["email", "key"])
async def test_accounts_are_changed(app: FastAPI, emptied: Database, by: str) -> None:
    resources = resources_of(app)
    account = await commands.create(resources, _EMAIL)
    who = _EMAIL if by == "email" else str(account)
    for command, has, disabled in (
        ("grant", {_ROLE}, False),
        ("revoke", set(), False),
        ("disable", set(), True),
        ("enable", set(), False),
    ):
        assert await commands.change(resources, command, who, _ROLE) == account
        async with emptied.reading() as session:
            store = AccountStore(session)
            assert await store.roles(account) == has
            found = await store.by_id(account)
            assert found is not None
            assert found.password_hash is None
            assert (found.disabled_at is not None) is disabled


async def test_there_is_one_account_of_an_address(
    app: FastAPI, emptied: Database
) -> None:
    resources = resources_of(app)
    await commands.create(resources, _EMAIL)
    with pytest.raises(commands.CommandError, match="There is an account"):
        await commands.create(resources, "Ada@Example.com")


@pytest.mark.parametrize("who", ["nobody@example.com", str(uuid.UUID(int=0)), "nobody"])
def test_a_command_says_why_it_does_nothing(
    migrated: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    monkeypatch.setattr(program, "Settings", lambda: migrated)
    assert program.main(["disable", who]) == 1
    assert who in capsys.readouterr().err
