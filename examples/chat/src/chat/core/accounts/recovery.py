"""Accounts of one's own: made, and given another password, by whoever reads their mail."""

import datetime as dt
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from chat.core.db.unit_of_work import reading, unit_of_work
from chat.core.errors import ErrorDetail, InvalidError
from chat.core.mail import Mail
from chat.core.security.audit import audit, audit_refusal
from chat.core.security.digests import digest, new_secret
from chat.core.security.passwords import require_good
from chat.core.security.throttle import limit, network
from chat.models.account_sessions import AccountMailToken
from chat.resources import Resources

from . import messages
from .session_store import SessionStore
from .sessions import Sessions
from .store import normalised

_VERIFY, _RESET = "verify", "reset"
_GOOD_FOR = {_VERIFY: dt.timedelta(days=1), _RESET: dt.timedelta(hours=1)}


class Recovery:
    """Registers accounts, and lets their owners back in.

    What is mailed is mailed behind the answer, which so tells nobody by its time whether
    there is an account.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._kit = resources.security

    async def register(self, email: str, address: str) -> None:
        """Mail a link by which an account is made, or that there is one already."""
        await self._count(email, address)
        self._kit.background.start("register", self._register(normalised(email)))

    async def verify(self, token: str, password: str) -> None:
        """Make the account of somebody who reads its mail, with a first password.

        It is chosen here and not on registering, when anybody may have named the address.
        """
        await self._with_token(token, _VERIFY, password)

    async def forget(self, email: str, address: str) -> None:
        """Mail a link by which the password is set anew, if there is such an account."""
        await self._count(email, address)
        self._kit.background.start("forget", self._forget(normalised(email)))

    async def reset(self, token: str, password: str) -> None:
        """Set another password, and end every session that the old one has begun."""
        await self._with_token(token, _RESET, password)

    async def change(self, account: UUID, current: str, new: str, address: str) -> None:
        """Set another password for whoever knows the current one; end every session."""
        sessions = Sessions(self._resources)
        async with reading(self._resources) as work:
            known = await SessionStore(work.session).by_id(account)
        if known is None or known.password_hash is None or known.email is None:
            raise _refused("current_password", "The account has no password.")
        await sessions.count_try(known.email, address)
        if not await self._kit.passwords.matches(current, known.password_hash):
            audit_refusal("password_change_refused", account)
            raise _refused("current_password", "This is not the password.")
        await sessions.forget_tries(known.email)
        require_good(new, known.email, "new_password")
        hashed = await self._kit.passwords.hashed(new)
        async with unit_of_work(self._resources) as work:
            store = SessionStore(work.session)
            held = await store.held(account)
            if held is None or held.password_hash != known.password_hash:
                raise _refused("current_password", "This is not the password.")
            held.password_hash = hashed
            await store.end_sessions(account, work.context.clock())
        audit("password_changed", account)
        self._tell(messages.password_changed(known.email))

    async def _with_token(self, token: str, purpose: str, password: str) -> None:
        hashed = digest(token)
        async with reading(self._resources) as work:
            mailed = await SessionStore(work.session).mail_token(hashed, purpose)
        if mailed is None:
            audit_refusal("mail_token_refused", purpose=purpose)
            raise _refused("token", "The token is not valid any more.")
        require_good(password, mailed.email)
        stored = await self._kit.passwords.hashed(password)
        try:
            account = await self._stored(hashed, mailed, stored)
        except IntegrityError:  # somebody else has made the account meanwhile
            account = None
        if account is None:
            audit_refusal("mail_token_refused", purpose=purpose)
            raise _refused("token", "The token is not valid any more.")
        audit("registered" if purpose == _VERIFY else "password_reset", account)
        if purpose == _RESET:
            self._tell(messages.password_changed(mailed.email))

    async def _stored(
        self, hashed: str, mailed: AccountMailToken, password_hash: str
    ) -> UUID | None:
        """Use a token and store the password; None where the token was used meanwhile."""
        async with unit_of_work(self._resources) as work:
            now, store = work.context.clock(), SessionStore(work.session)
            if not await store.use_mail_token(hashed, now):
                return None
            account = await store.by_email(mailed.email)
            if mailed.purpose == _VERIFY:
                if account is not None:
                    return None
                added = await store.add(mailed.email, password_hash, now)
                return added.id
            held = account and await store.held(account.id)
            if held is None or held.disabled_at is not None:
                return None
            held.password_hash = password_hash
            held.email_verified_at = held.email_verified_at or now
            await store.end_sessions(held.id, now)
            return held.id

    async def _register(self, email: str) -> None:
        async with reading(self._resources) as work:
            account = await SessionStore(work.session).by_email(email)
        if account is None:
            await self._mail_token(email, _VERIFY)
        else:
            await self._kit.mailer.send(messages.already_registered(email))

    async def _forget(self, email: str) -> None:
        async with reading(self._resources) as work:
            account = await SessionStore(work.session).by_email(email)
        if account is None or account.disabled_at is not None:
            return
        if account.issuer is None:  # whom another issuer signs in has no password here
            await self._mail_token(email, _RESET)

    async def _mail_token(self, email: str, purpose: str) -> None:
        """Mail a new token, before which all others to this address are void."""
        secret = new_secret()
        async with unit_of_work(self._resources) as work:
            token = AccountMailToken(
                hash=digest(secret),
                purpose=purpose,
                email=email,
                expires_at=work.context.clock() + _GOOD_FOR[purpose],
            )
            await SessionStore(work.session).replace_mail_tokens(token)
        url = self._resources.settings.accounts_url
        await self._kit.mailer.send(messages.WITH_TOKEN[purpose](email, url, secret))

    def _tell(self, mail: Mail) -> None:
        self._kit.background.start("mail", self._kit.mailer.send(mail))

    async def _count(self, email: str, address: str) -> None:
        """Count that a mail is asked for; raise ThrottledError where it is one too many."""
        throttle, settings = self._kit.throttle, self._resources.settings
        asked = limit(settings.sign_ins_of_an_address)
        await throttle.count("mails_asked_for", asked, network(address))
        mailed = limit(settings.mails_to_an_address)
        await throttle.count("mails_to_an_address", mailed, normalised(email))


def _refused(field: str, message: str) -> InvalidError:
    detail = ErrorDetail(field, message, "rule_broken")
    return InvalidError("The request is not valid.", [detail])
