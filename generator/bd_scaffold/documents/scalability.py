"""The scalability plan: load, processes, connections, objectives, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.quantities import a_second, rounded, seconds_of, share_of, size
from ..language.sections import Quality
from ..measured import COSTS_MEASURED
from ..model.types.figures import Advice, ScalabilityPage
from .capacity import connections, load, plan_of, processes
from .database import expected_of
from .objectives import alerts, latencies, objectives
from .section import Section, Told
from .sizes import YEARS, sizes_of, together

_WAYS = {
    "throughput": ("300/s", "number of processes"),
    "availability": ("99.9%", "error budget and no alerts"),
    "latency": ("{p95: 150ms}", "expressions for slow responses"),
}


def page(told: Told) -> ScalabilityPage:
    """Return what the plan says of a design."""
    quality = told.design.requirements.quality
    secured = told.design.security is not None
    postgresql = told.model.database.postgresql
    quality_load = tuple(load(quality, secured=secured))
    return ScalabilityPage(
        load=quality_load,
        processes=tuple(processes(quality, secured=secured)),
        connections=tuple(connections(quality, secured=secured)) if postgresql else (),
        objectives=tuple(objectives(quality)),
        alerts=tuple(alerts(quality)),
        latency=tuple(latencies(quality)),
        growth=tuple(_growth(told, secured=secured)),
        missing=tuple(_missing(quality)),
        measured=COSTS_MEASURED if quality_load else "",
    )


def _growth(told: Told, *, secured: bool) -> Iterator[Advice]:
    """Yield what comes next when there are more requests and rows, the nearest first."""
    if not told.model.database.postgresql:
        yield Advice(
            about="One machine",
            reason="SQLite is a file: all processes have to run on its machine, and one "
            "writes at a time.",
            way="`database: {engine: postgresql}` lets processes run on several machines.",
        )
        return
    plan = plan_of(told.design.requirements.quality, secured=secured)
    if plan is not None:
        yield Advice(
            about="More requests",
            reason=f"A process serves about {rounded(plan.rate / max(plan.busy, 1e-9) * 0.6)} "
            "requests per second by the figures above, and processes are interchangeable.",
            way="Start more processes, and keep their connections within the limit of PostgreSQL.",
        )
    expected = expected_of(told.design)
    sizes = [*sizes_of(told.model, expected)] if expected else []
    total = together(part for each in sizes for part in (each.data, each.index_data))
    if total.later:
        yield Advice(
            about="More rows",
            reason=f"Tables and indexes take {size(total.now)} now and {size(total.later)} in "
            f"{YEARS} years. Reads are fast as long as the working set fits into the server's "
            "memory.",
            way="The database page (`documents: {database: true}`) lists large tables and missing "
            "indexes.",
        )
    yield Advice(
        about="More reads than one server handles",
        reason="All statements go to the server of `DATABASE_URL`; the project does not route "
        "reads to replicas.",
        way="Use a larger server first. A standby of PostgreSQL helps with failover, not with "
        "reads.",
    )


def _missing(quality: Quality) -> Iterator[Advice]:
    """Yield what the design doesn't say, or in words of which no number can be made."""
    read = {
        "throughput": (quality.throughput, a_second(quality.throughput)),
        "availability": (quality.availability, share_of(quality.availability)),
    }
    latency = quality.latency
    said = [each for each in (latency.p50, latency.p95, latency.p99) if each]
    read["latency"] = (
        ", ".join(said),
        float(all(seconds_of(each) for each in said)) if said else None,
    )
    for word, (text, number) in read.items():
        if number:
            continue
        example, told = _WAYS[word]
        reason = f"The design states no {word}, so this plan has no {told}."
        if text:
            reason = (
                f"What it states can't be read as a number, so this plan has no {told}."
            )
        yield Advice(
            about=word.capitalize(),
            reason=reason,
            way=f"`requirements.quality.{word}: {example}`",
        )


SECTION = Section(
    name="scalability",
    title="Scalability Plan",
    file="scalability-plan.md",
    summary="Load, processes, connections, service level objectives, alerts and next steps.",
    facts=page,
)
