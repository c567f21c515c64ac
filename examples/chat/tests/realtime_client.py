"""A client of the socket, for tests: within the process, or over the network."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from fastapi import FastAPI
from starlette.types import Message
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE_SECONDS = 10


class ClosedError(Exception):
    """The connection has ended."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class RefusedError(Exception):
    """The service couldn't do what was asked; the connection stays."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


class Transport(Protocol):
    """What carries frames."""

    async def send(self, text: str) -> None:
        """Send a frame."""

    async def receive(self) -> str:
        """Return the next frame; raise ClosedError where there is none any more."""

    async def close(self) -> None:
        """End the connection."""


@dataclass(frozen=True)
class Joined:
    """That a client is in a room."""

    position: int
    complete: bool
    present: frozenset[UUID] | None


@dataclass(frozen=True)
class Event:
    """What happened in a room."""

    position: int
    name: str
    row: str
    data: Mapping[str, Any]


class RealtimeClient:
    """Joins rooms and is told what happens there."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.code: int | None = None  # by which the connection ended
        self._frames: list[dict[str, Any]] = []
        self._new = asyncio.Condition()
        self._ref = 0
        self._reading = asyncio.create_task(self._read())

    # Asking

    async def authenticate(self, token: str) -> dict[str, Any]:
        """Say who it is."""
        return await self._ask("welcome", type="authenticate", token=token)

    async def join(self, channel: str, row: object, after: int | None = None) -> Joined:
        """Be in a room, and be told what comes after a position or from now on."""
        said = {"channel": channel, "id": str(row)}
        if after is not None:
            said["after"] = after  # type: ignore[assignment]
        found = await self._ask("joined", type="join", **said)
        people = found.get("present")
        present = None if people is None else frozenset(map(UUID, people))
        return Joined(found["position"], found["complete"], present)

    async def leave(self, channel: str, row: object) -> None:
        """Be in a room no more."""
        await self._ask("left", type="leave", channel=channel, id=str(row))

    async def present(self, channel: str, row: object) -> frozenset[UUID]:
        """Ask who is in a room."""
        said = {"channel": channel, "id": str(row)}
        found = await self._ask("present", type="presence", **said)
        return frozenset(map(UUID, found["accounts"]))

    async def ping(self) -> None:
        """Ask whether the connection is alive; whatever was sent before has been done then."""
        await self._ask("pong", type="ping")

    def stop_reading(self) -> None:
        """Read nothing of what is sent from now on, where it is in the process."""
        assert isinstance(self.transport, InProcess)
        self.transport.reads.clear()

    def read_on(self) -> None:
        """Read again."""
        assert isinstance(self.transport, InProcess)
        self.transport.reads.set()

    async def send(self, **frame: Any) -> None:
        """Send any frame."""
        await self.transport.send(json.dumps(frame))

    async def _ask(self, kind: str, **frame: Any) -> dict[str, Any]:
        self._ref += 1
        await self.send(**frame, ref=self._ref)
        answer = await self._first(lambda each: each.get("ref") == self._ref)
        if answer["type"] == "error":
            raise RefusedError(answer["status"], answer["body"])
        assert answer["type"] == kind, answer
        return answer

    # Being told

    async def take(self, kind: str, **said: Any) -> dict[str, Any]:
        """Return the next frame of a kind, once it is there."""
        return await self._first(
            lambda each: each["type"] == kind
            and all(each.get(name) == value for name, value in said.items())
        )

    async def event(self) -> Event:
        """Return the next event, once it is there."""
        found = await self.take("event")
        return Event(found["position"], found["name"], found["row"], found["data"])

    async def so_far(self, kind: str) -> list[dict[str, Any]]:
        """Return the frames of a kind that came by now."""
        await self.ping()
        found = [each for each in self._frames if each["type"] == kind]
        self._frames = [each for each in self._frames if each["type"] != kind]
        return found

    async def ended(self) -> int:
        """Return by which code the connection ends, once it does."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.wait([self._reading])
        assert self.code is not None
        return self.code

    async def close(self) -> None:
        """End the connection."""
        await self.transport.close()
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def _first(self, wanted: Any) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_SECONDS), self._new:
            while True:
                for index, each in enumerate(self._frames):
                    if wanted(each):
                        return self._frames.pop(index)
                if self.code is not None:
                    raise ClosedError(self.code)
                await self._new.wait()

    async def _read(self) -> None:
        try:
            while True:
                frame = json.loads(await self.transport.receive())
                async with self._new:
                    self._frames.append(frame)
                    self._new.notify_all()
        except ClosedError as error:
            async with self._new:
                self.code = error.code
                self._new.notify_all()


class InProcess:
    """Calls the application as a server does."""

    def __init__(self, app: FastAPI, headers: Mapping[str, str]) -> None:
        self.reads = asyncio.Event()  # or what is sent to it has to wait
        self.reads.set()
        self.fails: Exception | None = None  # what sending to it raises
        self._in: asyncio.Queue[Message] = asyncio.Queue()
        self._out: asyncio.Queue[Message] = asyncio.Queue()
        written = [(n.lower().encode(), v.encode()) for n, v in headers.items()]
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws",
            "server": ("test", 80),
            "client": ("127.0.0.1", 1234),
            "path": "/realtime",
            "raw_path": b"/realtime",
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"test"), *written],
            "subprotocols": [],
            "state": {},
        }
        self._in.put_nowait({"type": "websocket.connect"})
        self.served = asyncio.create_task(app(scope, self._in.get, self._sent))

    async def send(self, text: str) -> None:
        """Send a frame."""
        await self._in.put({"type": "websocket.receive", "text": text})

    async def _sent(self, message: Message) -> None:
        await self.reads.wait()
        if self.fails is not None:
            raise self.fails
        await self._out.put(message)

    async def receive(self) -> str:
        """Return the next frame; raise ClosedError where there is none any more."""
        message = await self._out.get()
        while message["type"] == "websocket.accept":
            message = await self._out.get()
        if message["type"] == "websocket.close":
            raise ClosedError(message["code"])
        return str(message["text"])

    async def close(self) -> None:
        """End the connection."""
        self.reads.set()
        await self._in.put({"type": "websocket.disconnect", "code": 1000})
        await self.served


class _OverNetwork:
    """Is connected to a server."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, text: str) -> None:
        """Send a frame."""
        try:
            await self._connection.send(text)
        except ConnectionClosed as error:
            raise ClosedError(_code(error)) from None

    async def receive(self) -> str:
        """Return the next frame; raise ClosedError where there is none any more."""
        try:
            return str(await self._connection.recv())
        except ConnectionClosed as error:
            raise ClosedError(_code(error)) from None

    async def close(self) -> None:
        """End the connection."""
        await self._connection.close()


def _code(error: ConnectionClosed) -> int:
    return error.rcvd.code if error.rcvd is not None else 1006


@asynccontextmanager
async def connected(
    app: FastAPI, token: str | None = None, **headers: str
) -> AsyncIterator[RealtimeClient]:
    """Yield a client of an application, which has said who it is where a token is given."""
    client = RealtimeClient(InProcess(app, headers))
    try:
        if token is not None:
            await client.authenticate(token)
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def connected_to(
    url: str, token: str, **options: Any
) -> AsyncIterator[RealtimeClient]:
    """Yield a client of a server, which has said who it is."""
    async with connect(url, **options) as connection:
        client = RealtimeClient(_OverNetwork(connection))
        try:
            await client.authenticate(token)
            yield client
        finally:
            await client.close()
