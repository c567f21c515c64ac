"""Print what a key costs a create: the generated shop, asked with `Idempotency-Key` and without.

    python benchmarks/idempotency.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds, and the ratio
to a create without a key; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import subprocess
import uuid

import serve
import shops
import told

PLAIN = "plain"
OPERATIONS = (PLAIN, "keyed", "again")


def design() -> str:
    """Return the shop's design without security, whose writes may have a key."""
    return shops.plain().replace("api:\n", "api:\n  idempotency: true\n", 1)


class Client(serve.Connection):
    """A client that makes customers."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        super().__init__(process, port)
        self._known = str(uuid.uuid4())
        self._first = serve.new_customer()
        self.again()

    def plain(self) -> None:
        self.ask("POST", serve.PATH, serve.new_customer())

    def keyed(self) -> None:
        self._ask(str(uuid.uuid4()), serve.new_customer())

    def again(self) -> None:
        self._ask(self._known, self._first)

    def _ask(self, key: str, customer: dict[str, str]) -> None:
        self.ask("POST", serve.PATH, customer, {"Idempotency-Key": f'"{key}"'})


def served(rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Serve the shop on both engines, and return what each kind of create costs."""
    return serve.served_on_engines(design(), Client, rounds, requests, OPERATIONS)


def main() -> None:
    """Print a line for each engine, or all of it as JSON."""
    asked = told.options("Print what a key costs a create.", rounds=7, requests=200)
    costs = served(asked.rounds, asked.requests)
    ratios = {
        name: {o: round(cost / each[PLAIN], 2) for o, cost in each.items()}
        for name, each in costs.items()
    }
    if asked.json:
        told.as_json(costs, ratios)
        return
    for name, each in costs.items():
        print(f"{name:12}", told.line(each, ratios[name]))


if __name__ == "__main__":
    main()
