"""What is asked and told of keys in the database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from helpdesk.models.accounts import Account, AccountRole
from helpdesk.models.api_keys import ApiKey

_KEPT = dt.timedelta(days=30)  # what has ended can be told from what never was


@dataclass(frozen=True, slots=True)
class Known:
    """A key, and whoever it is of."""

    key: ApiKey
    disabled: bool
    roles: frozenset[str]


class ApiKeyStore:
    """The rows of keys, in the session of a unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_prefix(self, prefix: str) -> Known | None:
        """Return the key with this prefix with the roles that its account, or itself, has."""
        asked = (
            sa.select(ApiKey, Account.disabled_at, AccountRole.role)
            .outerjoin(Account, Account.id == ApiKey.account_id)
            .outerjoin(AccountRole, AccountRole.account_id == Account.id)
            .where(ApiKey.prefix == prefix)
        )
        rows = (await self._session.execute(asked)).all()
        if not rows:
            return None
        key, disabled, _ = rows[0]
        roles = frozenset(role for _, _, role in rows if role is not None)
        if key.account_id is None:
            roles = frozenset(words_of(key.roles))
        return Known(key, disabled is not None, roles)

    async def listed(self, account: UUID | None, now: dt.datetime) -> Sequence[ApiKey]:
        """Return the keys of an account, or those of services, that still hold."""
        asked = (
            sa.select(ApiKey)
            .where(_of(account), ApiKey.revoked_at.is_(None), ApiKey.expires_at > now)
            .order_by(ApiKey.id)
        )
        return (await self._session.scalars(asked)).all()

    async def one(self, account: UUID | None, key: UUID) -> ApiKey | None:
        """Return a key of an account, or one of a service."""
        asked = sa.select(ApiKey).where(ApiKey.id == key, _of(account))
        return await self._session.scalar(asked)

    async def add(self, key: ApiKey) -> None:
        """Store a key."""
        self._session.add(key)
        await self._session.flush()

    async def forget_ended(self, account: UUID | None, now: dt.datetime) -> None:
        """Delete keys that ended long ago."""
        over = now - _KEPT
        ended = sa.or_(ApiKey.revoked_at <= over, ApiKey.expires_at <= over)
        await self._session.execute(sa.delete(ApiKey).where(_of(account), ended))

    async def used(self, key: UUID, now: dt.datetime, before: dt.datetime) -> None:
        """Note that a key was used, unless it was noted not long ago."""
        stale = sa.or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at <= before)
        change = sa.update(ApiKey).where(ApiKey.id == key, stale)
        await self._session.execute(change.values(last_used_at=now))


def words_of(stored: str | None) -> list[str]:
    """Return the roles or scopes that are stored as one text."""
    return (stored or "").split()


def _of(account: UUID | None) -> sa.ColumnElement[bool]:
    if account is None:
        return ApiKey.account_id.is_(None)
    return ApiKey.account_id == account
