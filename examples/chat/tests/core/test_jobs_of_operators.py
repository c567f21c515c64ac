"""What operators can do with jobs over the API, and that nobody else can."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.requests import HTTPConnection

from chat.core.http.dependencies import resources_of
from chat.core.jobs.job import Job
from chat.core.security.principal import ANONYMOUS, Grants, Principal
from tests.asking import ASKING
from tests.core.queued import Given, Worker
from tests.support import assert_refused

JOB = Job("core_job", Given, attempts=1, priority=3)
Asks = Callable[..., None]

_EVERY = [
    ("GET", "/jobs"),
    ("GET", "/jobs/1"),
    ("POST", "/jobs/1/replay"),
    ("DELETE", "/jobs/1"),
]


@pytest.fixture
def worker(app: FastAPI) -> Worker:
    return Worker(resources_of(app))


@pytest.fixture
def asks(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Asks:
    """Have requests be of somebody with some permissions, or of nobody."""

    def asked(*permissions: str, anonymous: bool = False) -> None:
        grants = Grants("service", permissions=frozenset(permissions))
        who = ANONYMOUS if anonymous else Principal(grants, client="a test")

        async def asking(_connection: HTTPConnection) -> Principal:
            return who

        monkeypatch.setitem(ASKING, app, asking)

    return asked


async def _dead(worker: Worker) -> Any:
    def fails(_run: object, _data: object) -> None:
        raise LookupError("no such thing")

    worker.does = fails
    number = await worker.put(JOB, "a")
    async with worker.runs(JOB):
        await worker.until("dead")
    return number


@pytest.mark.parametrize("method, path", _EVERY)
async def test_nobody_else_sees_or_changes_jobs(
    client: AsyncClient, asks: Asks, method: str, path: str
) -> None:
    asks(anonymous=True)
    assert_refused(await client.request(method, path), 401, "UNAUTHORIZED")
    asks("job:read", "jobs:replay")
    assert_refused(await client.request(method, path), 403, "FORBIDDEN")


async def test_whoever_only_reads_changes_nothing(
    client: AsyncClient, worker: Worker, asks: Asks
) -> None:
    number = await _dead(worker)
    asks("jobs:read")
    path = f"/jobs/{number}"
    assert_refused(await client.post(f"{path}/replay"), 403, "FORBIDDEN")
    assert_refused(await client.delete(path), 403, "FORBIDDEN")
    assert await worker.states() == ["dead"]


async def test_jobs_are_listed_page_by_page(
    client: AsyncClient, worker: Worker, asks: Asks
) -> None:
    asks("jobs:read")
    numbers = [await worker.put(JOB, f"{n}") for n in range(3)]
    first = (await client.get("/jobs", params={"limit": 2})).json()
    assert [each["id"] for each in first["data"]] == [numbers[2], numbers[1]]
    assert first["data"][0]["priority"] == JOB.priority
    assert "payload" not in first["data"][0]
    before = {"before": first["next_before"]}
    last = (await client.get("/jobs", params=before)).json()
    assert [each["id"] for each in last["data"]] == [numbers[0]]
    assert last["next_before"] is None
    for narrowed, count in (({"state": "dead"}, 0), ({"name": JOB.name}, 3)):
        found = (await client.get("/jobs", params=narrowed)).json()
        assert len(found["data"]) == count


async def test_a_dead_job_tells_why_and_is_tried_again(
    client: AsyncClient, worker: Worker, asks: Asks
) -> None:
    asks("jobs:read", "jobs:write")
    number = await _dead(worker)
    answer = await client.get(f"/jobs/{number}")
    assert answer.headers["Cache-Control"] == "no-store"
    shown = answer.json()
    assert (shown["state"], shown["payload"]) == ("dead", {"text": "a"})
    assert shown["error"] == "LookupError: no such thing"
    path = f"/jobs/{number}/replay"
    assert (await client.post(path)).status_code == 204
    assert await worker.states() == ["queued"]
    assert_refused(await client.post(path), 409, "CONFLICT")


async def test_a_page_has_what_it_needs_and_runs_nothing_else(app: FastAPI) -> None:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        page = await client.get("/jobs")
        used = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        found = [await client.get(f"/{each}") for each in used]
    assert page.headers["Content-Type"].startswith("text/html")
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert re.findall(r"<script[^>]*>([^<]+)", page.text) == []
    kinds = [each.headers["Content-Type"].partition(";")[0] for each in found]
    assert kinds == ["text/css", "text/javascript"]
    assert [each.status_code for each in found] == [200, 200]


async def test_a_job_is_deleted_unless_it_runs(
    client: AsyncClient, worker: Worker, asks: Asks
) -> None:
    asks("jobs:read", "jobs:write")
    path = f"/jobs/{await worker.put(JOB, 'a')}"
    assert (await client.delete(path)).status_code == 204
    for method in ("GET", "DELETE"):
        assert_refused(await client.request(method, path), 404, "NOT_FOUND")
    assert_refused(await client.post(f"{path}/replay"), 404, "NOT_FOUND")
    seen = []

    async def asked(_run: object, _data: object) -> None:
        (row,) = await worker.rows()
        seen.append(await client.delete(f"/jobs/{row['id']}"))

    worker.does = asked
    await worker.put(JOB, "b")
    async with worker.runs(JOB):
        await worker.until()
    assert_refused(seen[0], 409, "CONFLICT")
