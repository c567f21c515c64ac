"""The ways in which a request says whose it is, in order; one of your own is one line more."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection

from chat.core.accounts.bearer import by_bearer_token

from .principal import Principal

Authenticator = Callable[[HTTPConnection], Awaitable[Principal | None]]
"""Returns whose a request is, or None where it has no credential of this kind.

It raises UnauthenticatedError for one that proves nothing, and then nobody else is asked.
"""

AUTHENTICATORS: list[Authenticator] = []
AUTHENTICATORS.append(by_bearer_token)
