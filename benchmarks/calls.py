"""Print what guarding a call costs: the client of `resilience`, beside bare httpx.

    python benchmarks/calls.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the calling process a call, medians of interleaved rounds, and the ratio to
httpx by itself; `README.md` says how to read them. The other side is a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pydantic
import told

from bd_scaffold import pipeline

CONTRACT = Path(__file__).parents[1] / "tests/designs/beside/payments.openapi.yaml"
DESIGN = """\
name: caller
resilience: {payments: {contract: payments.openapi.yaml}}
entities: {Box: {fields: {name: text}}}
"""
PAYMENT = {
    "id": "0193b2f0-0000-7000-8000-000000000000",
    "state": "open",
    "money": {"amount": "12.50", "currency": "EUR"},
    "metadata": {"order": "A-1"},
}
OTHER_SIDE = """
import asyncio, sys

BODY = sys.argv[1].encode()
HEAD = f"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: {len(BODY)}"
ANSWER = f"{HEAD}\\r\\n\\r\\n".encode() + BODY

async def serve(reader, writer):
    try:
        while await reader.readuntil(b"\\r\\n\\r\\n"):
            writer.write(ANSWER)
    except asyncio.IncompleteReadError:
        writer.close()

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""
BARE = "httpx"
Ask = Callable[[], Awaitable[Any]]


def created(folder: Path) -> None:
    """Create a project that calls another system, and make it importable."""
    beside = folder / "said"
    beside.mkdir()
    (beside / CONTRACT.name).write_bytes(CONTRACT.read_bytes())
    source = str(beside / "design.yaml")
    pipeline.create(
        DESIGN.encode(),
        source,
        folder / "caller",
        repository=False,
        progress=lambda _: None,
    )
    sys.path.insert(0, str(folder / "caller/src"))


async def measured(url: str, rounds: int, requests: int) -> dict[str, float]:
    """Return the CPU milliseconds of a call, by how it is made."""
    # They are there once the project is.
    from caller.core.outbound.policy import (  # type: ignore[import-not-found]
        BreakerPolicy,
        Policy,
    )
    from caller.outbound.payments import models  # type: ignore[import-not-found]
    from caller.outbound.payments.client import (  # type: ignore[import-not-found]
        PaymentsClient,
    )

    breaker = BreakerPolicy(failures=5, share=0.5, window=30, open=30)
    policy = Policy(name="payments", timeout=5, breaker=breaker)
    guarded = PaymentsClient(policy, url, {"Authorization": "Bearer abc"})
    bare = httpx.AsyncClient(base_url=url, headers={"Authorization": "Bearer abc"})
    read = pydantic.TypeAdapter(models.Payment)

    async def by_httpx() -> Any:
        return (await bare.get(f"/payments/{PAYMENT['id']}")).json()

    async def by_httpx_read() -> Any:
        answer = await bare.get(f"/payments/{PAYMENT['id']}")
        return read.validate_json(answer.content)

    async def by_request() -> Any:
        path = "/payments/{id}"
        return await guarded.request("GET", path, values={"id": PAYMENT["id"]})

    async def by_method() -> Any:
        return await guarded.get_payment(PAYMENT["id"])

    ways: dict[str, Ask] = {
        BARE: by_httpx,
        "request": by_request,
        "httpx, read": by_httpx_read,
        "method": by_method,
    }
    costs: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 1):
        for name, ask in ways.items():
            await ask()
            started = time.process_time()
            for _ in range(requests):
                await ask()
            costs[name].append((time.process_time() - started) / requests * 1000)
    await guarded.close()
    await bare.aclose()
    return {name: statistics.median(each[1:]) for name, each in costs.items()}


def main() -> None:
    """Print a line for each way to call, or all of it as JSON."""
    asked = told.options("Print what guarding a call costs.", rounds=7, requests=300)
    command = [sys.executable, "-c", OTHER_SIDE, json.dumps(PAYMENT)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other,
    ):
        try:
            created(Path(folder))
            assert other.stdout is not None
            url = f"http://127.0.0.1:{int(other.stdout.readline())}"
            costs = asyncio.run(measured(url, asked.rounds, asked.requests))
        finally:
            other.terminate()
    beside = {"request": BARE, "method": "httpx, read"}
    ratios = {a: round(costs[a] / costs[b], 2) for a, b in beside.items()}
    if asked.json:
        told.as_json(costs, ratios)
        return
    for name, cost in costs.items():
        ratio = f"  ({ratios[name]:.2f})" if name in ratios else ""
        print(f"{name:14}{cost:.3f}{ratio}")


if __name__ == "__main__":
    main()
