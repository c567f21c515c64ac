"""Who a connection belongs to: asked of the API's own ways of signing in, and asked again."""

import base64
import binascii
import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.websockets import WebSocket

from chat.core.security.authentication import principal_of
from chat.core.security.principal import Principal
from chat.settings import Settings

from .frames import Authenticate

_PROVES = ("authorization", "x-api-key", "cookie")


class Credential:
    """What a connection proves with who it belongs to."""

    def __init__(
        self, websocket: WebSocket, headers: Iterable[tuple[str, str]]
    ) -> None:
        self._websocket = websocket
        self._headers = [(name.lower(), value) for name, value in headers]

    @property
    def expires(self) -> float | None:
        """When it is over, where it says so itself: the `exp` of a token that was verified."""
        written = dict(self._headers).get("authorization", "")
        parts = written.partition(" ")[2].strip().split(".")
        if len(parts) != 3:
            return None
        try:
            claims = json.loads(base64.urlsafe_b64decode(f"{parts[1]}=="))
            return float(claims["exp"])
        except (binascii.Error, KeyError, TypeError, ValueError):
            return None

    async def principal(self) -> Principal:
        """Return who it belongs to now; raise as a request with it would."""
        request = self._request()
        return await principal_of(request)

    def _request(self) -> Request:
        """Return a request that stands for the connection, and may change something."""
        scope = dict(self._websocket.scope)
        scope.pop("principal", None)
        headers = [
            (name.encode(), value.encode("latin-1")) for name, value in self._headers
        ]
        return Request({**scope, "type": "http", "method": "POST", "headers": headers})


def of_handshake(websocket: WebSocket) -> Credential:
    """Return what a connection was opened with."""
    return Credential(websocket, websocket.headers.items())


def of_frame(websocket: WebSocket, frame: Authenticate) -> Credential:
    """Return what a client sends in place of that."""
    found = [(n, v) for n, v in websocket.headers.items() if n not in _PROVES]
    if frame.token is not None:
        found.append(("authorization", f"Bearer {frame.token}"))
    if frame.api_key is not None:
        found.append(("x-api-key", frame.api_key))
    return Credential(websocket, found)


def is_from_here(websocket: WebSocket, settings: Settings) -> bool:
    """Tell whether a page may connect: one of this host, or one that the settings name.

    Browsers say where a page is from, and no page can make them say otherwise; what says
    nothing is no browser, and sends its credential on purpose.
    """
    origin = websocket.headers.get("origin")
    if origin is None or origin in (*settings.realtime_origins, *settings.cors_origins):
        return True
    return urlsplit(origin).netloc == websocket.headers.get("host")
