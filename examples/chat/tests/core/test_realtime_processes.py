"""Several processes serve a room; whoever was connected to one that dies goes on at another."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from chat.models.channels import CHANNELS
from chat.settings import Settings
from tests.realtime_client import connected_to
from tests.rooms_for_tests import a_room, somebody


class Server:
    """A server of its own."""

    def __init__(self, process: Process, port: int) -> None:
        self.process = process
        self.url = f"ws://127.0.0.1:{port}/realtime"


@pytest_asyncio.fixture
async def servers(settings: Settings) -> AsyncIterator[tuple[Server, Server]]:
    """Two processes on one database."""
    module = ("-m", "tests.core.realtime_server", settings.database_url)
    started = [
        await asyncio.create_subprocess_exec(sys.executable, *module, stdout=PIPE)
        for _ in range(2)
    ]
    try:
        one, other = [Server(each, await _port(each)) for each in started]
        yield one, other
    finally:
        for each in started:
            if each.returncode is None:
                each.kill()
            await each.wait()


async def _port(process: Process) -> int:
    assert process.stdout is not None
    return int(await process.stdout.readline())


async def test_clients_of_a_process_that_dies_go_on_at_another(
    app: FastAPI, session: AsyncSession, servers: tuple[Server, Server]
) -> None:
    room = await a_room(app, session, next(iter(CHANNELS.values())))
    (ann, of_ann), (ben, of_ben) = somebody(), somebody()
    one, other = servers
    async with connected_to(other.url, of_ben) as ben_s:
        await ben_s.join(*room.name)
        async with connected_to(one.url, of_ann) as ann_s:
            joined = await ann_s.join(*room.name)
            if room.channel.presence:
                assert joined.present == frozenset({ann, ben})
                await ben_s.take("presence", joined=[str(ann)])
            await room.tell("one")
            assert (await ann_s.event()).data["said"] == "one"
            seen = await ben_s.event()
            assert seen.data["said"] == "one"
            one.process.kill()
            assert await ann_s.ended() == 1006
        await room.tell("two")
        if room.channel.presence:
            await ben_s.take("presence", left=[str(ann)])
        async with connected_to(other.url, of_ann) as again:
            await again.join(*room.name, after=seen.position)
            assert (await again.event()).data["said"] == "two"
            await room.tell("three")
            assert (await again.event()).data["said"] == "three"
            told = [(await ben_s.event()).data["said"] for _ in range(2)]
            assert told == ["two", "three"]
            other.process.terminate()
            assert await again.ended() == 1012
        assert await ben_s.ended() == 1012
    assert await other.process.wait() is not None
