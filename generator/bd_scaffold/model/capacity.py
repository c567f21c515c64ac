"""From the load that a design asks for to processes and their connections."""

from __future__ import annotations

import math

from ..language.quantities import a_second, share_of
from ..record import Record
from .measured import COSTS, SIGNED_IN

BUSY = 0.6
"""The share of a core that a process may use on average, so that bursts find room."""

POOL = 10
OVERFLOW = 10
"""What SQLAlchemy opens beside a pool for a burst, unless it is told otherwise."""

CONNECTIONS = 100
RESERVED = 3
"""Defaults of PostgreSQL: `max_connections`, `superuser_reserved_connections`."""

MIGRATING = 1


class Plan(Record, frozen=True):
    """How many processes a load asks for."""

    rate: float  # requests in a second
    cost: float  # CPU milliseconds of one
    busy: float  # cores
    processes: int  # with room for bursts
    instances: int  # and for one that is gone


def plan_of(
    throughput: str | None, availability: str | None, *, secured: bool
) -> Plan | None:
    """Return what a throughput asks for; nothing where none is said."""
    rate = a_second(throughput)
    if not rate:
        return None
    cost = max(each.milliseconds for each in COSTS) * (SIGNED_IN if secured else 1)
    busy = rate * cost / 1000
    processes = max(1, math.ceil(busy / BUSY))
    spare = 1 if share_of(availability) else 0
    return Plan(rate, cost, busy, processes, processes + spare)
