"""Keys made and revoked."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from helpdesk.core.accounts.store import AccountStore
from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.errors import ConflictError, ErrorDetail, InvalidError, NotFoundError
from helpdesk.core.security.audit import audit
from helpdesk.core.security.errors import ForbiddenError
from helpdesk.core.security.principal import Principal
from helpdesk.core.security.roles import ROLES
from helpdesk.models.api_keys import ApiKey

from .secret import made
from .store import ApiKeyStore, words_of

PERMISSION = "api_key:write"
MOST = 100  # that hold at once, of an account and of all services


class ApiKeys:
    """Makes and revokes keys for a principal, in a unit of work of the caller's.

    What a key may do is never more than whoever makes it may do with what they sent:
    a key with scopes makes none without.
    """

    def __init__(self, work: UnitOfWork, principal: Principal, longest: int) -> None:
        self._work = work
        self._store = ApiKeyStore(work.session)
        self._now = work.context.clock()
        self._principal = principal
        self._longest = longest  # days that a key is good

    async def listed(self, account: UUID | None) -> Sequence[ApiKey]:
        """Return the keys of one's own account, or those of services."""
        self._require_permission(account)
        return await self._store.listed(account, self._now)

    async def make(
        self,
        account: UUID | None,
        name: str,
        *,
        roles: Collection[str] = (),
        scopes: Collection[str] | None = None,
        days: int | None = None,
    ) -> tuple[ApiKey, str]:
        """Make a key of one's own account, or of a service; return it and its secret text."""
        self._require_permission(account)
        self._require_roles(roles)
        left = self._scopes(scopes)
        await self._require_room(account)
        secret = made()
        key = ApiKey(
            account_id=account,
            name=name,
            prefix=secret.prefix,
            hash=secret.hash,
            roles=None if account else _text(roles),
            scopes=None if left is None else _text(left),
            expires_at=self._now + dt.timedelta(days=self._days(days)),
        )
        await self._store.add(key)
        audit("key_made", account, key=str(key.id), by=self._by)
        return key, secret.key

    async def revoke(self, account: UUID | None, key: UUID) -> None:
        """Revoke a key of one's own account, or of a service."""
        self._require_permission(account)
        held = await self._store.one(account, key)
        if held is None:
            raise NotFoundError("There is no such key.")
        if not self._could_do(words_of(held.roles)):
            raise ForbiddenError("You may not do all that this key may.")
        if held.revoked_at is None:
            held.revoked_at = self._now
            audit("key_revoked", account, key=str(key), by=self._by)

    @property
    def _by(self) -> str:
        principal = self._principal
        return str(principal.id or principal.client or principal.grants.kind)

    def _require_permission(self, account: UUID | None) -> None:
        """One's own keys take no permission, unless scopes took it away; others' do."""
        grants = self._principal.grants
        allowed = grants.reaches if account else grants.may
        if not allowed(PERMISSION):
            raise ForbiddenError("You may not change these keys.")

    def _require_roles(self, roles: Collection[str]) -> None:
        for role in roles:
            if role not in ROLES:
                message = f"There is no role {role}."
                detail = ErrorDetail("roles", message, "rule_broken")
                raise InvalidError("The request is not valid.", [detail])
        if not self._could_do(roles):
            raise ForbiddenError("You may not do all that this key could.")

    def _could_do(self, roles: Collection[str]) -> bool:
        needed = {each for role in roles for each in ROLES.get(role, ())}
        return all(map(self._principal.grants.may, needed))

    def _scopes(self, asked: Collection[str] | None) -> Collection[str] | None:
        if asked is None:
            return self._principal.grants.scopes
        if not all(map(self._principal.grants.reaches, asked)):
            raise ForbiddenError("Your own scopes do not reach so far.")
        return asked

    def _days(self, asked: int | None) -> int:
        if asked is None or asked <= self._longest:
            return asked or self._longest
        message = f"A key is good for {self._longest} days at the most."
        detail = ErrorDetail("expires_in_days", message, "rule_broken")
        raise InvalidError("The request is not valid.", [detail])

    async def _require_room(self, account: UUID | None) -> None:
        if account is not None:  # one after the other, or each finds room for itself
            await AccountStore(self._work.session).held(account)
        await self._store.forget_ended(account, self._now)
        if len(await self._store.listed(account, self._now)) >= MOST:
            raise ConflictError(f"There are {MOST} keys already: revoke one.")


def _text(words: Collection[str]) -> str:
    return " ".join(sorted(set(words)))
