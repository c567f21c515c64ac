"""Print how many events a second go to a broker: ours, and its client's with nothing around it.

    python benchmarks/publishing.py [ROUNDS] [--events N] [--broker NAME …] [--json]

Each broker that is installed is started once, with PostgreSQL beside it. In turns, one process
publishes as many events by the client alone, one after the other and a batch at a time, by the
port's `publish`, and from the outbox by the relay. `README.md` says how to read the medians.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jobs
import shops

DESIGN = """\
name: measured
database: {engine: postgresql}
messaging: {broker: @BROKER@}
entities:
  Item: {fields: {name: text}}
events:
  ItemMade: {from: Item.create, fields: [id, name]}
jobs:
  note: {on: ItemMade}
"""
BATCH = 100

MEASURED = """
import asyncio, datetime as dt, json, os, sys, time, uuid
import sqlalchemy as sa
from measured.core.db.unit_of_work import unit_of_work
from measured.core.events.relay import Relay
from measured.core.messaging.broker import Message
from measured.core.messaging.connecting import SERVICE, open_broker
from measured.core.messaging.publishing import publishing
from measured.models.outbox import OutboxEvent
from measured.resources import open_resources
from measured.settings import Settings
from tests.@BROKER@_server import some_@BROKER@ as served

@CLIENT@

count, at_once, rounds = map(int, sys.argv[1:])

def messages():
    channel = SERVICE.channels[0]
    for number in range(count):
        body = b'{"data": "' + b"x" * 500 + b'"}'
        yield Message(str(uuid.uuid4()), channel, str(number), body, "ItemMade")

def batches():
    sent = [*messages()]
    return [sent[each : each + at_once] for each in range(0, count, at_once)]

def events():
    now = dt.datetime.now(dt.timezone.utc)
    for number in range(count):
        row = str(uuid.uuid4())
        yield dict(
            id=uuid.uuid4(), name="ItemMade", version=1, aggregate_type="Item",
            aggregate_id=row, data=json.dumps({"id": row, "name": "x" * 300}),
            request_id="measured", occurred_at=now, failures=0,
        )

async def timed(run):
    began, used = time.perf_counter(), time.process_time()
    await run()
    return (
        count / (time.perf_counter() - began),
        (time.process_time() - used) / count * 1e6,
    )

async def main():
    found = {}
    async with served() as url:
        os.environ["BROKER_URL"] = url
        settings = Settings(outbox_batch=at_once)
        async with open_resources(settings) as resources:
            broker = resources.broker
            await broker.ping()
            await broker.publish([])
            client = await Client.connected(url)

            async def one_by_one():
                for each in sent:
                    await client.send([each])

            async def batched():
                for part in parts:
                    await client.send(part)

            async def port():
                for part in parts:
                    await broker.publish(part)

            async def relay():
                deliver = publishing(broker)
                relay = Relay(resources, deliver, batch=at_once, poll=1)
                while await relay.once():
                    pass

            for _ in range(rounds):
                for run in (one_by_one, batched, port, relay):
                    parts = batches()
                    sent = [each for part in parts for each in part]
                    if run is relay:
                        async with unit_of_work(resources) as work:
                            rows = [*events()]
                            await work.session.execute(sa.insert(OutboxEvent), rows)
                    found.setdefault(run.__name__, []).append(await timed(run))
            await client.close()
    print(json.dumps(found))

asyncio.run(main())
"""

CLIENTS = {
    "nats": """
import nats

class Client:
    @classmethod
    async def connected(cls, url):
        self = cls()
        self.connection = await nats.connect(url)
        self.stream = self.connection.jetstream()
        return self

    async def send(self, part):
        if len(part) == 1:
            headers = {"Nats-Msg-Id": part[0].id}
            await self.stream.publish(part[0].channel, part[0].body, headers=headers)
            return
        await asyncio.gather(*[
            await self.stream.publish_async(
                each.channel, each.body, headers={"Nats-Msg-Id": each.id}
            )
            for each in part
        ])

    async def close(self):
        await self.connection.close()
""",
    "rabbitmq": """
import aio_pika

class Client:
    @classmethod
    async def connected(cls, url):
        self = cls()
        self.connection = await aio_pika.connect(url)
        channel = await self.connection.channel(publisher_confirms=True)
        self.exchange = await channel.get_exchange(SERVICE.name)
        return self

    async def send(self, part):
        await asyncio.gather(*[
            self.exchange.publish(
                aio_pika.Message(
                    each.body,
                    message_id=each.id,
                    delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                ),
                each.channel,
            )
            for each in part
        ])

    async def close(self):
        await self.connection.close()
