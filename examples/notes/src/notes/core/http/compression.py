"""Answers that arrive in fewer bytes, where the client takes them so."""

import re

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Unless by a quality of 0, which refuses it.
_GZIP = re.compile(r".*\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)
_LEVEL = 5  # for large answers, 9 takes three times as long and saves a little


class CompressionMiddleware:
    """Compresses answers of some size by gzip, except for those with an entity tag.

    A strong tag stands for the very bytes. A weak one would do for what is compressed, and
    clients couldn't send it back as `If-Match`.
    """

    def __init__(self, app: ASGIApp, minimum_size: int) -> None:
        self._app = app
        self._minimum_size = minimum_size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        responder: IdentityResponder | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal responder
            begins = message["type"] == "http.response.start"
            if begins and not self._is_plain(Headers(raw=message["headers"])):
                responder = self._responder(Headers(scope=scope), send)
            await (responder.send_with_compression if responder else send)(message)

        await self._app(scope, receive, send_compressed)

    def _is_plain(self, answer: Headers) -> bool:
        """Tell by the headers of an answer that it is sent as it is."""
        size = answer.get("Content-Length", "")
        return "ETag" in answer or (size != "" and int(size) < self._minimum_size)

    def _responder(self, asked: Headers, send: Send) -> IdentityResponder:
        responder: IdentityResponder
        if _GZIP.match(asked.get("Accept-Encoding", "")):
            responder = GZipResponder(self._app, self._minimum_size, _LEVEL)
        else:  # caches are told that others may get something else
            responder = IdentityResponder(self._app, self._minimum_size)
        responder.send = send
        return responder
