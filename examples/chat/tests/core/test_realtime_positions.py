"""Positions in rooms: whatever happens, clients miss nothing and see nothing twice."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.context import utc_now
from chat.core.http.dependencies import resources_of
from chat.core.realtime import hub
from chat.core.realtime.log import Log
from chat.models.channels import CHANNELS
from chat.models.realtime import RealtimeEvent
from tests.principals import as_system
from tests.realtime_client import RealtimeClient, connected
from tests.rooms_for_tests import RoomForTests, a_room, let_anybody_in, somebody

_WRITERS, _EACH = 4, 8


@pytest_asyncio.fixture
async def room(app: FastAPI, session: AsyncSession) -> AsyncIterator[RoomForTests]:
    """A room in which everybody may be."""
    found = await a_room(app, session, next(iter(CHANNELS.values())))
    let_anybody_in(app)
    yield found
    as_system(app)


async def _said(client: RealtimeClient, count: int) -> list[object]:
    """Return what the next events say, which come one after the other."""
    events = [await client.event() for _ in range(count)]
    positions = [each.position for each in events]
    assert positions == [*range(positions[0], positions[0] + count)]
    return [each.data["said"] for each in events]


async def test_clients_are_told_in_the_order_of_positions(
    app: FastAPI, room: RoomForTests
) -> None:
    async with connected(app, somebody()[1]) as client:
        joined = await client.join(*room.name)
        assert joined.complete
        await room.tell("one", "two")
        await room.tell("three")
        assert await _said(client, 3) == ["one", "two", "three"]


async def test_a_client_goes_on_where_it_was(app: FastAPI, room: RoomForTests) -> None:
    _, ann = somebody()
    async with connected(app, ann) as client:
        await client.join(*room.name)
        await room.tell("one", "two")
        seen = await client.event()
    await room.tell("three")
    async with connected(app, ann) as client:
        again = await client.join(*room.name, after=seen.position)
        assert (again.position, again.complete) == (seen.position, True)
        assert await _said(client, 2) == ["two", "three"]
        assert await client.so_far("event") == []


async def test_nothing_is_missed_or_twice_while_others_write(
    app: FastAPI, room: RoomForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "_AT_ONCE", 3)  # so that there are many pages
    monkeypatch.setattr(app.state.settings, "realtime_queue", 8)
    _, ann = somebody()
    everything = {f"{writer}-{n}" for writer in range(_WRITERS) for n in range(_EACH)}
    async with connected(app, ann) as client:
        position = (await client.join(*room.name)).position
    writing = asyncio.gather(*(_write(room, writer) for writer in range(_WRITERS)))
    seen: list[tuple[int, object]] = []
    async with asyncio.timeout(60):
        while len(seen) < len(everything):
            async with connected(app, ann) as client:
                await client.join(*room.name, after=position)
                for _ in range(1 + len(seen) % 7):
                    if len(seen) < len(everything):
                        event = await client.event()
                        seen.append((event.position, event.data["said"]))
                        position = event.position
    await writing
    assert {said for _, said in seen} == everything
    positions = [each for each, _ in seen]
    assert positions == [*range(positions[0], positions[0] + len(everything))]


async def _write(room: RoomForTests, writer: int) -> None:
    for number in range(_EACH):
        async with room.telling() as session:
            room.note(session, f"{writer}-{number}")
            await asyncio.sleep(number % 3 / 100)


async def test_what_is_rolled_back_is_not_told_and_leaves_no_gap(
    app: FastAPI, room: RoomForTests
) -> None:
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name)
        with pytest.raises(RuntimeError):
            async with room.telling() as session:
                room.note(session, "never")
                raise RuntimeError
        async with room.telling() as session:
            room.note(session, "one")
            async with session.begin_nested():
                room.note(session, "two")
            savepoint = await session.begin_nested()
            room.note(session, "never either")
            await savepoint.rollback()
            room.note(session, "three")
        assert await _said(client, 3) == ["one", "two", "three"]


async def test_a_client_is_told_where_something_is_not_kept_any_more(
    app: FastAPI, room: RoomForTests
) -> None:
    _, ann = somebody()
    log = Log(resources_of(app).database)
    async with connected(app, ann) as client:
        first = (await client.join(*room.name)).position
        await room.tell("one", "two", "three")
        await _said(client, 3)
    await _age(room, first + 2)
    assert await log.sweep(utc_now() - dt.timedelta(hours=1)) == first + 2
    async with connected(app, ann) as client:
        assert not (await client.join(*room.name, after=first)).complete
        assert not (await client.join(*room.name, after=first + 99)).complete
        assert (await client.join(*room.name, after=first + 2)).complete
        assert await _said(client, 1) == ["three"]


async def _age(room: RoomForTests, position: int) -> None:
    """Let an event have been told yesterday."""
    async with room.telling() as session:
        aged = sa.update(RealtimeEvent).where(RealtimeEvent.position == position)
        yesterday = utc_now() - dt.timedelta(days=1)
        await session.execute(aged.values(recorded_at=yesterday))


async def test_who_reads_too_slowly_is_dropped_and_others_are_not(
    app: FastAPI, room: RoomForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state.settings, "realtime_queue", 8)
    (_, ann), (_, ben) = somebody(), somebody()
    async with connected(app, ann) as slow, connected(app, ben) as client:
        position = (await slow.join(*room.name)).position
        await client.join(*room.name)
        await slow.ping()
        slow.stop_reading()
        for number in range(20):
            await room.tell(number)
            assert await _said(client, 1) == [number]
        slow.read_on()
        assert await slow.ended() == 4429
        async with connected(app, ann) as again:
            await again.join(*room.name, after=position)
            assert await _said(again, 20) == [*range(20)]


async def test_who_catches_up_slowly_is_waited_for(
    app: FastAPI, room: RoomForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state.settings, "realtime_queue", 8)
    async with connected(app, somebody()[1]) as client:
        position = (await client.join(*room.name)).position
    await room.tell(*range(30))
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name, after=position)
        client.stop_reading()
        await asyncio.sleep(0.2)
        client.read_on()
        assert await _said(client, 30) == [*range(30)]
