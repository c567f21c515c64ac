"""Who asks in tests: the system, where a test is about something else than who may do what."""

from fastapi import FastAPI, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.context import Context
from shop.core.db.unit_of_work import UnitOfWork
from shop.core.security.authentication import principal_of
from shop.core.security.errors import UnauthenticatedError
from shop.core.security.principal import ANONYMOUS, SYSTEM, Principal

TESTER = SYSTEM
SIGNED_IN = {"Authorization": "Bearer the-system"}


def as_system(app: FastAPI) -> None:
    """Let every request be the system's, which is held to no rule."""
    app.dependency_overrides[principal_of] = _system


def as_sent(app: FastAPI) -> None:
    """Let every request be of whoever it says."""
    app.dependency_overrides.pop(principal_of, None)


def as_system_if_signed_in(app: FastAPI) -> None:
    """Let requests with `SIGNED_IN` be the system's, and refuse whatever else signs in."""
    app.dependency_overrides[principal_of] = _signed_in


def system_work(session: AsyncSession) -> UnitOfWork:
    """Return a unit of work of the system's."""
    return UnitOfWork(session, Context(principal=TESTER))


async def _system() -> Principal:
    return TESTER


async def _signed_in(request: Request) -> Principal:
    given = request.headers.get("Authorization")
    if given is None:
        return ANONYMOUS
    if given != SIGNED_IN["Authorization"]:
        raise UnauthenticatedError("The token doesn't hold.", presented=True)
    return TESTER