""",
    "redis": """
from redis.asyncio import Redis

class Client:
    @classmethod
    async def connected(cls, url):
        self = cls()
        self.redis = Redis.from_url(url)
        # Whatever it confirms is on its disk.
        await self.redis.config_set("appendonly", "yes")
        await self.redis.config_set("appendfsync", "always")
        return self

    async def send(self, part):
        async with self.redis.pipeline(transaction=False) as together:
            for each in part:
                together.xadd(each.channel, {"id": each.id, "body": each.body})
            await together.execute()

    async def close(self):
        await self.redis.aclose()
""",
}


def is_installed(broker: str) -> bool:
    """Tell whether a broker's server and its client are here."""
    if broker == "nats":
        beside = Path(sys.executable).with_name("nats-server")
        is_there = beside.exists() or shutil.which("nats-server") is not None
        return is_there and importlib.util.find_spec("nats") is not None
    client = {"rabbitmq": "aio_pika"}.get(broker, broker)
    server = shutil.which(f"{broker}-server")
    return server is not None and importlib.util.find_spec(client) is not None


def measured(
    brokers: Sequence[str], rounds: int, events: int, batch: int = BATCH
) -> dict[str, Any]:
    """Return what is published of each broker, and the ratios to its client alone."""
    folder = Path(tempfile.mkdtemp(prefix="publishing-"))
    try:
        with jobs.postgresql(folder / "postgresql") as server:
            return {
                each: _said(_measured(folder, server, each, (events, batch, rounds)))
                for each in brokers
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(
    folder: Path, server: str, broker: str, numbers: Sequence[int]
) -> dict[str, list[tuple[float, float]]]:
    project = folder / broker
    shops.create(project, DESIGN.replace("@BROKER@", broker))
    jobs.fresh(server, broker)
    environment = os.environ | {
        "PYTHONPATH": f"{project / 'src'}{os.pathsep}{project}",
        "DATABASE_URL": f"postgresql://postgres:@/{broker}?host={server}",
        "LOG_LEVEL": "ERROR",
    }
    alembic = [sys.executable, "-m", "alembic", "-q", "upgrade", "head"]
    subprocess.run(alembic, cwd=project, env=environment, check=True)
    script = MEASURED.replace("@BROKER@", broker).replace("@CLIENT@", CLIENTS[broker])
    command = [sys.executable, "-W", "ignore", "-c", script, *map(str, numbers)]
    done = subprocess.run(
        command,
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    found: dict[str, list[tuple[float, float]]] = json.loads(
        done.stdout.splitlines()[-1]
    )
    return found


def _said(found: Mapping[str, Sequence[tuple[float, float]]]) -> dict[str, Any]:
    rates = {
        name: statistics.median(rate for rate, _ in each)
        for name, each in found.items()
    }
    return {
        "events_a_second": {name: round(each) for name, each in rates.items()},
        "cpu_us": {
            name: round(statistics.median(cost for _, cost in each))
            for name, each in found.items()
        },
        "ratios": {
            f"{ours} / {bare}": round(rates[ours] / rates[bare], 2)
            for ours in ("port", "relay")
            for bare in ("one_by_one", "batched")
        },
    }


def main() -> None:
    """Print the rates and the ratios of each broker, as lines or as JSON."""
    parser = argparse.ArgumentParser(
        description="Print how many events a second go to a broker."
    )
    parser.add_argument("rounds", metavar="ROUNDS", nargs="?", type=int, default=3)
    parser.add_argument("--events", type=int, default=3000, help="in each round")
    parser.add_argument("--broker", nargs="*", choices=sorted(CLIENTS), default=None)
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    said = parser.parse_args()
    brokers = said.broker or [each for each in CLIENTS if is_installed(each)]
    result = measured(brokers, said.rounds, said.events)
    if said.json:
        print(json.dumps(result))
        return
    for broker, found in result.items():
        for name, each in found["events_a_second"].items():
            print(
                f"{broker:9} {name:11} {each:>6} events/s {found['cpu_us'][name]:>5} us"
            )
        print(f"{broker:9} {found['ratios']}")


if __name__ == "__main__":
    main()
