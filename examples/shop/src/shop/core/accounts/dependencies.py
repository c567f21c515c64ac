from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from shop.core.db.unit_of_work import unit_of_work
from shop.core.http.dependencies import resources_of
from shop.core.security.authentication import PrincipalDep
from shop.core.security.errors import ForbiddenError, UnauthenticatedError
from shop.core.security.principal import Principal

from .administration import Administration


def _own_account(principal: PrincipalDep) -> UUID:
    """Return the account of whoever has signed in; nobody else gets as far as the body."""
    _require_signed_in(principal)
    if principal.id is None:
        raise ForbiddenError("Only a person has an account.")
    return principal.id


async def _administration(
    principal: PrincipalDep, request: Request
) -> AsyncIterator[Administration]:
    _require_signed_in(principal)
    async with unit_of_work(resources_of(request.app)) as work:
        yield Administration(work, principal)


def _require_signed_in(principal: Principal) -> None:
    if principal.is_anonymous:
        raise UnauthenticatedError("Sign in first.")


OwnAccountDep = Annotated[UUID, Depends(_own_account)]
AdministrationDep = Annotated[
    Administration, Depends(_administration, scope="function")
]
