"""Who sends a request."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from .authenticators import AUTHENTICATORS
from .errors import UnauthenticatedError
from .principal import ANONYMOUS, Principal

_FOUND = "principal"


async def principal_of(connection: HTTPConnection) -> Principal:
    """Return whose a request is; raise UnauthenticatedError for a credential that proves nothing.

    It is found out once a request, however often somebody asks.
    """
    found = connection.scope.get(_FOUND)
    if found is None:
        found = connection.scope[_FOUND] = await _authenticated(connection)
    if isinstance(found, UnauthenticatedError):
        raise found
    known: Principal = found
    return known


async def _authenticated(
    connection: HTTPConnection,
) -> Principal | UnauthenticatedError:
    try:
        for authenticate in AUTHENTICATORS:
            principal = await authenticate(connection)
            if principal is not None:
                return principal
    except UnauthenticatedError as error:
        return error
    if "Authorization" in connection.headers:  # of a kind that nobody here knows
        return UnauthenticatedError("The credential is not valid.", presented=True)
    return ANONYMOUS


PrincipalDep = Annotated[Principal, Depends(principal_of)]
