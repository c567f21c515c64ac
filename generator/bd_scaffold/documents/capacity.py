"""From the load that a design asks for to processes, machines and connections."""

from __future__ import annotations

import math
from collections.abc import Iterator

from .. import capacity
from ..capacity import (
    BUSY,
    CONNECTIONS,
    FREE,
    MIGRATING,
    OVERFLOW,
    POOL,
    RESERVED,
    Plan,
)
from ..language.quantities import percent, rounded, seconds_of, time
from ..language.sections import Quality
from ..measured import COSTS, COSTS_SOURCE, SIGNED_IN, SIGNED_IN_SOURCE
from ..model.types.figures import Figure

_SURVIVES_ONE = 2
_THROUGHPUT = "`requirements.quality.throughput`"
_POSTGRESQL = "defaults of PostgreSQL"


def plan_of(quality: Quality, *, secured: bool) -> Plan | None:
    """Return what a design's throughput asks for; nothing where none is said."""
    return capacity.plan_of(quality.throughput, quality.availability, secured=secured)


def load(quality: Quality, *, secured: bool) -> Iterator[Figure]:
    """Yield how many requests come, and what they cost the processes that serve them."""
    plan = plan_of(quality, secured=secured)
    if plan is None:
        return
    yield Figure("Requests per second", rounded(plan.rate), _THROUGHPUT)
    yield Figure(
        "Requests per day",
        rounded(plan.rate * 86400),
        _THROUGHPUT,
        f"{rounded(plan.rate)}/s × 86,400 s",
    )
    for each in COSTS:
        yield Figure(
            f"CPU time of a {each.operation}", f"{each.milliseconds} ms", COSTS_SOURCE
        )
    if secured:
        yield Figure(
            "Factor for authenticated requests", f"× {SIGNED_IN}", SIGNED_IN_SOURCE
        )
    limit = seconds_of(quality.latency.p95)
    if limit:
        yield Figure(
            "Concurrent requests",
            rounded(math.ceil(plan.rate * limit)),
            f"{_THROUGHPUT}, `requirements.quality.latency.p95`; Little's law",
            f"{rounded(plan.rate)}/s × {time(limit)}, as if each took the 95th percentile",
        )


def processes(quality: Quality, *, secured: bool) -> Iterator[Figure]:
    """Yield how many processes and machines serve the load."""
    plan = plan_of(quality, secured=secured)
    if plan is None:
        return
    yield Figure(
        "Cores in use",
        rounded(plan.busy),
        "CPU time of the most expensive operation, as if every request were one",
        f"{rounded(plan.rate)}/s × {rounded(plan.cost)} ms",
    )
    yield Figure(
        "Processes, one core each",
        str(plan.processes),
        f"at most {percent(BUSY)} of a core in use, to leave room for bursts: an assumption",
        f"{rounded(plan.busy)} ÷ {BUSY}, rounded up",
    )
    if plan.instances > plan.processes:
        yield Figure(
            "Instances",
            str(plan.instances),
            "`requirements.quality.availability`: one may fail or be replaced",
            f"{plan.processes} + 1",
        )


def connections(quality: Quality, *, secured: bool) -> Iterator[Figure]:
    """Yield how many connections the processes open, and how many PostgreSQL has."""
    each = POOL + OVERFLOW
    yield Figure(
        "Connections per process, at most",
        str(each),
        "`DATABASE_POOL_SIZE`, and `max_overflow` of SQLAlchemy by default",
        f"{POOL} + {OVERFLOW}",
    )
    yield Figure(
        "Connections available for processes",
        str(FREE),
        f"{_POSTGRESQL}, and one for migrations",
        f"{CONNECTIONS} − {RESERVED} − {MIGRATING}",
    )
    yield Figure(
        "Processes that these serve",
        str(FREE // each),
        "the two figures above",
        f"{FREE} ÷ {each}, rounded down",
    )
    plan = plan_of(quality, secured=secured)
    if plan is None:
        return
    wanted = _SURVIVES_ONE * plan.instances * each
    yield Figure(
        "Connections during a roll-out, at most",
        str(wanted),
        "all old and new instances side by side",
        f"2 × {plan.instances} × {each}",
    )
    if wanted > FREE:
        smaller = max(1, FREE // (_SURVIVES_ONE * plan.instances) - OVERFLOW)
        fits = _SURVIVES_ONE * plan.instances * (smaller + OVERFLOW) <= FREE
        way = f"`DATABASE_POOL_SIZE={smaller}`" if fits else "a connection pooler"
        yield Figure(
            "Setting that makes them fit",
            way,
            "or PgBouncer (`DATABASE_POOLER`), or a larger `max_connections` of PostgreSQL",
            f"{FREE} ÷ (2 × {plan.instances}) − {OVERFLOW}" if fits else "",
        )
