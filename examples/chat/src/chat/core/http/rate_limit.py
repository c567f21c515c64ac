"""Requests are counted before anything of them is read, and refused where there are too many."""

from collections.abc import Callable

from fastapi import Request
from limits import RateLimitItem
from starlette.types import ASGIApp, Receive, Scope, Send

from .callers import caller_of
from .dependencies import resources_of
from .error_responses import error_response

Counted = tuple[str, RateLimitItem]
"""What requests are counted as, and how many of them there may be."""


class RateLimitMiddleware:
    """Counts requests by caller; what the answers say of it is left to the outer middleware."""

    def __init__(self, app: ASGIApp, rate_of: Callable[[str], Counted | None]) -> None:
        self._app = app
        self._rate_of = rate_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        found = self._rate_of(_path(scope)) if _is_counted(scope) else None
        if found is None:
            await self._app(scope, receive, send)
            return
        name, rate = found
        limiter = resources_of(scope["app"]).limiter
        count = await limiter.count(rate, name, await caller_of(Request(scope)))
        scope["rate_limit"] = count.headers()
        if count.admitted:
            await self._app(scope, receive, send)
            return
        message = f"There have been too many requests; there may be {rate}."
        response = error_response(429, "TOO_MANY_REQUESTS", message)
        await response(scope, receive, send)


def _is_counted(scope: Scope) -> bool:
    """Tell whether something is asked for: OPTIONS only asks what may be."""
    return bool(scope["type"] == "http" and scope["method"] != "OPTIONS")


def _path(scope: Scope) -> str:
    """Return the path below the one that the whole application is mounted at."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
