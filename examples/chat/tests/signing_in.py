"""Accounts for tests, and what they sign in with."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import argon2
import pytest
from fastapi import FastAPI

from chat.core.accounts.store import AccountStore
from chat.core.context import utc_now
from chat.core.db.unit_of_work import unit_of_work
from chat.core.http.dependencies import resources_of
from chat.core.mail import Mail
from chat.core.security import kit
from chat.core.security.kit import SecurityKit
from chat.core.security.passwords import Passwords
from chat.models.account_sessions import AccountSession
from chat.models.accounts import Account

PASSWORD = "correct horse battery"  # noqa: S105


@dataclass(frozen=True)
class SignedIn:
    """An account, and the headers of a request of its."""

    account: UUID
    email: str
    headers: Mapping[str, str]


async def signed_in(app: FastAPI, *roles: str) -> SignedIn:
    """Store an account with some roles that has signed in."""
    account = await new_account(app, *roles)
    assert account.email
    return SignedIn(account.id, account.email, await _headers(app, account, roles))


async def _headers(
    app: FastAPI, account: Account, roles: tuple[str, ...]
) -> dict[str, str]:
    resources = resources_of(app)
    async with unit_of_work(resources) as work:
        session = AccountSession(
            account_id=account.id, expires_at=utc_now() + dt.timedelta(days=1)
        )
        work.session.add(session)
        await work.session.flush()
    token = resources.security.tokens.sign(account.id, session.id, frozenset(roles))
    return bearer(token)


async def new_account(
    app: FastAPI, *roles: str, password: str | None = None
) -> Account:
    """Store an account with some roles, and a password if it needs one."""
    resources = resources_of(app)
    hashed = password and await resources.security.passwords.hashed(password)
    async with unit_of_work(resources) as work:
        store = AccountStore(work.session)
        email = f"{uuid4().hex}@example.com"
        account = await store.add(email, hashed, work.context.clock())
        for role in roles:
            await store.give(account.id, role)
    return account


def hash_cheaply() -> None:
    """Let applications hash in no time; what a hash costs has tests of its own."""
    cheap = partial(Passwords, cost=argon2.profiles.CHEAPEST)
    pytest.MonkeyPatch().setattr(kit, "Passwords", cheap)


def bearer(token: str) -> dict[str, str]:
    """Return the headers of a request with an access token."""
    return {"Authorization": f"Bearer {token}"}


def with_tools(app: FastAPI, monkeypatch: pytest.MonkeyPatch, **tools: Any) -> None:
    """Give an application other tools of signing in for the time of a test."""
    for name, tool in tools.items():
        monkeypatch.setattr(resources_of(app).security, name, tool)


class Postbox:
    """Keeps mail instead of sending it."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)

    def token(self) -> str:
        """Return the token in the last mail."""
        return self.mails[-1].text.partition("#token=")[2].split()[0]


async def delivered(tools: SecurityKit) -> None:
    """Wait until what was to be mailed is."""
    await tools.background.finish()
