"""Reads the trace context of requests, so that what they record belongs to their trace."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.core.trace_context import traceparent

_FORM = re.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class TraceContextMiddleware:
    """Keeps the trace context of a request as long as it takes; an unsound one is none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        given = ""
        if scope["type"] == "http":
            given = Headers(scope=scope).get("traceparent", "")
        token = traceparent.set(given if _FORM.fullmatch(given) else None)
        try:
            await self._app(scope, receive, send)
        finally:
            traceparent.reset(token)
