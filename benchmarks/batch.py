"""Print what 100 rows cost in one request, beside 100 requests of one: the generated shop.

    python benchmarks/batch.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a row, medians of interleaved rounds, and the ratio to
a row of its own request; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import json

import serve
import shops
import told

ROWS = 100
OPERATIONS = ("alone", "together")
_WORDS = "    operations: [list, get, create, replace, update, delete, batch]\n"


def design() -> str:
    """Return the shop's design without security, whose customers are written many at once."""
    name = "  Customer:\n"
    return shops.plain().replace(name, name + _WORDS, 1)


class Client(serve.Connection):
    """A client that makes customers."""

    def alone(self) -> None:
        self.ask("POST", serve.PATH, serve.new_customer())

    def together(self) -> None:
        path = serve.PATH.replace("/customers", "/batch/customers")
        data = [serve.new_customer() for _ in range(ROWS)]
        answer = json.loads(self.ask("POST", path, {"data": data}))
        assert {each["status"] for each in answer["data"]} == {201}


def served(rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Serve the shop on both engines, and return what a row costs in either way."""
    costs = serve.served_on_engines(design(), Client, rounds, requests, OPERATIONS)
    return {
        name: {"alone": each["alone"], "together": each["together"] / ROWS}
        for name, each in costs.items()
    }


def main() -> None:
    """Print a line for each engine, or all of it as JSON."""
    asked = told.options("Print what many rows at once cost.", rounds=7, requests=50)
    costs = served(asked.rounds, asked.requests)
    ratios = {
        name: round(each["together"] / each["alone"], 3) for name, each in costs.items()
    }
    if asked.json:
        told.as_json(costs, ratios)
        return
    for name, each in costs.items():
        shown = "   ".join(f"{o} {cost:.3f}" for o, cost in each.items())
        print(f"{name:12} {shown}   ({ratios[name]})")


if __name__ == "__main__":
    main()
