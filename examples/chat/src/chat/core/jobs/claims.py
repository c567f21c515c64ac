"""How jobs are claimed: on PostgreSQL in one statement, on SQLite by the one writer there is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from chat.models.base import Base
from chat.models.jobs import JobRow

_JOBS = Base.metadata.tables[JobRow.__tablename__]

CLAIMED: tuple[sa.ColumnElement[Any], ...] = (
    _JOBS.c.id,
    _JOBS.c.name,
    _JOBS.c.claims,
    _JOBS.c.failures,
    _JOBS.c.payload,
    _JOBS.c.deadline_at,
    _JOBS.c.kept_seconds,
    _JOBS.c.request_id,
    _JOBS.c.created_at,
)
"""What a worker has to know of a job, the rank left out."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The rows of one name, and how many of them may be claimed."""

    name: str
    job: str  # it has the limit together with those of the job's other names
    most: int
    queue: str
    most_of_queue: int


def _its_turn() -> sa.ColumnElement[bool]:
    """Return that no earlier job of the same name and ordering key has still to be done."""
    earlier = _JOBS.alias("earlier")
    blocked = (
        sa.select(earlier.c.id)
        .where(
            earlier.c.ordering_key == _JOBS.c.ordering_key,
            earlier.c.name == _JOBS.c.name,
            earlier.c.id < _JOBS.c.id,
            earlier.c.state.in_(("queued", "scheduled", "running")),
        )
        .correlate(_JOBS)
        .exists()
    )
    return sa.or_(_JOBS.c.ordering_key.is_(None), ~blocked)


@cache
def claiming(values: tuple[str, ...]) -> sa.Update:
    """Return the statement that claims on PostgreSQL, and sets some columns."""
    texts, numbers = ARRAY(sa.Text()), ARRAY(sa.Integer())
    lanes = sa.func.unnest(
        sa.bindparam("names", type_=texts),
        sa.bindparam("jobs", type_=texts),
        sa.bindparam("mosts", type_=numbers),
        sa.bindparam("queues", type_=texts),
        sa.bindparam("mosts_of_queues", type_=numbers),
    )
    lane = lanes.table_valued(
        *("name", "job", "most", "queue", "most_of_queue"), name="lane"
    ).render_derived()
    place = (_JOBS.c.rank, _JOBS.c.id)
    # Each name has its own part of the index, and is read only as far as there is room.
    first = (
        sa.select(*place)
        .where(_JOBS.c.state == "queued", _JOBS.c.name == lane.c.name, _its_turn())
        .order_by(*place)
        .limit(lane.c.most)
        .with_for_update(skip_locked=True, of=_JOBS)
        .lateral("first")
    )
    order = (first.c.rank, first.c.id)
    count = sa.func.row_number()
    ranked = (
        sa.select(
            *order,
            lane.c.most,
            lane.c.most_of_queue,
            count.over(partition_by=lane.c.job, order_by=order).label("of_job"),
            count.over(partition_by=lane.c.queue, order_by=order).label("of_queue"),
        )
        .select_from(lane.join(first, sa.true()))
        .subquery("ranked")
    )
    picked = (
        sa.select(ranked.c.id)
        .where(
            ranked.c.of_job <= ranked.c.most,
            ranked.c.of_queue <= ranked.c.most_of_queue,
        )
        .order_by(ranked.c.rank, ranked.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer()))
        .cte("picked")
    )
    changed = sa.update(_JOBS).where(_JOBS.c.id.in_(sa.select(picked.c.id)))
    given = {
        name: sa.bindparam(f"to_{name}", type_=_JOBS.c[name].type) for name in values
    }
    changed = changed.values({**given, "claims": _JOBS.c.claims + 1})
    return changed.returning(_JOBS.c.rank, *CLAIMED)


async def claim_postgresql(
    connection: AsyncConnection,
    lanes: Sequence[Lane],
    most: int,
    values: dict[str, Any],
) -> list[tuple[Any, ...]]:
    """Claim jobs that no other transaction is about to claim."""
    given = {name: value for name, value in values.items() if name != "claims"}
    asked = {
        "names": [each.name for each in lanes],
        "jobs": [each.job for each in lanes],
        "mosts": [each.most for each in lanes],
        "queues": [each.queue for each in lanes],
        "mosts_of_queues": [each.most_of_queue for each in lanes],
        "most": most,
    }
    said = {f"to_{name}": value for name, value in given.items()}
    rows = await connection.execute(claiming(tuple(given)), asked | said)
    return _in_order(rows)


async def claim_sqlite(
    connection: AsyncConnection,
    lanes: Sequence[Lane],
    most: int,
    values: dict[str, Any],
) -> list[tuple[Any, ...]]:
    """Claim jobs as the only transaction that writes."""
    found: list[tuple[int, int, Lane]] = []
    for lane in lanes:
        waiting = (
            sa.select(_JOBS.c.rank, _JOBS.c.id)
            .where(_JOBS.c.state == "queued", _JOBS.c.name == lane.name, _its_turn())
            .order_by(_JOBS.c.rank, _JOBS.c.id)
            .limit(lane.most)
        )
        found += [(rank, id_, lane) for rank, id_ in await connection.execute(waiting)]
    picked = _picked(sorted(found, key=itemgetter(0, 1)), most)
    if not picked:
        return []
    changed = sa.update(_JOBS).where(_JOBS.c.id.in_(picked)).values(values)
    changed = changed.returning(_JOBS.c.rank, *CLAIMED)
    return _in_order(await connection.execute(changed))


def _picked(found: Iterable[tuple[int, int, Lane]], most: int) -> list[int]:
    """Return the first jobs, as many as there is room for."""
    of_jobs: Counter[str] = Counter()
    of_queues: Counter[str] = Counter()
    picked: list[int] = []
    for _, id_, lane in found:
        full = of_jobs[lane.job] >= lane.most
        full |= of_queues[lane.queue] >= lane.most_of_queue
        if full or len(picked) == most:
            continue
        of_jobs[lane.job] += 1
        of_queues[lane.queue] += 1
        picked.append(id_)
    return picked


def _in_order(rows: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Return claimed rows without their ranks, the most urgent first."""
    return [tuple(row[1:]) for row in sorted(rows, key=itemgetter(0, 1))]
