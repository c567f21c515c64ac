import asyncio
import os
from uuid import uuid4

import pytest

from chat.core.errors import UnavailableError
from chat.core.security import throttle as module
from chat.core.security.throttle import Throttle, ThrottledError, limit, network

_LIMIT = limit("3/10 minutes")


async def test_tries_are_counted_for_each() -> None:
    throttle = Throttle("")
    for _ in range(3):
        await throttle.count("sign-in", _LIMIT, "ada")
    with pytest.raises(ThrottledError) as refused:
        await throttle.count("sign-in", _LIMIT, "ada")
    assert 1 <= refused.value.retry_after <= 600
    await throttle.count("sign-in", _LIMIT, "bob")
    await throttle.count("mail", _LIMIT, "ada")
    await throttle.forget("sign-in", _LIMIT, "ada")
    await throttle.count("sign-in", _LIMIT, "ada")


async def test_many_at_once_get_no_further() -> None:
    throttle = Throttle("")
    tries = [throttle.count("sign-in", _LIMIT, "ada") for _ in range(20)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert results.count(None) == 3
    assert sum(isinstance(each, ThrottledError) for each in results) == 17


async def test_without_its_storage_nobody_is_let_through() -> None:
    throttle = Throttle("redis://127.0.0.1:1")
    with pytest.raises(UnavailableError):
        await throttle.count("sign-in", _LIMIT, "ada")
    with pytest.raises(UnavailableError):
        await throttle.forget("sign-in", _LIMIT, "ada")


def test_whoever_has_a_network_of_ipv6_is_one() -> None:
    assert network("2001:db8::1") == network("2001:db8::2:3")
    assert network("2001:db8::1") != network("2001:db8:0:1::1")
    assert network("192.0.2.1") == "192.0.2.1"
    assert network("testclient") == "testclient"


async def test_what_has_expired_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    throttle, short = Throttle(""), limit("1/second")
    await throttle.count("sign-in", short, "ada")
    await asyncio.sleep(1.1)
    monkeypatch.setattr(module, "_SWEEP", -1)
    await throttle.count("sign-in", _LIMIT, "bob")
    assert len(throttle._memory.events) == 1
    await throttle.count("sign-in", short, "ada")


@pytest.mark.skipif("TEST_REDIS_URL" not in os.environ, reason="needs a Redis")
async def test_processes_that_share_a_redis_count_together() -> None:
    processes = [Throttle(os.environ["TEST_REDIS_URL"]) for _ in range(2)]
    who = uuid4().hex
    tries = [each.count("sign-in", _LIMIT, who) for each in processes * 10]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert results.count(None) == 3
    await processes[0].forget("sign-in", _LIMIT, who)
    await processes[1].count("sign-in", _LIMIT, who)
    for each in processes:
        await each.close()
