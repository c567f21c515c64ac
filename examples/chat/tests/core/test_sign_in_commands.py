"""The commands by which operators make the first account and the next keys."""

import io
import json

import pytest
from fastapi import FastAPI

from chat.core.accounts import __main__ as program
from chat.core.accounts import administration, sign_in_commands
from chat.core.accounts.commands import CommandError
from chat.core.accounts.sign_in_commands import create_administrator
from chat.core.accounts.store import AccountStore
from chat.core.db.database import Database
from chat.core.errors import InvalidError
from chat.core.http.dependencies import resources_of
from chat.core.security.keys import read_keys
from chat.settings import Settings
from tests.signing_in import PASSWORD

_EMAIL = "ada@example.com"
_ROLE = "test_role"


@pytest.fixture(autouse=True)
def _roles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a role, whether the design has any or none."""
    for module in (administration, sign_in_commands):
        monkeypatch.setattr(module, "ROLES", {_ROLE: ("*",)})


async def test_the_first_administrator_is_made(app: FastAPI, emptied: Database) -> None:
    resources = resources_of(app)
    account = await create_administrator(resources, _EMAIL, PASSWORD, _ROLE)
    async with emptied.reading() as session:
        store = AccountStore(session)
        stored = await store.by_email(_EMAIL)
        assert stored is not None
        assert stored.id == account
        assert stored.email_verified_at is not None
        assert await store.roles(account) == {_ROLE}
    with pytest.raises(CommandError, match="There is an account"):
        await create_administrator(resources, "Ada@Example.com", PASSWORD, _ROLE)


async def test_an_administrator_has_a_good_password(
    app: FastAPI, emptied: Database
) -> None:
    resources = resources_of(app)
    with pytest.raises(CommandError, match="8 characters"):
        await create_administrator(resources, _EMAIL, "short", _ROLE)
    with pytest.raises(InvalidError):
        await create_administrator(resources, _EMAIL, "password1", _ROLE)


def test_the_next_keys_are_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JWT_KEYS", raising=False)
    assert program.main(["keys"]) == 0
    first = capsys.readouterr().out
    monkeypatch.setenv("JWT_KEYS", first)
    assert program.main(["keys"]) == 0
    second = capsys.readouterr().out
    kids = [each["kid"] for each in json.loads(second)["keys"]]
    assert kids[1] == read_keys(first).signing.kid
    monkeypatch.setenv("JWT_KEYS", "{}")
    assert program.main(["keys"]) == 1
    assert "JWT_KEYS" in capsys.readouterr().err


def test_a_command_says_why_it_does_nothing(
    migrated: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(program, "Settings", lambda: migrated)
    monkeypatch.setattr("sys.stdin", io.StringIO("password1\n"))
    assert program.main(["create-admin", _EMAIL, "--role", _ROLE]) == 1
    assert "easy to guess" in capsys.readouterr().err
