"""A connection: what comes in, what goes out, and whether it may go on."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from chat.core.context import request_id
from chat.core.errors import DomainError, UnavailableError
from chat.core.identifiers import uuid7
from chat.core.security.errors import ForbiddenError
from chat.core.security.principal import ANONYMOUS, Principal

from . import frames
from .credentials import Credential, is_from_here, of_frame, of_handshake
from .frames import Close, FrameError, RoomName
from .hub import Hub, Member
from .metrics import DROPPED, MESSAGES, SOCKETS
from .rooms import Rooms

_AUTHENTICATE_SECONDS = 10.0
_CLOSE_SECONDS = 5.0
_RETRY_SECONDS = 2.0
_TYPING_EACH_SECONDS = 1.0

_AWAY = (SQLAlchemyError, PoolTimeoutError, OSError)

_logger = structlog.stdlib.get_logger(__name__)


class Socket:
    """One client's connection, with the rooms that it is in."""

    def __init__(self, websocket: WebSocket, send: Send, rooms: Rooms) -> None:
        self.id = str(uuid7())
        self.principal: Principal = ANONYMOUS
        self._websocket, self._send = websocket, send
        self._rooms = rooms
        self._settings = rooms.settings
        self._credential: Credential | None = None
        self._in: dict[RoomName, tuple[Hub, Member]] = {}
        self._queue: deque[str] = deque()
        self._is_due = self._is_closing = False
        self._sender: asyncio.Task[Any] | None = None
        self._read = asyncio.Event()
        self._known, self._over = asyncio.Event(), asyncio.Event()
        self._code: Close | None = None
        self._heard = time.monotonic()
        self._typed: dict[RoomName, float] = {}

    # What goes out

    def send(self, frame: str) -> None:
        """Send a frame when those before it are sent; drop a client that reads too slowly."""
        if len(self._queue) >= self._settings.realtime_queue:
            self.end(Close.SLOW)
            return
        self._queue.append(frame)
        if not self._is_due:
            self._is_due = True
            self._rooms.sending.due(self)

    async def flush(self, sender: asyncio.Task[Any] | None) -> int:
        """Send what is in the queue; return how many frames that were.

        The task that does it waits for the client, if need be, until the connection is over.
        """
        count, self._sender = 0, sender
        try:
            while self._queue and not self._is_closing:
                frame = self._queue.popleft()
                await self._send({"type": "websocket.send", "text": frame})
                count += 1
                self._read.set()
        except OSError:  # the client has gone
            self.end(None)
        except Exception:
            _logger.exception("realtime_connection_failed", connection=self.id)
            self.end(Close.FAILED)
        finally:
            self._is_due, self._sender = False, None
        return count

    async def has_room(self) -> None:
        """Wait until half of what was to be sent is."""
        while len(self._queue) > self._settings.realtime_queue // 2:
            self._read.clear()
            await self._read.wait()

    def sent_out(self, hub: Hub, member: Member, reason: str) -> None:
        """Say that a room is left, whose rules don't let it be in there any more."""
        if self._in.pop(hub.name, None) is not None:
            self.send(frames.left(hub.name, reason))
        self._rooms.later(self._rooms.leave_quietly(hub, member))

    def end(self, code: Close | None) -> None:
        """End the connection, for the first reason that there is."""
        if not self._over.is_set():
            self._code = code
            self._over.set()
            if code is not None:
                DROPPED.labels(code.name.lower()).inc()

    # As long as it lasts

    async def run(self) -> None:
        """Serve the client until either side ends it."""
        request_id.set(self.id)
        works = (self._receiving(), self._checking())
        tasks = [asyncio.create_task(self._guarded(each)) for each in works]
        self._rooms.sockets.add(self)
        SOCKETS.inc()
        try:
            await self._over.wait()
        finally:
            SOCKETS.dec()
            self._rooms.sockets.discard(self)
            self._is_closing = True
            if self._sender is not None:
                tasks.append(self._sender)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close()
            for hub, member in [*self._in.values()]:
                await self._rooms.leave_quietly(hub, member)

    async def _close(self) -> None:
        """Say why it ends, unless the client has gone or reads nothing."""
        if self._code is not None:
            with suppress(Exception):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await self._websocket.close(self._code, self._code.name.lower())

    async def _guarded(self, work: Awaitable[None]) -> None:
        try:
            await work
        except (WebSocketDisconnect, OSError):
            self.end(None)
        except Exception:
            _logger.exception("realtime_connection_failed")
            self.end(Close.FAILED)

    async def _receiving(self) -> None:
        received = MESSAGES.labels("received")
        self._credential = of_handshake(self._websocket)
        await self._authenticate(self._credential)
        while not self._over.is_set():
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                self.end(None)
                return
            received.inc()
            self._heard = time.monotonic()
            text = message.get("text")
            largest = self._settings.realtime_message_bytes
            if text is not None and len(text.encode()) > largest:
                self.end(Close.TOO_LARGE)
                return
            await self._answer(text or "")

    async def _answer(self, text: str) -> None:
        ref: frames.Ref = None
        try:
            frame = frames.read(text)
            ref = frame.ref
            await self._do(frame)
        except FrameError as error:
            error.ref = ref
            self.send(frames.failed(error))
        except (UnavailableError, *_AWAY):
            _logger.warning("realtime_unavailable", exc_info=True)
            message = "The service is unavailable for the moment."
            away = FrameError(503, UnavailableError.code, message, ref=ref)
            self.send(frames.failed(away))

    async def _do(self, frame: frames.Frame) -> None:
        if isinstance(frame, frames.Authenticate):
            await self._authenticate(of_frame(self._websocket, frame), frame.ref, True)
        elif not self._known.is_set():
            self.end(Close.UNAUTHENTICATED)
        elif isinstance(frame, frames.Ping):
            self.send(frames.pong(frame.ref))
        elif isinstance(frame, frames.Join):
            await self._join(frame)
        elif isinstance(frame, frames.Leave):
            await self._leave(frame)
        else:
            self._in_room(frame)
            await self._about_people(frame)

    # Who it is

    async def _authenticate(
        self, credential: Credential, ref: frames.Ref = None, required: bool = False
    ) -> None:
        """Find out who a credential belongs to; nobody may say so by a frame later."""
        try:
            principal = await credential.principal()
        except UnavailableError:
            raise
        except ForbiddenError:  # a cookie that another site's page sends along
            self.end(Close.FORBIDDEN)
            return
        except DomainError:
            self.end(Close.UNAUTHENTICATED)
            return
        is_another = self._known.is_set() and principal.id != self.principal.id
        if principal.is_anonymous or is_another:
            if required:
                self.end(Close.UNAUTHENTICATED)
            return
        self.principal, self._credential = principal, credential
        self._known.set()
        chance = random.random()  # noqa: S311 - nobody's secret
        retry_after = round(chance * _RETRY_SECONDS, 2)
        idle = self._settings.realtime_idle_seconds
        self.send(frames.welcome(self.id, principal.id, retry_after, idle, ref))

    async def _checking(self) -> None:
        """End the connection when its credential is over, or it does nothing for long."""
        try:
            async with asyncio.timeout(_AUTHENTICATE_SECONDS):
                await self._known.wait()
        except TimeoutError:
            self.end(Close.IDLE)
        while not self._over.is_set():
            await asyncio.sleep(self._seconds_left())
            idle = time.monotonic() - self._heard
            if not self._in and idle > self._settings.realtime_idle_seconds:
                self.end(Close.IDLE)
            elif self._is_expired():
                self.end(Close.EXPIRED)
            else:
                await self._check()

    def _seconds_left(self) -> float:
        settings = self._settings
        seconds = min(settings.realtime_check_seconds, settings.realtime_idle_seconds)
        expires = self._credential.expires if self._credential else None
        if expires is None:
            return seconds
        return max(0.05, min(seconds, expires - time.time()))

    def _is_expired(self) -> bool:
        expires = self._credential.expires if self._credential else None
        return expires is not None and expires <= time.time()

    async def _check(self) -> None:
        """Ask again who the connection belongs to, and what they have been given."""
        if self._credential is None:
            return
        try:
            principal = await self._credential.principal()
        except (UnavailableError, *_AWAY):
            return  # as soon as that can be asked
        except DomainError:
            self.end(Close.EXPIRED)
            return
        if principal.id != self.principal.id or principal.is_anonymous:
            self.end(Close.EXPIRED)
        self.principal = principal

    # Rooms

    async def _join(self, frame: frames.Join) -> None:
        if (known := self._in.pop(frame.room, None)) is not None:
            await self._rooms.leave(*known)
        if len(self._in) >= self._settings.realtime_rooms:
            message = f"A connection is in {len(self._in)} rooms at the most."
            raise FrameError(429, "TOO_MANY_REQUESTS", message)
        hub, member, complete = await self._rooms.join(self, frame)
        self._in[frame.room] = (hub, member)
        present = hub.people if hub.channel.presence else None
        told = (member.position, complete, present)
        self.send(frames.joined(frame.room, frame.ref, *told))
        hub.begin(member)

    async def _leave(self, frame: frames.Leave) -> None:
        found = self._in_room(frame)
        del self._in[frame.room]
        await self._rooms.leave(*found)
        self.send(frames.left(frame.room, "asked", frame.ref))

    async def _about_people(self, frame: frames.AskPresence | frames.Typing) -> None:
        hub, _ = self._in_room(frame)
        if isinstance(frame, frames.AskPresence):
            if not hub.channel.presence:
                raise FrameError(404, "NOT_FOUND", "Nobody is told who is there.")
            self.send(frames.present(frame.room, frame.ref, hub.people))
            return
        if not hub.channel.typing:
            raise FrameError(404, "NOT_FOUND", "Nobody is told who types.")
        now, last = time.monotonic(), self._typed.get(frame.room, -1.0)
        account = self.principal.id
        if account is not None and (not frame.typing or now >= last):
            self._typed[frame.room] = now + _TYPING_EACH_SECONDS
            await self._rooms.type(hub, account, typing=frame.typing)

    def _in_room(
        self, frame: frames.Leave | frames.AskPresence | frames.Typing
    ) -> tuple[Hub, Member]:
        found = self._in.get(frame.room)
        if found is None:
            raise FrameError(404, "NOT_FOUND", "You are not in this room.")
        return found


def include_socket(app: FastAPI) -> None:
    """Serve clients at `/realtime`."""
    app.routes.append(WebSocketRoute("/realtime", _Endpoint()))


class _Endpoint:
    """An application of its own, so that frames pass little on their way to the server."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a client."""
        await _serve(WebSocket(scope, receive, send), send)


async def _serve(websocket: WebSocket, send: Send) -> None:
    """Serve a client, if there is room for one more and no other site's page asks."""
    rooms: Rooms = websocket.app.state.realtime
    await websocket.accept()
    if not is_from_here(websocket, rooms.settings):
        await websocket.close(Close.FORBIDDEN)
    elif len(rooms.sockets) >= rooms.settings.realtime_connections:
        await websocket.close(Close.FULL)
    else:
        await Socket(websocket, send, rooms).run()
