"""Print what an event costs the request that it is recorded in: the shop with some and without.

    python benchmarks/events.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds on each engine,
and the ratio to the shop without events; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import itertools
import json
import subprocess
from contextlib import ExitStack

import serve
import shops
import told

OPERATIONS = ("create", "replace", "place")
ORDERS = "/api/v1/orders"
WITHOUT, WITH = "without", "with"

_EVENTS = """
events:
  CustomerWritten: {from: [Customer.create, Customer.update], fields: [id, email, full_name]}
  OrderPlaced: {from: Order.place, fields: [id, number, customer, total]}
"""

numbers = itertools.count()


class Client(serve.Connection):
    """A client that makes customers, changes them, and places orders that it makes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        super().__init__(process, port)
        self._customer = self.create()

    def create(self) -> str:
        made = self.ask("POST", serve.PATH, serve.new_customer())
        return str(json.loads(made)["id"])

    def replace(self) -> None:
        self.ask("PUT", f"{serve.PATH}/{self._customer}", serve.new_customer())

    def place(self) -> None:
        order = {"customer_id": self._customer}
        made = json.loads(self.ask("POST", ORDERS, order))
        self.ask("POST", f"{ORDERS}/{made['id']}/place")


def clients(stack: ExitStack) -> dict[str, dict[str, Client]]:
    """Create, migrate and serve both shops on each engine."""
    found: dict[str, dict[str, Client]] = {}
    for name, design in (
        (WITHOUT, shops.plain()),
        (WITH, shops.plain() + _EVENTS),
    ):
        shop = stack.enter_context(serve.shop_on_engines(design))
        for engine, url in shop[1].items():
            started = serve.started(shop[0], url, *serve.GENERATED)
            client = Client(*stack.enter_context(started))
            found.setdefault(engine, {})[name] = client
    return found


def main() -> None:
    """Print a line for each engine, or all of it as JSON."""
    asked = told.options("Print what events cost requests.", rounds=40, requests=15)
    with ExitStack() as stack:
        costs = {
            engine: serve.measured(both, asked.rounds, asked.requests, OPERATIONS)
            for engine, both in clients(stack).items()
        }
    ratios = {
        engine: {
            each: round(c[WITH][each] / c[WITHOUT][each], 2) for each in OPERATIONS
        }
        for engine, c in costs.items()
    }
    if asked.json:
        told.as_json(costs, ratios)
        return
    for engine, each in ratios.items():
        print(f"{engine:12}", told.line(costs[engine][WITH], each))


if __name__ == "__main__":
    main()
