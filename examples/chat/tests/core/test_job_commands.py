"""What those can do who look after jobs."""

import json
from typing import Any

import pytest
from fastapi import FastAPI

from chat.core.db.database import Database
from chat.core.http.dependencies import resources_of
from chat.core.jobs import commands
from chat.core.jobs.commands import main, parse, run
from chat.core.jobs.job import Job
from chat.settings import Settings
from tests.core.queued import Given, Worker

JOB = Job("core_job", Given, attempts=1)
LONG = "It is a very long story, " * 9


@pytest.fixture
def worker(app: FastAPI, emptied: Database) -> Worker:
    return Worker(resources_of(app))


async def _says(worker: Worker, *arguments: str) -> tuple[str, int]:
    return await run(worker.resources, parse(arguments))


async def _json(worker: Worker, *arguments: str) -> Any:
    text, _ = await _says(worker, *arguments, "--json")
    return json.loads(text)


async def _dead(worker: Worker) -> int:
    def fails(_run: object, _data: object) -> None:
        raise LookupError(LONG)

    worker.does = fails
    number = await worker.put(JOB, "a")
    async with worker.runs(JOB):
        await worker.until("dead")
    assert number is not None
    return number


async def test_a_list_tells_which_jobs_there_are(worker: Worker) -> None:
    number = await _dead(worker)
    later = await worker.put(JOB, "b")
    head, *lines = (await _says(worker, "list"))[0].splitlines()
    assert head.split() == ["id", "name", "state", "failures", "due_at", "error"]
    assert [line.split()[:3] for line in lines] == [
        [f"{later}", JOB.name, "queued"],
        [f"{number}", JOB.name, "dead"],
    ]
    assert lines[1].endswith("…")
    rows = await _json(worker, "list", "--state", "dead", "--job", JOB.name)
    assert [row["id"] for row in rows] == [number]
    assert len(await _json(worker, "list", "--limit", "1")) == 1
    assert await _json(worker, "list", "--job", "core_other") == []


async def test_all_is_shown_that_is_known_of_a_job(worker: Worker) -> None:
    number = f"{await _dead(worker)}"
    text, status = await _says(worker, "show", number)
    assert status == 0
    assert f"error: LookupError: {LONG}" in text
    assert json.loads((await _json(worker, "show", number))["payload"]) == {"text": "a"}
    assert await _says(worker, "show", "0") == ("There is no job 0.", 1)


async def test_a_dead_job_is_replayed(worker: Worker) -> None:
    number = f"{await _dead(worker)}"
    assert await _says(worker, "replay", number) == ("1 replayed", 0)
    assert await _says(worker, "replay", number) == ("0 replayed", 1)
    worker.does = lambda _run, _data: None
    async with worker.runs(JOB):
        await worker.until()
    assert worker.done == ["a", "a"]


async def test_jobs_are_dropped_that_nobody_wants(worker: Worker) -> None:
    number = await _dead(worker)
    await worker.put(JOB, "b")
    assert await _json(worker, "drop", "--state", "dead") == {"dropped": [number]}
    assert await worker.states() == ["queued"]
    assert (await _says(worker, "drop", "--job", JOB.name))[1] == 0
    assert await worker.rows() == []


@pytest.mark.parametrize("command", ["replay", "drop"])
async def test_which_ones_has_to_be_said(worker: Worker, command: str) -> None:
    text, status = await _says(worker, command)
    assert (text.split(":")[0], status) == ("Say which", 1)


def test_the_command_opens_what_it_needs(
    migrated: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "Settings", lambda: migrated)
    assert main(["show", "0"]) == 1
    assert capsys.readouterr().out == "There is no job 0.\n"
