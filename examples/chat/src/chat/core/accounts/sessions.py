"""Signing in, staying signed in, and signing out."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from chat.core.db.unit_of_work import UnitOfWork, reading, unit_of_work
from chat.core.identifiers import uuid7
from chat.core.security.audit import audit, audit_refusal
from chat.core.security.digests import digest, new_secret
from chat.core.security.errors import UnauthenticatedError
from chat.core.security.throttle import limit, network
from chat.models.account_sessions import AccountRefreshToken, AccountSession
from chat.models.accounts import Account
from chat.resources import Resources

from .session_store import SessionStore
from .store import normalised

_WRONG = "The e-mail address or the password is wrong."
_OVER = "The refresh token is not valid."


@dataclass(frozen=True, slots=True)
class Tokens:
    """What somebody gets who has signed in."""

    access_token: str
    refresh_token: str
    expires_in: int


class Sessions:
    """Begins and ends sessions; each step is a transaction of its own.

    None is open while a password is hashed, which takes longer than all the rest.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._kit = resources.security
        self._settings = resources.settings

    async def sign_in(self, email: str, password: str, address: str) -> Tokens:
        """Begin a session; raise UnauthenticatedError, in the same words for any reason."""
        await self.count_try(normalised(email), address)
        async with reading(self._resources) as work:
            account = await SessionStore(work.session).by_email(email)
        known = account.password_hash if account else None
        matches = await self._kit.passwords.matches(password, known)
        if account is None or known is None or not matches:
            audit_refusal("sign_in_refused", account.id if account else None)
            raise UnauthenticatedError(_WRONG)
        better = None
        if self._kit.passwords.is_weak(known):
            better = await self._kit.passwords.hashed(password)
        tokens = await self._begin(account, better)
        await self.forget_tries(normalised(email))
        return tokens

    async def refresh(self, token: str) -> Tokens:
        """Return new tokens for a refresh token, which is used up.

        One that comes again was stolen, or its successor was: its session ends.
        Of several that come at once one wins, and the others are only refused.
        """
        hashed = digest(token)
        async with reading(self._resources) as work:
            known = await SessionStore(work.session).refresh_token(hashed)
        if known is None:
            audit_refusal("refresh_refused")
        elif known.used_at is not None:
            await self._end_stolen(known.session_id)
        elif tokens := await self._go_on(hashed):
            return tokens
        else:
            audit_refusal("refresh_refused", session=str(known.session_id))
        raise UnauthenticatedError(_OVER, presented=True)

    async def sign_out(self, token: str) -> None:
        """End the session of a refresh token; there is nothing to do for an unknown one."""
        async with unit_of_work(self._resources) as work:
            store = SessionStore(work.session)
            known = await store.refresh_token(digest(token))
            if known is not None:
                await store.end_session(known.session_id, work.context.clock())
                audit("signed_out", session=str(known.session_id))

    async def sign_out_everywhere(self, account: UUID) -> None:
        """End all sessions of an account."""
        async with unit_of_work(self._resources) as work:
            store = SessionStore(work.session)
            await store.end_sessions(account, work.context.clock())
        audit("signed_out_everywhere", account)

    async def count_try(self, who: str, address: str) -> None:
        """Count that a password is tried; raise ThrottledError where it is one too many."""
        throttle, settings = self._kit.throttle, self._settings
        by_address = limit(settings.sign_ins_of_an_address)
        await throttle.count("sign_ins_of_an_address", by_address, network(address))
        by_account = limit(settings.sign_ins_of_an_account)
        await throttle.count("sign_ins_of_an_account", by_account, who)

    async def forget_tries(self, who: str) -> None:
        """Forget an account's tries, since the last one was right."""
        by_account = limit(self._settings.sign_ins_of_an_account)
        await self._kit.throttle.forget("sign_ins_of_an_account", by_account, who)

    async def _begin(self, account: Account, better: str | None) -> Tokens:
        """Begin a session, unless the account has changed since its password was checked."""
        async with unit_of_work(self._resources) as work:
            now, store = work.context.clock(), SessionStore(work.session)
            current = await store.held(account.id)
            if (
                current is None
                or current.disabled_at is not None
                or current.password_hash != account.password_hash
            ):
                audit_refusal("sign_in_refused", account.id)
                raise UnauthenticatedError(_WRONG)
            current.password_hash = better or current.password_hash
            await store.forget_ended(account.id, now)
            session = AccountSession(
                id=uuid7(),
                account_id=account.id,
                expires_at=now + dt.timedelta(days=self._settings.session_days),
            )
            work.session.add(session)
            await work.session.flush()
            tokens = await self._given(work, session)
        audit("signed_in", account.id, session=str(session.id))
        return tokens

    async def _go_on(self, hashed: str) -> Tokens | None:
        async with unit_of_work(self._resources) as work:
            now, store = work.context.clock(), SessionStore(work.session)
            used = await store.use_refresh_token(hashed, now)
            session = used and await store.open_session(used, now)
            if not session:
                return None
            await store.forget_refresh_tokens(session.id, now)
            tokens = await self._given(work, session)
        audit("refreshed", session.account_id, session=str(session.id))
        return tokens

    async def _given(self, work: UnitOfWork, session: AccountSession) -> Tokens:
        """Return tokens of a session: the refresh token is stored by its hash."""
        secret, kit = new_secret(), self._kit
        unused = work.context.clock() + dt.timedelta(
            days=self._settings.refresh_token_days
        )
        token = AccountRefreshToken(
            hash=digest(secret),
            session_id=session.id,
            expires_at=min(unused, session.expires_at),
        )
        work.session.add(token)
        roles = await SessionStore(work.session).roles(session.account_id)
        access = kit.tokens.sign(session.account_id, session.id, roles)
        return Tokens(access, secret, int(kit.tokens.lifetime.total_seconds()))

    async def _end_stolen(self, session: UUID) -> None:
        async with unit_of_work(self._resources) as work:
            await SessionStore(work.session).end_session(session, work.context.clock())
        audit_refusal("refresh_token_used_again", session=str(session))
