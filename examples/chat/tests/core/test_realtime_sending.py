"""Frames that wait for connections: all are sent by one task, and nobody waits for another."""

import asyncio
from typing import Any

import pytest

from chat.core.realtime import sending
from chat.core.realtime.sending import Sending


class Client:
    """A client that reads when it may, and writes down what sent to it."""

    def __init__(self, *, reads: bool = True) -> None:
        self.reads = asyncio.Event()
        if reads:
            self.reads.set()
        self.got = 0
        self.senders: list[asyncio.Task[Any] | None] = []

    async def flush(self, sender: asyncio.Task[Any] | None) -> int:
        """Take a frame, once it reads."""
        self.senders.append(sender)
        await self.reads.wait()
        self.got += 1
        return 1


async def test_one_task_sends_to_all() -> None:
    of_process, clients = Sending(), [Client() for _ in range(20)]
    for each in clients:
        of_process.due(each)
    await _a_while()
    assert [each.got for each in clients] == [1] * 20
    assert len({each.senders[0] for each in clients}) == 1


async def test_nobody_waits_for_those_who_read_slowly() -> None:
    of_process = Sending()
    clients = [Client(reads=number % 3 != 0) for number in range(20)]
    for _ in range(2):
        for each in clients:
            if each.reads.is_set() or not each.senders:
                of_process.due(each)
        await _a_while()
    assert [each.got for each in clients] == [0 if n % 3 == 0 else 2 for n in range(20)]
    for each in clients:
        each.reads.set()
    await _a_while()
    assert [each.got for each in clients] == [1 if n % 3 == 0 else 2 for n in range(20)]


async def test_who_is_given_up_ends_the_task_that_waits_for_them_alone() -> None:
    of_process, slow, others = Sending(), Client(reads=False), [Client(), Client()]
    for each in (slow, *others):
        of_process.due(each)
    await _a_while()
    (sender,) = slow.senders
    assert sender is not None
    sender.cancel()
    for each in others:
        of_process.due(each)
    await _a_while()
    assert sender.cancelled()
    assert [each.got for each in others] == [2, 2]


async def test_the_process_does_other_things_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "_AT_ONCE", 5)
    of_process, clients = Sending(), [Client() for _ in range(20)]
    for each in clients:
        of_process.due(each)
    await asyncio.sleep(0)
    assert 0 < sum(each.got for each in clients) < 20
    await _a_while()
    assert sum(each.got for each in clients) == 20


async def _a_while() -> None:
    for _ in range(50):
        await asyncio.sleep(0)
