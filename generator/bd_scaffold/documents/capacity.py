"""From the load that a design asks for to processes, machines and connections."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..language.quantities import a_second, percent, rounded, seconds_of, share_of, time
from ..language.sections import Quality
from ..model.types.figures import Figure
from ..record import Record
from .measured import COSTS, COSTS_SOURCE, SIGNED_IN, SIGNED_IN_SOURCE

BUSY = 0.6
"""The share of a core that a process may use on average, so that bursts find room."""

POOL = 10
OVERFLOW = 10
"""What SQLAlchemy opens beside a pool for a burst, unless it is told otherwise."""

CONNECTIONS = 100
RESERVED = 3
"""Defaults of PostgreSQL: `max_connections`, `superuser_reserved_connections`."""

_MIGRATING = 1
_SURVIVES_ONE = 2
_THROUGHPUT = "`requirements.quality.throughput`"
_POSTGRESQL = "defaults of PostgreSQL"


class Plan(Record, frozen=True):
    """How many processes a load asks for."""

    rate: float  # requests in a second
    cost: float  # CPU milliseconds of one
    busy: float  # cores
    processes: int  # with room for bursts
    instances: int  # and for one that is gone


def plan_of(quality: Quality, *, secured: bool) -> Plan | None:
    """Return what a throughput asks for; nothing where none is said."""
    rate = a_second(quality.throughput)
    if not rate:
        return None
    cost = max(each.milliseconds for each in COSTS) * (SIGNED_IN if secured else 1)
    busy = rate * cost / 1000
    processes = max(1, math.ceil(busy / BUSY))
    spare = 1 if share_of(quality.availability) else 0
    return Plan(rate, cost, busy, processes, processes + spare)


def load(quality: Quality, *, secured: bool) -> Iterator[Figure]:
    """Yield how many requests come, and what they cost the processes that serve them."""
    plan = plan_of(quality, secured=secured)
    if plan is None:
        return
    yield Figure("Requests in a second", rounded(plan.rate), _THROUGHPUT)
    yield Figure("Requests in a day", rounded(plan.rate * 86400), _THROUGHPUT)
    for each in COSTS:
        yield Figure(
            f"CPU time of a {each.operation}", f"{each.milliseconds} ms", COSTS_SOURCE
        )
    if secured:
        yield Figure(
            "The same, of somebody who signed in", f"× {SIGNED_IN}", SIGNED_IN_SOURCE
        )
    limit = seconds_of(quality.latency.p95)
    if limit:
        yield Figure(
            "Requests at a time",
            rounded(math.ceil(plan.rate * limit)),
            f"{_THROUGHPUT}, `requirements.quality.latency.p95`; Little's law",
            f"{rounded(plan.rate)}/s × {time(limit)}, if all took as long as 95 of 100",
        )


def processes(quality: Quality, *, secured: bool) -> Iterator[Figure]:
    """Yield how many processes and machines serve the load."""
    plan = plan_of(quality, secured=secured)
    if plan is None:
        return
    yield Figure(
        "Cores in use",
        rounded(plan.busy),
        "the CPU time of the dearest operation, as if each request were it",
        f"{rounded(plan.rate)}/s × {rounded(plan.cost)} ms",
    )
    yield Figure(
        "Processes, of one core each",
        str(plan.processes),
        f"at most {percent(BUSY)} of a core in use, so that bursts find room: a choice",
        f"{rounded(plan.busy)} ÷ {BUSY}, rounded up",
    )
    if plan.instances > plan.processes:
        yield Figure(
            "Instances",
            str(plan.instances),
            "`requirements.quality.availability`: one may be gone, or be replaced",
            f"{plan.processes} + 1",
        )


def connections(quality: Quality, *, secured: bool) -> Iterator[Figure]:
    """Yield how many connections the processes open, and how many PostgreSQL has."""
    each = POOL + OVERFLOW
    free = CONNECTIONS - RESERVED - _MIGRATING
    yield Figure(
        "Connections of a process, at most",
        str(each),
        "`DATABASE_POOL_SIZE`, and `max_overflow` of SQLAlchemy by default",
        f"{POOL} + {OVERFLOW}",
    )
    yield Figure(
        "Connections that PostgreSQL has for processes",
        str(free),
        f"{_POSTGRESQL}, and one for a migration",
        f"{CONNECTIONS} − {RESERVED} − {_MIGRATING}",
    )
    yield Figure(
        "Processes that these suffice for",
        str(free // each),
        "the two figures before it",
        f"{free} ÷ {each}, rounded down",
    )
    plan = plan_of(quality, secured=secured)
    if plan is None:
        return
    wanted = _SURVIVES_ONE * plan.instances * each
    yield Figure(
        "Connections while all instances are replaced",
        str(wanted),
        "old and new instances side by side",
        f"2 × {plan.instances} × {each}",
    )
    if wanted > free:
        smaller = max(1, free // (_SURVIVES_ONE * plan.instances) - OVERFLOW)
        fits = _SURVIVES_ONE * plan.instances * (smaller + OVERFLOW) <= free
        way = f"`DATABASE_POOL_SIZE={smaller}`" if fits else "a pooler"
        yield Figure(
            "What makes them fit",
            way,
            "`DATABASE_POOLER` is for PgBouncer, `max_connections` for PostgreSQL",
            f"{free} ÷ (2 × {plan.instances}) − {OVERFLOW}" if fits else "",
        )
