"""What is asked and told of sessions and their tokens in the database."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from chat.models.account_sessions import (
    AccountMailToken,
    AccountRefreshToken,
    AccountSession,
)
from chat.models.accounts import Account

from .store import AccountStore


class SessionStore(AccountStore):
    """The rows of accounts, and of those who are signed in to them."""

    async def open_session(
        self, session: UUID, now: dt.datetime
    ) -> AccountSession | None:
        """Return a session that nobody has ended, and that nobody ends before we are done."""
        asked = (
            sa.select(AccountSession)
            .join(Account, Account.id == AccountSession.account_id)
            .where(AccountSession.id == session, *alive(now))
            .with_for_update(of=AccountSession, key_share=True)
        )
        return await self._session.scalar(asked)

    async def end_session(self, session: UUID, now: dt.datetime) -> None:
        """End one session, and with it every token of it."""
        await self._end(now, AccountSession.id == session)

    async def end_sessions(self, account: UUID, now: dt.datetime) -> None:
        """End every session of an account."""
        await self._end(now, AccountSession.account_id == account)

    async def forget_ended(self, account: UUID, now: dt.datetime) -> None:
        """Delete what is left of sessions that nobody can come back to."""
        over = AccountSession.account_id == account, AccountSession.expires_at <= now
        await self._session.execute(sa.delete(AccountSession).where(*over))

    async def _end(self, now: dt.datetime, which: sa.ColumnElement[bool]) -> None:
        still = AccountSession.revoked_at.is_(None)
        change = sa.update(AccountSession).where(which, still)
        await self._session.execute(change.values(revoked_at=now))

    # Refresh tokens

    async def refresh_token(self, hashed: str) -> AccountRefreshToken | None:
        """Return a refresh token, used or not."""
        return await self._session.get(AccountRefreshToken, hashed)

    async def use_refresh_token(self, hashed: str, now: dt.datetime) -> UUID | None:
        """Use a token up and return its session; None where somebody was faster."""
        change = sa.update(AccountRefreshToken).where(
            AccountRefreshToken.hash == hashed,
            AccountRefreshToken.used_at.is_(None),
            AccountRefreshToken.expires_at > now,
        )
        used = change.values(used_at=now).returning(AccountRefreshToken.session_id)
        return await self._session.scalar(used)

    async def forget_refresh_tokens(self, session: UUID, now: dt.datetime) -> None:
        """Delete the tokens of a session that are too old to be told from made-up ones."""
        old = (
            AccountRefreshToken.session_id == session,
            AccountRefreshToken.expires_at <= now,
        )
        await self._session.execute(sa.delete(AccountRefreshToken).where(*old))

    # Tokens that are mailed

    async def mail_token(self, hashed: str, purpose: str) -> AccountMailToken | None:
        """Return a token that was mailed for something, be it still good or not."""
        asked = sa.select(AccountMailToken).where(
            AccountMailToken.hash == hashed, AccountMailToken.purpose == purpose
        )
        return await self._session.scalar(asked)

    async def use_mail_token(self, hashed: str, now: dt.datetime) -> bool:
        """Use a token up; return whether it was still there to be used."""
        change = sa.update(AccountMailToken).where(
            AccountMailToken.hash == hashed,
            AccountMailToken.used_at.is_(None),
            AccountMailToken.expires_at > now,
        )
        used = change.values(used_at=now).returning(AccountMailToken.hash)
        return await self._session.scalar(used) is not None

    async def replace_mail_tokens(self, token: AccountMailToken) -> None:
        """Store a token; those that were mailed to the same address before are void."""
        same = sa.delete(AccountMailToken).where(AccountMailToken.email == token.email)
        await self._session.execute(same)
        self._session.add(token)


def alive(
    now: dt.datetime | sa.BindParameter[dt.datetime],
) -> tuple[sa.ColumnElement[bool], ...]:
    """Return that a session is still open, and that of an account that may be."""
    return (
        AccountSession.revoked_at.is_(None),
        AccountSession.expires_at > now,
        Account.disabled_at.is_(None),
    )
