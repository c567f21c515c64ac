"""What is asked and told of accounts in the database."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chat.models.accounts import Account, AccountRole


def normalised(email: str) -> str:
    """Return an address in the one form in which it is stored and looked up.

    The part before the @ could differ by case, and never does.
    """
    return email.strip().lower()


class AccountStore:
    """The rows of accounts, in the session of a unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_email(self, email: str) -> Account | None:
        """Return the account with this address, if there is one."""
        asked = sa.select(Account).where(Account.email == normalised(email))
        return await self._session.scalar(asked)

    async def by_id(self, account: UUID) -> Account | None:
        """Return the account with this key, if there is one."""
        return await self._session.get(Account, account)

    async def held(self, account: UUID) -> Account | None:
        """Return an account that nobody changes until the end of the transaction."""
        asked = sa.select(Account).where(Account.id == account)
        return await self._session.scalar(asked.with_for_update(key_share=True))

    async def flush(self) -> None:
        """Write what was changed, before other statements."""
        await self._session.flush()

    async def add(
        self, email: str, password_hash: str | None, now: dt.datetime
    ) -> Account:
        """Store an account whose address is known to be its owner's."""
        account = Account(
            email=normalised(email),
            password_hash=password_hash,
            email_verified_at=now,
        )
        self._session.add(account)
        await self._session.flush()
        return account

    # Roles

    async def roles(self, account: UUID) -> frozenset[str]:
        """Return the roles of an account."""
        asked = sa.select(AccountRole.role).where(AccountRole.account_id == account)
        return frozenset(await self._session.scalars(asked))

    async def give(self, account: UUID, role: str) -> bool:
        """Give a role; return whether it is new."""
        if role in await self.roles(account):
            return False
        self._session.add(AccountRole(account_id=account, role=role))
        await self._session.flush()
        return True

    async def take(self, account: UUID, role: str) -> bool:
        """Take a role away; return whether it was there."""
        if role not in await self.roles(account):
            return False
        same = AccountRole.account_id == account, AccountRole.role == role
        await self._session.execute(sa.delete(AccountRole).where(*same))
        return True
