"""The tenant of a request: that of the account, or one that the platform's people name."""

import uuid

import sqlalchemy as sa
from fastapi import Request

from helpdesk.core.db.unit_of_work import reading
from helpdesk.core.errors import ErrorDetail, InvalidError
from helpdesk.core.security.errors import ForbiddenError
from helpdesk.core.security.principal import Principal
from helpdesk.core.security.tenants import (
    ANY,
    SWITCH,
    across,
    may_on_the_platform,
    within,
)
from helpdesk.models.accounts import Account
from helpdesk.resources import Resources

HEADER = "X-Tenant"
"""Names a tenant by its id, or every one by `*`."""

_TENANT = sa.select(Account.tenant_id).where(Account.id == sa.bindparam("account"))


async def in_their_tenant(request: Request, principal: Principal) -> Principal:
    """Return a request's principal in the tenant where it works."""
    if principal.grants.kind == "system":
        return principal
    asked = request.headers.get(HEADER)
    own = principal.tenant
    if own is None and principal.id is not None:
        own = await _tenant_of(request.app.state.resources, principal.id)
    if asked is None or asked == str(own):
        return within(principal, own)
    # Whoever belongs to a tenant never leaves it, whatever its administrators grant.
    if own is not None or not may_on_the_platform(
        principal, ANY if asked == "*" else SWITCH
    ):
        raise ForbiddenError("You may not work in this tenant.")
    return across(principal) if asked == "*" else within(principal, _parsed(asked))


async def _tenant_of(resources: Resources, account: uuid.UUID) -> uuid.UUID | None:
    async with reading(resources) as work:
        found: uuid.UUID | None = await work.session.scalar(
            _TENANT, {"account": account}
        )
        return found


def _parsed(asked: str) -> uuid.UUID:
    try:
        return uuid.UUID(asked)
    except ValueError:
        message = "This is no tenant's id."
        details = [ErrorDetail(HEADER, message, "invalid")]
        raise InvalidError("The request is not valid.", details) from None
