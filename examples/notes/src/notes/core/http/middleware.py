"""What happens around every request; plain ASGI, since it stands in every request's way."""

import re
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from notes.core.context import request_id
from notes.core.identifiers import uuid7

from .error_responses import error_response
from .metrics import DURATION, REQUESTS

_logger = structlog.stdlib.get_logger(__name__)
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_PROBES = {"/health/live", "/health/ready", "/metrics"}
_HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}


class RequestMiddleware:
    """Identifies, logs and counts each request; an unhandled exception becomes a plain 500."""

    def __init__(self, app: ASGIApp, max_body_size: int) -> None:
        self._app = app
        self._max_body_size = max_body_size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0
        token = request_id.set(_identify(scope))
        # What answers GET answers HEAD, and the server leaves the body out.
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS | {"X-Request-ID": request_id.get()})
            await send(message)

        try:
            limited = _limited(scope, receive, self._max_body_size)
            await self._app(inner, limited, send_with_headers)
        except Exception:
            _logger.exception("request_failed")
            if status:
                raise
            code, message = "INTERNAL_SERVER_ERROR", "Something went wrong."
            response = error_response(500, code, message)
            await response(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - started
            _record(scope, _template(inner), status, seconds)
            request_id.reset(token)


def _identify(scope: Scope) -> str:
    given = Headers(scope=scope).get("X-Request-ID", "")
    return given if _GIVEN_ID.fullmatch(given) else str(uuid7())


def _limited(scope: Scope, receive: Receive, most: int) -> Receive:
    """Return what receives a body, as long as it is no larger than that."""
    declared = Headers(scope=scope).get("Content-Length", "")
    size = int(declared[:18]) if declared.isdecimal() else 0
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive() if size <= most else {}
        received += len(message.get("body", b""))
        if max(size, received) > most:
            raise HTTPException(413, f"The body has more than {most} bytes.")
        return message

    return limited


def _template(scope: Scope) -> str:
    """Return the path's template, never the path: a label for every path would have no end."""
    # The route itself doesn't know the prefixes that its routers were included with.
    included = scope.get("fastapi", {}).get("effective_route_context")
    return getattr(included or scope.get("route"), "path", "unmatched")


def _record(scope: Scope, path: str, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "OTHER"
    REQUESTS.labels(method, path, status).inc()
    DURATION.labels(method, path).observe(seconds)
    log = _logger.debug if path in _PROBES else _logger.info
    log(
        "request",
        method=method,
        path=scope["path"],
        status=status,
        milliseconds=round(seconds * 1000, 2),
    )
