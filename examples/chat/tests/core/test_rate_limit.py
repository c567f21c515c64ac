import asyncio
import os
import shutil
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv6Address
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from httpx import ASGITransport, AsyncClient
from limits import parse
from pydantic import ValidationError
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from chat.api import PREFIX, ROUTERS
from chat.core import limiter as limiters
from chat.core.http.callers import address_of
from chat.core.limiter import Limiter
from chat.main import create_app
from chat.rate_limits import install_rate_limits
from chat.settings import Settings
from tests.support import asking, assert_refused

_NOWHERE = f"{PREFIX}/nowhere"  # is counted, as all that is below the prefix
_NOBODY = "redis://127.0.0.1:1"  # where no Redis is
_COUNTS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_RESOURCE = str(ROUTERS[-1].tags[0])
_ROUTES = [each.path for each in ROUTERS[-1].routes if isinstance(each, APIRoute)]
_LIST = PREFIX + min(_ROUTES, key=len)


@pytest.fixture(scope="module")
async def redis() -> AsyncIterator[str]:
    """The Redis that TEST_REDIS_URL names, or one that is started for the tests."""
    program = shutil.which("redis-server")
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url
        return
    if program is None:
        pytest.skip("TEST_REDIS_URL names no Redis, and redis-server is not installed.")
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = free.getsockname()
    process = await asyncio.create_subprocess_exec(
        *(program, "--port", str(address[1]), "--bind", address[0], "--save", ""),
        stdout=asyncio.subprocess.DEVNULL,
    )
    while not _answers(address):
        await asyncio.sleep(0.02)
    yield f"redis://127.0.0.1:{address[1]}"
    process.terminate()
    await process.wait()


def _answers(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address).close()
    except OSError:
        return False
    return True


@pytest.fixture(params=["in_process", "in_redis"])
def storage(request: pytest.FixtureRequest) -> str:
    """Where requests are counted, as RATE_LIMIT_STORAGE says it."""
    is_redis = request.param == "in_redis"
    return str(request.getfixturevalue("redis")) if is_redis else ""


@asynccontextmanager
async def _asking(app: FastAPI, address: str = "") -> AsyncIterator[AsyncClient]:
    """Yield a client of the application, whose address nobody else has."""
    address = address or str(IPv6Address(uuid4().int))
    async with asking(app, transport=ASGITransport(app, client=(address, 1))) as client:
        yield client


@pytest.fixture
def limited(migrated: Settings) -> Settings:
    return migrated.model_copy(update={"rate_limit": "3/day"})


def _app(settings: Settings, **changes: Any) -> FastAPI:
    return create_app(settings.model_copy(update=changes))


async def test_requests_are_counted_until_there_are_too_many(
    limited: Settings, storage: str
) -> None:
    async with _asking(_app(limited, rate_limit_storage=storage)) as client:
        for left in ("2", "1", "0"):
            answer = await client.get(_NOWHERE)
            assert_refused(answer, 404, "NOT_FOUND")
            assert answer.headers["X-RateLimit-Limit"] == "3"
            assert answer.headers["X-RateLimit-Remaining"] == left
            assert "Retry-After" not in answer.headers
        answer = await client.get(_NOWHERE)
    assert_refused(answer, 429, "TOO_MANY_REQUESTS")
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    reset, wait = answer.headers["X-RateLimit-Reset"], answer.headers["Retry-After"]
    assert abs(int(reset) - time.time() - int(wait)) < 3


async def test_whoever_waits_as_long_as_told_is_let_in(
    limited: Settings, storage: str
) -> None:
    changes = {"rate_limit": "4/second", "rate_limit_storage": storage}
    async with _asking(_app(limited, **changes)) as client:
        for _ in range(50):
            answer = await client.get(_NOWHERE)
            if answer.status_code == 429:
                break
        assert answer.status_code == 429
        await asyncio.sleep(int(answer.headers["Retry-After"]))
        assert (await client.get(_NOWHERE)).status_code == 404


