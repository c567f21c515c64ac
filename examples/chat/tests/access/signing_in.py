"""How those sign in who ask in the tests of access."""

from collections.abc import Collection
from uuid import UUID, uuid4

from fastapi import FastAPI

from chat.core.http.dependencies import resources_of
from tests.principals import as_sent


async def signed_in(
    app: FastAPI, account: UUID, roles: Collection[str] = ()
) -> dict[str, str]:
    """Return the headers of somebody who has signed in, by a token like any other."""
    resources = resources_of(app)
    token = resources.security.tokens.sign(account, uuid4(), frozenset(roles))
    return {"Authorization": f"Bearer {token}"}


def let_sign_in(app: FastAPI) -> None:
    """Let every request be of whoever it says."""
    as_sent(app)
