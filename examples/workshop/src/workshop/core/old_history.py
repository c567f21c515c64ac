"""Deletes what rows were too long ago to be of use.

`python -m workshop.core.old_history DAYS` deletes what is older,
but for the last that is known of a row that is there.
"""

import argparse
import asyncio
import datetime as dt
import sys
from typing import Any, cast

import sqlalchemy as sa

from workshop.core.context import Context
from workshop.core.db.copies import History
from workshop.core.db.unit_of_work import unit_of_work
from workshop.core.security.principal import SYSTEM
from workshop.models.history import HISTORY
from workshop.resources import Resources, open_resources
from workshop.settings import Settings

_BATCH = 1000


async def prune(resources: Resources, age: dt.timedelta) -> int:
    """Delete what is older, some at a time, and return how many entries that were."""
    pruned = 0
    for history in HISTORY.values():
        count = _BATCH
        while count == _BATCH:
            async with unit_of_work(resources, Context(principal=SYSTEM)) as work:
                until = work.context.clock() - age
                done = await work.session.execute(_deleting(history, until))
                count = cast("sa.CursorResult[Any]", done).rowcount
            pruned += count
    return pruned


def _deleting(history: History, until: dt.datetime) -> sa.Delete:
    table, later = history.table, history.table.alias()
    same = [table.c[e.name] == later.c[e.name] for e in history.rows.primary_key]
    newer = sa.select(later.c.history_id).where(
        later.c.history_id > table.c.history_id, *same
    )
    old = sa.select(table.c.history_id).where(
        table.c.history_at < until,
        sa.or_(table.c.history_operation == "delete", newer.exists()),
    )
    some = old.order_by(table.c.history_id).limit(_BATCH).subquery()
    return sa.delete(table).where(table.c.history_id.in_(sa.select(some)))


def main() -> None:
    """Delete what is older than so many days, and say how many entries that were."""
    parser = argparse.ArgumentParser(prog="python -m workshop.core.old_history")
    parser.add_argument("days", metavar="DAYS", type=int, help="how old they may be")
    age = dt.timedelta(days=parser.parse_args().days)

    async def pruned() -> int:
        async with open_resources(Settings()) as resources:
            return await prune(resources, age)

    sys.stdout.write(f"{asyncio.run(pruned())}\n")


if __name__ == "__main__":
    main()
