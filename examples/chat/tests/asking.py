"""Who sends requests in tests, where that is not what a request says."""

from weakref import WeakKeyDictionary

from fastapi import FastAPI
from starlette.requests import HTTPConnection

from chat.core.security.authenticators import AUTHENTICATORS, Authenticator
from chat.core.security.principal import Principal

ASKING: WeakKeyDictionary[FastAPI, Authenticator] = WeakKeyDictionary()
"""Who sends all requests of an application; without it, whoever they say."""


async def _as_asked(connection: HTTPConnection) -> Principal | None:
    asking = ASKING.get(connection.app)
    return await asking(connection) if asking else None


AUTHENTICATORS.insert(0, _as_asked)
