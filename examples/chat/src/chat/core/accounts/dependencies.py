from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from chat.core.db.unit_of_work import unit_of_work
from chat.core.http.dependencies import resources_of
from chat.core.security.authentication import PrincipalDep
from chat.core.security.errors import ForbiddenError, UnauthenticatedError
from chat.core.security.principal import Principal

from .administration import PERMISSION, Administration


def require_signed_in(principal: Principal) -> None:
    """Raise UnauthenticatedError unless somebody has signed in."""
    if principal.is_anonymous:
        raise UnauthenticatedError("Sign in first.")


def _own_account(principal: PrincipalDep) -> UUID:
    """Return the account of whoever has signed in; nobody else gets as far as the body."""
    require_signed_in(principal)
    if principal.id is None:
        raise ForbiddenError("Only a person has an account.")
    return principal.id


OwnAccountDep = Annotated[UUID, Depends(_own_account)]


def _changed_account(account: OwnAccountDep, principal: PrincipalDep) -> UUID:
    """Return the account of whoever has signed in, unless their scopes keep them from it."""
    if not principal.grants.reaches(PERMISSION):
        raise ForbiddenError("The credential is not for changing the account.")
    return account


async def _administration(
    principal: PrincipalDep, request: Request
) -> AsyncIterator[Administration]:
    require_signed_in(principal)
    async with unit_of_work(resources_of(request.app)) as work:
        yield Administration(work, principal)


ChangedAccountDep = Annotated[UUID, Depends(_changed_account)]
AdministrationDep = Annotated[
    Administration, Depends(_administration, scope="function")
]
