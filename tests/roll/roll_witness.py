"""What became of events, by two witnesses: a trigger that notes each, and what jobs write."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

_WITNESS = """
CREATE TABLE told (
    place bigserial PRIMARY KEY,
    name text NOT NULL,
    data text NOT NULL,
    transaction text NOT NULL
);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO told (name, data, transaction)
    VALUES (NEW.name, NEW.data, pg_current_xact_id()::text);
    RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION tell();
"""
_LEFT = {
    "events in the outbox": "SELECT count(*) FROM outbox",
    "jobs that wait or run": "SELECT count(*) FROM jobs WHERE state NOT IN ('dead', 'done')",
    "dead jobs": "SELECT count(*) FROM jobs WHERE state = 'dead'",
}
_TIMES = 3
"""So many looks in turn have to find nothing that waits."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the database has, when all is over."""

    faults: Sequence[str]
    events: Counter[str]
    effects: Counter[str]
    waited: float
    """The seconds until nothing was left to do."""


class Witness:
    """Notes events from now on, and says in the end what of them came to nothing."""

    def __init__(self, url: str) -> None:
        self._url = url
        asyncio.run(self._execute(_WITNESS))

    def judge(
        self,
        jobs: Mapping[str, str],
        later: Mapping[str, str],
        sign: str,
        seconds: float = 60,
    ) -> Found:
        """Wait until all is quiet, and compare.

        `jobs` says which job is for which event; so do `later`, of the events of transactions
        that have recorded one called `sign`, which newer code alone does.
        """
        return asyncio.run(self._judged(jobs, later, sign, seconds))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Return what a statement finds."""
        return asyncio.run(self._rows(sql))

    async def _rows(self, sql: str) -> list[tuple[object, ...]]:
        connection = await asyncpg.connect(self._url)
        try:
            return [tuple(each) for each in await connection.fetch(sql)]
        finally:
            await connection.close()

    async def _execute(self, sql: str) -> None:
        connection = await asyncpg.connect(self._url)
        await connection.execute(sql)
        await connection.close()

    async def _judged(
        self,
        jobs: Mapping[str, str],
        later: Mapping[str, str],
        sign: str,
        seconds: float,
    ) -> Found:
        connection = await asyncpg.connect(self._url)
        try:
            waited, left = await _quiet(connection, seconds)
            told = await connection.fetch("SELECT name, data, transaction FROM told")
            done = await connection.fetch("SELECT number, what FROM effects")
        finally:
            await connection.close()
        newer = {each["transaction"] for each in told if each["name"] == sign}
        wanted: Counter[tuple[str, str]] = Counter()
        for each in told:
            number = json.loads(each["data"])["number"]
            for job, event in jobs.items():
                wanted[number, job] += event == each["name"]
            for job, event in later.items():
                is_newer = each["transaction"] in newer
                wanted[number, job] += event == each["name"] and is_newer
        effects = Counter((each["number"], each["what"]) for each in done)
        return Found(
            faults=[*_left(left), *_compared(wanted, effects, later)],
            events=Counter(each["name"] for each in told),
            effects=Counter(each["what"] for each in done),
            waited=waited,
        )


def _left(left: Mapping[str, int]) -> list[str]:
    return [f"{name}: {count} left" for name, count in left.items() if count]


def _compared(
    wanted: Mapping[tuple[str, str], int],
    effects: Mapping[tuple[str, str], int],
    later: Mapping[str, str],
) -> list[str]:
    """Tell of jobs that were not done, and of those that were done twice."""
    faults = defaultdict(list)
    for number, job in {*wanted, *effects}:
        asked = wanted.get((number, job), 0)
        done = effects.get((number, job), 0)
        # Newer code may start its jobs on what older code has recorded.
        if done < asked or (done > asked and job not in later):
            faults[f"{job}: done {done} times, asked for {asked} times"].append(number)
    return [
        f"{each}: {sorted(of)[:8]}, {len(of)} in all" for each, of in faults.items()
    ]


async def _quiet(
    connection: asyncpg.Connection, seconds: float
) -> tuple[float, dict[str, int]]:
    """Wait until nothing has to be done any more, so long at the most."""
    began, found = time.monotonic(), 0
    left: dict[str, int] = {}
    while (waited := time.monotonic() - began) < seconds and found < _TIMES:
        left = {name: await connection.fetchval(sql) for name, sql in _LEFT.items()}
        waits = sum(left.values()) - left["dead jobs"]
        found = 0 if waits else found + 1
        await asyncio.sleep(0.3)
    return waited, left
