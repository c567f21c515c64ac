"""Who may do what, as administrators change it."""

from uuid import UUID

from chat.core.accounts.session_store import SessionStore
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.errors import NotFoundError
from chat.core.security.audit import audit
from chat.core.security.errors import ForbiddenError
from chat.core.security.principal import Principal
from chat.core.security.roles import ROLES
from chat.models.accounts import Account

from .store import AccountStore

PERMISSION = "account:write"


class Administration:
    """Changes accounts for a principal, in a unit of work of the caller's.

    Nobody gives or takes what they could not do themselves, nor touches whom they could not
    be: otherwise `account:*` alone would be as good as `*`.
    """

    def __init__(self, work: UnitOfWork, principal: Principal) -> None:
        self._work = work
        self._store = AccountStore(work.session)
        self._now = work.context.clock()
        self._principal = principal

    async def give(self, account: UUID, role: str) -> None:
        """Give an account a role, if it has not got it."""
        await self._held(account, role)
        if role not in ROLES:
            raise NotFoundError("There is no such role.")
        if await self._store.give(account, role):
            audit("role_given", account, role=role, by=self._by)

    async def take(self, account: UUID, role: str) -> None:
        """Take a role from an account, if it has it."""
        await self._held(account, role)
        if await self._store.take(account, role):
            audit("role_taken", account, role=role, by=self._by)

    async def disable(self, account: UUID) -> None:
        """Keep an account out, and end what it has begun."""
        held = await self._held(account)
        if held.disabled_at is None:
            held.disabled_at = self._now
            await self._store.flush()  # whoever signs in now has to see it
            sessions = SessionStore(self._work.session)
            await sessions.end_sessions(account, self._now)
            audit("account_disabled", account, by=self._by)

    async def enable(self, account: UUID) -> None:
        """Let an account in again."""
        held = await self._held(account)
        if held.disabled_at is not None:
            held.disabled_at = None
            audit("account_enabled", account, by=self._by)

    @property
    def _by(self) -> str:
        return str(self._principal.id or self._principal.grants.kind)

    async def _held(self, account: UUID, *roles: str) -> Account:
        """Return an account that this principal may change; raise unless there is one."""
        if not self._principal.grants.may(PERMISSION):
            raise ForbiddenError("You may not change accounts.")
        held = await self._store.held(account)
        if held is None:
            raise NotFoundError("There is no account with this key.")
        concerned = [*roles, *await self._store.roles(account)]
        needed = {each for role in concerned for each in ROLES.get(role, ())}
        if not all(map(self._principal.grants.may, needed)):
            raise ForbiddenError("You may not do all that this account may.")
        return held
