"""What has changed since an access token was given: one look-up a request."""

from helpdesk.core.db.unit_of_work import reading
from helpdesk.core.security.audit import audit_refusal
from helpdesk.core.security.errors import UnauthenticatedError
from helpdesk.core.security.tokens import Claims
from helpdesk.resources import Resources

from .session_store import SessionStore


async def current_roles(resources: Resources, claims: Claims) -> frozenset[str]:
    """Return the roles of an account; raise UnauthenticatedError if it is out by now."""
    async with reading(resources) as work:
        now = work.context.clock()
        store = SessionStore(work.session)
        roles = await store.session_roles(claims.session, claims.account, now)
    if roles is None:
        audit_refusal("access_token_refused", claims.account, reason="ended")
        raise UnauthenticatedError("The session has ended.", presented=True)
    return roles
