"""What has changed since an access token was given: one look-up a request."""

import sqlalchemy as sa

from helpdesk.core.db.unit_of_work import reading
from helpdesk.core.security.audit import audit_refusal
from helpdesk.core.security.errors import UnauthenticatedError
from helpdesk.core.security.tokens import Claims
from helpdesk.models.account_sessions import AccountSession
from helpdesk.models.accounts import Account, AccountRole
from helpdesk.resources import Resources

from .session_store import alive

# It is asked with every request, and building it costs as much as asking.
_ROLES = (
    sa.select(AccountRole.role)
    .select_from(AccountSession)
    .join(Account, Account.id == AccountSession.account_id)
    .outerjoin(AccountRole, AccountRole.account_id == Account.id)
    .where(
        AccountSession.id == sa.bindparam("session"),
        Account.id == sa.bindparam("account"),
        *alive(sa.bindparam("now")),
    )
)


async def current_roles(resources: Resources, claims: Claims) -> frozenset[str]:
    """Return the roles of an account; raise UnauthenticatedError if it is out by now."""
    async with reading(resources) as work:
        asked = {
            "session": claims.session,
            "account": claims.account,
            "now": work.context.clock(),
        }
        found = (await work.session.scalars(_ROLES, asked)).all()
    if not found:
        audit_refusal("access_token_refused", claims.account, reason="ended")
        raise UnauthenticatedError("The session has ended.", presented=True)
    return frozenset(role for role in found if role is not None)
