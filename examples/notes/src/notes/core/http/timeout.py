"""A request that takes too long is given up: it is answered, and what it began is undone."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .error_responses import error_response


class TimeoutMiddleware:
    """Gives every request so many seconds until its answer begins, its body's arrival included.

    What is under way is cancelled, so its unit of work is rolled back. An answer that has
    begun may take as long as it does.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_in_time(message: Message) -> None:
            if message["type"] == "http.response.start":
                timeout.reschedule(None)
            await send(message)

        try:
            async with asyncio.timeout(self._seconds) as timeout:
                await self._app(scope, receive, send_in_time)
        except TimeoutError:
            if not timeout.expired():
                raise
            message = f"The request took more than {self._seconds:g} seconds."
            response = error_response(504, "GATEWAY_TIMEOUT", message)
            await response(scope, receive, send)
