"""What waits is handed on, in its order for each row, whatever happens to those who do it."""

import asyncio
import sys
from collections.abc import Sequence
from itertools import pairwise

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from chat.core.db.database import Database
from chat.core.events.relay import pause
from chat.core.http.dependencies import resources_of
from chat.models.outbox import OutboxEvent
from chat.settings import Settings
from tests.core import killed_relay
from tests.core.waiting import PATIENCE_SECONDS, Waiting, runs

_END_LISTENING = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%'
"""


@pytest.fixture
def waiting(app: FastAPI, emptied: Database) -> Waiting:
    return Waiting(resources_of(app))


async def test_what_waits_is_handed_on_once_and_in_order(waiting: Waiting) -> None:
    await waiting.put("a", 1, 2)
    await waiting.put("b", 1)
    await waiting.put("a", 3)
    relay = waiting.relay()
    assert [await relay.once(), await relay.once()] == [4, 0]
    assert waiting.went == [("a", 1), ("a", 2), ("b", 1), ("a", 3)]
    assert await waiting.left() == []


async def test_a_batch_is_no_larger_than_it_may_be(waiting: Waiting) -> None:
    await waiting.put("a", 1, 2, 3)
    await waiting.put("b", 1)
    relay = waiting.relay(batch=2)
    assert [await relay.once() for _ in range(3)] == [2, 2, 0]
    assert sorted(waiting.went) == [("a", 1), ("a", 2), ("a", 3), ("b", 1)]


async def test_two_relays_keep_the_order_of_each_row(waiting: Waiting) -> None:
    async def slowly(events: Sequence[OutboxEvent]) -> None:
        await asyncio.sleep(0.002 * (events[0].version % 3))

    waiting.does = slowly
    rows = "abcdefgh"
    relays = [waiting.relay(batch=5, poll=0.005) for _ in range(2)]
    async with runs(*relays):
        for version in range(1, 8):
            for row in rows:
                await waiting.put(row, version)
        await waiting.until()
    for row in rows:
        went = [version for each, version in waiting.went if each == row]
        assert went == [*range(1, 8)]


async def test_what_can_not_be_handed_on_waits_and_lets_the_others_go(
    waiting: Waiting,
) -> None:
    def refuse(events: Sequence[OutboxEvent]) -> None:
        if any(each.aggregate_id == "bad" for each in events):
            raise ConnectionError

    waiting.does = refuse
    await waiting.put("bad", 1, 2)
    await waiting.put("good", 1)
    relay = waiting.relay()
    for _ in range(2):  # the second time it is not due yet
        await relay.once()
        assert waiting.went == [("good", 1)]
    await waiting.put("bad", 3)
    await relay.once()
    assert await waiting.left() == [("bad", 1), ("bad", 2), ("bad", 3)]
    waiting.does = lambda _events: None
    await waiting.due()
    await relay.once()
    assert waiting.went[1:] == [("bad", 1), ("bad", 2), ("bad", 3)]


async def test_much_that_has_to_wait_is_in_nobody_elses_way(waiting: Waiting) -> None:
    def refuse(events: Sequence[OutboxEvent]) -> None:
        if any(each.aggregate_id == "bad" for each in events):
            raise ConnectionError

    waiting.does = refuse
    await waiting.put("bad", *range(30))
    await waiting.put("good", 1)
    relay = waiting.relay(batch=2)
    for _ in range(2):
        await relay.once()
    assert waiting.went == [("good", 1)]


async def test_each_failure_is_counted(waiting: Waiting) -> None:
    def refuse(_events: Sequence[OutboxEvent]) -> None:
        raise ConnectionError

    waiting.does = refuse
    await waiting.put("bad", 1)
    for _ in range(2):
        await waiting.due()
        await waiting.relay().once()
    async with waiting.resources.database.reading() as session:
        assert await session.scalar(sa.select(OutboxEvent.failures)) == 2


def test_pauses_grow_up_to_a_limit() -> None:
    longest = [max(pause(each) for _ in range(99)) for each in range(1, 40)]
    assert all(one < other * 1.4 for one, other in pairwise(longest))
    assert longest[0] <= 1
    assert 150 < longest[-1] <= 300


async def test_a_killed_relay_loses_nothing_and_nothing_goes_twice(
    waiting: Waiting, migrated: Settings
) -> None:
    await waiting.put("a", 1, 2)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", killed_relay.__name__, migrated.database_url),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(6 * PATIENCE_SECONDS):
        assert await process.stdout.readline() == b"begun\n"
    process.kill()
    await process.wait()
    assert await waiting.left() == [("a", 1), ("a", 2)]
    async with runs(waiting.relay()):
        await waiting.until()
    assert waiting.went == [("a", 1), ("a", 2)]


async def test_a_relay_is_told_of_events(waiting: Waiting) -> None:
    if waiting.resources.database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells nobody: its relays poll")
    async with runs(waiting.relay(poll=60)):
        await asyncio.sleep(0.3)  # until it listens
        await waiting.put("a", 1)
        await waiting.until()
    assert waiting.went == [("a", 1)]


async def test_a_relay_listens_again_when_its_connection_was_lost(
    waiting: Waiting,
) -> None:
    if waiting.resources.database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells nobody: its relays poll")
    async with runs(waiting.relay(poll=0.05)):
        await asyncio.sleep(0.3)  # until it listens
        async with waiting.resources.database.reading() as session:
            await session.execute(sa.text(_END_LISTENING))
        await waiting.put("a", 1)
        await waiting.until()
    assert waiting.went == [("a", 1)]