async def test_processes_share_what_redis_counts(limited: Settings, redis: str) -> None:
    address = str(IPv6Address(uuid4().int))
    for status in (404, 429):
        app = _app(limited, rate_limit="1/day", rate_limit_storage=redis)
        async with _asking(app, address) as client:
            assert (await client.get(_NOWHERE)).status_code == status


async def test_without_redis_each_process_counts_for_itself(
    limited: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with _asking(_app(limited, rate_limit_storage=_NOBODY)) as client:
        answers = [await client.get(_NOWHERE) for _ in range(4)]
    assert [each.status_code for each in answers] == [404, 404, 404, 429]
    assert capsys.readouterr().out.count("rate_limit_storage_unavailable") == 1


async def test_a_redis_that_answers_again_is_used_again(
    redis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiters, "_PAUSE", 0)
    rate, caller = parse("1/day"), str(uuid4())
    first, second = Limiter(redis), Limiter(redis)
    assert (await first.count(rate, caller)).admitted
    second._asks_again = time.monotonic() + 60  # as after an answer that did not come
    assert (await second.count(rate, caller)).admitted
    second._asks_again = 0
    assert not (await second.count(rate, caller)).admitted
    await first.close()
    await second.close()


async def test_each_caller_is_counted_alone(limited: Settings) -> None:
    app = _app(limited, rate_limit="1/day")
    callers = {
        "192.0.2.1": 404,
        "192.0.2.2": 404,
        "2001:db8::1": 404,
        "2001:db8::2": 429,  # of the same network
        "2001:db8:0:1::1": 404,
    }
    async with app.router.lifespan_context(app):
        for address, status in callers.items():
            transport = ASGITransport(app, client=(address, 1))
            async with AsyncClient(transport=transport, base_url="http://t") as client:
                assert (await client.get(_NOWHERE)).status_code == status


@pytest.mark.parametrize(
    ("client", "caller"),
    [
        (("192.0.2.1", 1), "192.0.2.1"),
        (("::ffff:192.0.2.1", 1), "192.0.2.1"),
        (("2001:db8::1", 1), "2001:db8::/64"),
        (("localhost", 1), "localhost"),
        (None, ""),
    ],
)
def test_a_caller_has_one_address(client: tuple[str, int] | None, caller: str) -> None:
    assert address_of(Request({"type": "http", "client": client})) == caller


async def test_only_a_trusted_proxy_says_who_asks(limited: Settings) -> None:
    app = _app(limited, rate_limit="1/day")
    proxied = ProxyHeadersMiddleware(app, trusted_hosts="192.0.2.1")  # type: ignore[arg-type]
    seen = []
    async with app.router.lifespan_context(app):
        for proxy, forwarded in (("1", "a"), ("1", "b"), ("2", "c"), ("2", "d")):
            transport = ASGITransport(proxied, client=(f"192.0.2.{proxy}", 1))  # type: ignore[arg-type]
            headers = {"X-Forwarded-For": forwarded}
            async with AsyncClient(transport=transport, base_url="http://t") as client:
                answer = await client.get(_NOWHERE, headers=headers)
            seen.append(answer.status_code)
    assert seen == [404, 404, 404, 429]


async def test_a_resource_with_a_rate_of_its_own_is_counted_apart(
    limited: Settings,
) -> None:
    app = _app(limited, rate_limit="2/day", rate_limits={_RESOURCE: "1/day"})
    async with _asking(app) as client:
        statuses = [
            (await client.request("BREW", path)).status_code
            for path in (_LIST, _LIST, _NOWHERE, _NOWHERE, _NOWHERE)
        ]
    assert statuses == [405, 429, 404, 404, 429]


async def test_a_resource_may_be_unlimited_and_so_may_all_others(
    limited: Settings,
) -> None:
    app = _app(limited, rate_limit="", rate_limits={_RESOURCE: "1/day"})
    async with _asking(app) as client:
        assert _COUNTS[0] not in (await client.get(_NOWHERE)).headers
        assert (await client.request("BREW", _LIST)).status_code == 405
        assert (await client.request("BREW", _LIST)).status_code == 429
    app = _app(limited, rate_limit="1/day", rate_limits={_RESOURCE: ""})
    async with _asking(app) as client:
        answers = [await client.request("BREW", _LIST) for _ in range(3)]
    assert [each.status_code for each in answers] == [405] * 3


async def test_without_rates_nothing_is_counted(limited: Settings) -> None:
    async with _asking(_app(limited, rate_limit="", rate_limits={})) as client:
        assert _COUNTS[0] not in (await client.get(_NOWHERE)).headers


@pytest.mark.parametrize("path", ["/health/live", "/metrics", "/openapi.json", "/docs"])
async def test_what_is_not_of_the_api_is_not_counted(
    limited: Settings, path: str
) -> None:
    async with _asking(_app(limited, rate_limit="1/day")) as client:
        answers = [await client.get(path) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert _COUNTS[0] not in answers[0].headers


async def test_what_only_asks_for_options_is_not_counted(limited: Settings) -> None:
    origin = "https://example.com"
    app = _app(limited, rate_limit="1/day", cors_origins=(origin,))
    asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    async with _asking(app) as client:
        for headers in ({}, asked, asked):
            answer = await client.options(_LIST, headers=headers)
            assert answer.is_success
        answer = await client.get(_NOWHERE, headers={"Origin": origin})
    assert answer.status_code == 404
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {*_COUNTS, "Retry-After"} <= {*exposed}


async def test_every_answer_says_what_is_left(limited: Settings) -> None:
    app = _app(limited)

    @app.get(f"{PREFIX}/bug")
    async def bug() -> None:
        raise RuntimeError

    async with _asking(app) as client:
        answers = [
            await client.get(f"{PREFIX}/bug"),
            await client.head(_NOWHERE),
            await client.request("BREW", _LIST),
            await client.get(_NOWHERE),
        ]
    assert [each.status_code for each in answers] == [500, 404, 405, 429]
    left = [each.headers["X-RateLimit-Remaining"] for each in answers]
    assert left == ["2", "1", "0", "0"]


async def _body() -> AsyncIterator[bytes]:
    pytest.fail("the body of what is refused is read")
    yield b""


async def test_a_request_too_many_is_refused_unread(limited: Settings) -> None:
    async with _asking(_app(limited, rate_limit="1/day")) as client:
        await client.get(_NOWHERE)
        answer = await client.post(_LIST, content=_body())
    assert_refused(answer, 429, "TOO_MANY_REQUESTS")


async def test_an_application_below_a_path_counts_the_same(limited: Settings) -> None:
    app = _app(limited, rate_limit="1/day")
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app, root_path="/below")
        async with AsyncClient(transport=transport, base_url="http://t") as client:
            answers = [await client.get(f"/below{_NOWHERE}") for _ in range(2)]
    assert [each.status_code for each in answers] == [404, 429]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate_limit": "often"},
        {"rate_limits": {_RESOURCE: "3"}},
        {"rate_limit_storage": "localhost:6379"},
    ],
)
def test_a_wrong_setting_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_a_rate_of_no_resource_is_refused(limited: Settings) -> None:
    with pytest.raises(ValueError, match="RATE_LIMITS names no resource: Nobody"):
        install_rate_limits(
            FastAPI(), limited.model_copy(update={"rate_limits": {"Nobody": "1/day"}})
        )


async def test_what_has_expired_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, rate = Limiter(""), parse("1/second")
    for number in range(100):
        await limiter.count(rate, str(number))
    kept = limiter._here.storage.storage  # type: ignore[attr-defined]
    assert len(kept) == 100
    monkeypatch.setattr(limiters, "_SWEEP", 0)
    later = time.time() + 3
    monkeypatch.setattr(time, "time", lambda: later)
    await limiter.count(rate, "somebody else")
    assert len(kept) == 1
