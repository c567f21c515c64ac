"""Keys for tests."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from helpdesk.core.api_keys import keys
from helpdesk.core.db.unit_of_work import unit_of_work
from helpdesk.core.http.dependencies import resources_of
from helpdesk.core.security import principal

ROLES = {
    "try_root": ("*",),
    "try_keeper": ("api_key:*", "thing:read"),
    "try_reader": ("thing:read",),
    "try_writer": ("thing:*",),
}


async def key_of(
    app: FastAPI,
    account: UUID | None,
    *roles: str,
    scopes: Collection[str] | None = None,
) -> str:
    """Return a new key of an account, or of a service with some roles."""
    async with unit_of_work(resources_of(app)) as work:
        making = keys.ApiKeys(work, principal.SYSTEM, 1)
        _, secret = await making.make(account, "a test", roles=roles, scopes=scopes)
    return secret


def sent(key: str) -> dict[str, str]:
    """Return the headers of a request with a key."""
    return {"X-API-Key": key}


def with_roles(monkeypatch: Any) -> None:
    """Have roles that no design says anything of."""
    for module in (keys, principal):
        monkeypatch.setattr(module, "ROLES", ROLES)
