"""From the load that a design asks for to processes and their connections."""

from __future__ import annotations

import math

from .language import kubernetes as words
from .language.design import Design
from .language.quantities import a_second, share_of
from .measured import COSTS, SIGNED_IN
from .record import Record

BUSY = 0.6
"""The share of a core that a process may use on average, so that bursts find room."""

POOL = 10
OVERFLOW = 10
"""What SQLAlchemy opens beside a pool for a burst, unless it is told otherwise."""

CONNECTIONS = 100
RESERVED = 3
"""Defaults of PostgreSQL: `max_connections`, `superuser_reserved_connections`."""

MIGRATING = 1

FREE = CONNECTIONS - RESERVED - MIGRATING
"""The connections that processes have for themselves."""


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


USUAL = {"production": words.Environment()}
"""The environments of a design that says none."""

_TIMES = 2  # as many pods as at the least, before an autoscaler stops
_SURGE = 1  # pods of each Deployment that a roll-out starts before it ends others


class Pods(Record, frozen=True):
    """How many pods an environment has."""

    plan: Plan | None  # by its throughput, if it says one
    least: int  # that answer requests
    most: int
    together: int  # at once, with workers, while a roll-out replaces them

    @property
    def pool(self) -> int:
        """The connections that each may keep; less than one where all are too many."""
        return FREE // self.together - OVERFLOW

    @property
    def crowded(self) -> int:
        """The connections that all may open in a burst, where a database has fewer; else 0."""
        return self.together * (1 + OVERFLOW) if self.pool < 1 else 0


def plan_in(design: Design, said: words.Environment) -> Plan | None:
    """Return what an environment's throughput asks for, or the design's where it says none."""
    quality = design.requirements.quality
    return plan_of(
        said.throughput or quality.throughput,
        quality.availability,
        secured=design.security is not None,
    )


def pods_of(design: Design, said: words.Environment, *, worker: bool) -> Pods:
    """Return how many pods an environment has."""
    plan = plan_in(design, said)
    spare = 2 if share_of(design.requirements.quality.availability) else 1
    least = said.replicas or (plan.instances if plan else spare)
    most = max(least * _TIMES, plan.instances if plan else 1)
    beside = workers_of(design) + _SURGE if worker else 0
    return Pods(plan, least, most, most + _SURGE + beside)


def workers_of(design: Design) -> int:
    """Return how many do what is done later: another one where one may be gone."""
    return 2 if share_of(design.requirements.quality.availability) else 1
