"""How those sign in who ask in the tests of access."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from fastapi import FastAPI

from helpdesk.core.accounts.store import AccountStore
from helpdesk.core.context import utc_now
from helpdesk.core.db.unit_of_work import unit_of_work
from helpdesk.core.http.dependencies import resources_of
from helpdesk.models.account_sessions import AccountSession
from tests.principals import as_sent


async def signed_in(
    app: FastAPI, account: UUID, roles: Collection[str] = ()
) -> dict[str, str]:
    """Return the headers of somebody who has signed in, by a token like any other."""
    resources = resources_of(app)
    async with unit_of_work(resources) as work:
        store = AccountStore(work.session)
        for role in roles:
            await store.give(account, role)
        expires_at = utc_now() + dt.timedelta(days=1)
        signed = AccountSession(account_id=account, expires_at=expires_at)
        work.session.add(signed)
        await work.session.flush()
    token = resources.security.tokens.sign(account, signed.id, frozenset(roles))
    return {"Authorization": f"Bearer {token}"}


def let_sign_in(app: FastAPI) -> None:
    """Let every request be of whoever it says."""
    as_sent(app)
