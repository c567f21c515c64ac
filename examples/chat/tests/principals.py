"""Who asks in tests: the system, where a test is about something else than who may do what."""

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from chat.core.context import Context
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.security.errors import UnauthenticatedError
from chat.core.security.principal import ANONYMOUS, SYSTEM, Principal
from tests.asking import ASKING

TESTER = SYSTEM
SIGNED_IN = {"Authorization": "Bearer the-system"}
_CREDENTIALS = ("Authorization", "X-API-Key")


def as_system(app: FastAPI) -> None:
    """Let every request be the system's, which is held to no rule."""
    ASKING[app] = _system


def as_sent(app: FastAPI) -> None:
    """Let every request be of whoever it says."""
    ASKING.pop(app, None)


def as_system_if_signed_in(app: FastAPI) -> None:
    """Let requests with `SIGNED_IN` be the system's, and refuse whatever else signs in."""
    ASKING[app] = _signed_in


def system_work(session: AsyncSession) -> UnitOfWork:
    """Return a unit of work of the system's."""
    return UnitOfWork(session, Context(principal=TESTER))


async def _system(_connection: HTTPConnection) -> Principal:
    return TESTER


async def _signed_in(connection: HTTPConnection) -> Principal:
    headers = connection.headers
    given = {name: headers[name] for name in _CREDENTIALS if name in headers}
    if not given:
        return ANONYMOUS
    if given != SIGNED_IN:
        raise UnauthenticatedError("The token doesn't hold.", presented=True)
    return TESTER
