"""The load test asks for what the service has, and fails where a goal is missed."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from load import goals, mix
from load.calls import Answer, Calls, NothingToAskError
from load.fresh import fresh
from tests.api.resources import RESOURCES
from tests.factory import create
from tests.signing_in import PASSWORD, new_account
from workshop.core.http.contract import contract_json

_ROOT = Path(__file__).parent.parent
_GENEROUS = "p99 = 60000\nthroughput = 0.01\navailability = 0.01\n"
_IMPOSSIBLE = "p50 = 0.0001\n"
_SHORT = ("--users=4", "--spawn-rate=4", "--run-time=6s")


@pytest.fixture(autouse=True)
def nobody_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests ask for themselves, whoever the environment names."""
    for name in [each for each in os.environ if each.startswith("LOAD_")]:
        monkeypatch.delenv(name)


@pytest_asyncio.fixture
async def address(app: FastAPI, session: AsyncSession) -> AsyncIterator[str]:
    """Where the service answers, with a row of each kind."""
    for resource in RESOURCES:
        await create(session, resource.model)
    config = uvicorn.Config(
        app, port=0, lifespan="off", log_config=None, ws="none", access_log=False
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


async def _loaded(address: str, folder: Path, text: str) -> tuple[int | None, str]:
    """Run the load test for some seconds; return what it ends with, and its report."""
    folder.mkdir()
    asked, report = folder / "goals.toml", folder / "report.json"
    asked.write_text(text)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "locust", "-f", "load/locustfile.py", *_SHORT),
        *("--host", address, "--goals", str(asked), "--report", str(report)),
        cwd=_ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, report.read_text() if report.is_file() else said.decode()


async def test_a_run_fails_where_a_goal_is_missed(address: str, tmp_path: Path) -> None:
    (generous, found), (impossible, told) = await asyncio.gather(
        _loaded(address, tmp_path / "generous", _GENEROUS),
        _loaded(address, tmp_path / "impossible", _IMPOSSIBLE),
    )
    assert generous == goals.MET, found
    report = json.loads(found)
    assert report["failures"] == []
    assert report["requests"]
    assert impossible == goals.MISSED, told


class _Client:
    """Asks as an HTTP client of locust does, and keeps what failed."""

    def __init__(self, client: httpx.Client) -> None:
        self.asked: list[str] = []
        self.failed: list[str] = []
        self._client = client

    @contextmanager
    def request(
        self, method: str, url: str, *, name: str, catch_response: bool, **sent: Any
    ) -> Iterator[Answer]:
        assert catch_response
        answer = self._client.request(method, url, **sent)
        self.asked.append(name)
        yield _Answer(self, name, answer)


class _Answer:
    """An answer of such a client."""

    def __init__(self, client: _Client, name: str, answer: httpx.Response) -> None:
        self.status_code = answer.status_code
        self.headers = answer.headers
        self.json = answer.json
        self._client, self._name, self._text = client, name, answer.text

    def success(self) -> None:
        """Nothing is to be kept of it."""

    def failure(self, exc: str) -> None:
        self._client.failed.append(f"{self._name}: {exc}, {self._text}")


def _ask_once(address: str) -> _Client:
    """Ask for each operation of the mix, one after the other."""
    calls, wanted = Calls(), tuple(each for each in mix.read() if each.weight)
    with httpx.Client(base_url=address) as client:
        asking = _Client(client)
        calls.prepare(asking, wanted)
        for each in wanted:
            calls.make(asking, each)
    assert not calls.without_rows
    assert {each.name for each in wanted} <= {*asking.asked}
    return asking


async def test_each_operation_of_the_mix_is_answered(address: str) -> None:
    asked = await asyncio.to_thread(_ask_once, address)
    assert asked.failed == []


async def test_callers_sign_in_once(
    app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account(app, password=PASSWORD)
    monkeypatch.setenv("LOAD_EMAIL", str(account.email))
    monkeypatch.setenv("LOAD_PASSWORD", PASSWORD)
    asked = await asyncio.to_thread(_ask_once, address)
    assert asked.asked.count("(sign in)") == 1
    monkeypatch.setenv("LOAD_PASSWORD", f"not {PASSWORD}")
    with pytest.raises(NothingToAskError, match="nobody who signs in"):
        await asyncio.to_thread(_ask_once, address)


def test_the_mix_is_of_what_the_contract_has() -> None:
    paths = json.loads(contract_json())["paths"]
    calls = mix.read()
    for call in calls:
        assert call.method.lower() in paths[call.path], call.name
        assert call.weight >= 0
        assert not call.rows or "get" in paths[call.rows]
    assert sum(call.weight for call in calls)


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("text 20", "[a-z0-9]{20}"),
        ("TEXT 8", "[A-Z0-9]{8}"),
        ("digits 12", "[0-9]{12}"),
        ("number 7 1000000007", "[0-9]{1,10}"),
        ("email", "[a-z0-9]+@example[.]com"),
        ("url", "https://example[.]com/[a-z0-9]+"),
        ("uuid", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"),
    ],
)
def test_what_is_fresh_is_of_its_kind_and_new(form: str, pattern: str) -> None:
    made = [str(fresh(form)) for _ in range(20)]
    assert all(re.fullmatch(pattern, each) for each in made)
    assert len({*made}) == len(made)


def test_the_goals_are_some_that_are_measured() -> None:
    assert goals.read().keys() <= {*goals.PERCENTILES, *goals.AT_LEAST}


def test_a_goal_that_nothing_measures_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "goals.toml"
    file.write_text("p42 = 1\n")
    with pytest.raises(ValueError, match="p42"):
        goals.read(file)


def _measured(*, failing: int = 0) -> goals.Measured:
    measured = goals.Measured(seconds=10)
    for number in range(1, 101):
        failure = "status 500" if number > 100 - failing else ""
        measured.note("Thing.list", number, failure)
    return measured


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"p50": 50}, goals.MET),
        ({"p50": 49}, goals.MISSED),
        ({"p95": 95, "p99": 99}, goals.MET),
        ({"p99": 98.9}, goals.MISSED),
        ({"throughput": 10}, goals.MET),
        ({"throughput": 10.1}, goals.MISSED),
        ({"availability": 1}, goals.MET),
        ({}, goals.NOTHING),
    ],
)
def test_a_goal_is_met_or_missed(asked: dict[str, float], code: int) -> None:
    assert goals.report(_measured(), asked).code == code


@pytest.mark.parametrize(("share", "code"), [(0.99, goals.MET), (0.991, goals.MISSED)])
def test_what_fails_is_taken_from_the_budget(share: float, code: int) -> None:
    told = goals.report(_measured(failing=1), {"availability": share})
    assert told.code == code
    assert "1 × Thing.list: status 500" in [*told.lines()]


def test_nothing_is_no_success() -> None:
    asked = {"p95": 100.0}
    assert goals.report(goals.Measured(), asked).code == goals.NOTHING
    assert goals.report(_measured(failing=100), asked).code == goals.MISSED
    told = goals.report(_measured(), asked, "Nobody signs in.", ("Thing.get",))
    assert told.code == goals.NOTHING
    assert [*told.lines()][-1] == "Nobody signs in."
    told = goals.report(_measured(), asked, without_rows=("Thing.get",))
    assert told.code == goals.NOTHING
    assert "nobody asked for Thing.get" in [*told.lines()][-1]
