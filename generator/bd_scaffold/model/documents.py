"""What the design says for readers: requirements, decisions and the roadmap."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.documents import Phase as WrittenPhase
from ..language.sections import Quality
from .types import (
    Decision,
    Fact,
    Milestone,
    Phase,
    Requirement,
    Requirements,
    Risk,
    Roadmap,
)


def requirements_of(design: Design) -> Requirements:
    """Return the requirements, the qualities as one table."""
    written = design.requirements
    return Requirements(
        functional=tuple(
            Requirement(item.id, _line(item.text), item.operations)
            for item in written.functional
        ),
        quality=tuple(_facts(written.quality)),
        constraints=tuple(map(_line, written.constraints)),
    )


def decisions_of(design: Design) -> tuple[Decision, ...]:
    """Return the architecture decisions, numbered as the documents file them."""
    return tuple(
        Decision(
            number=f"{number:04}",
            slug=slug_of(decision.title),
            title=decision.title,
            context=decision.context,
            decision=decision.decision,
            consequences=decision.consequences,
            status=decision.status,
        )
        for number, decision in enumerate(design.architecture.decisions, start=1)
    )


def roadmap_of(design: Design) -> Roadmap | None:
    """Return the roadmap, if the design has one."""
    said = design.roadmap
    if said is None:
        return None
    risks = (
        Risk(
            risk=_line(each.risk),
            likelihood=each.likelihood,
            impact=each.impact,
            response=_line(each.response or ""),
            phase=each.phase or "",
        )
        for each in said.risks
    )
    return Roadmap(tuple(map(_phase, said.phases)), tuple(risks))


def _phase(said: WrittenPhase) -> Phase:
    return Phase(
        name=said.name,
        goal=_line(said.goal or ""),
        delivers=said.delivers,
        after=said.after,
        needs=tuple(map(_line, said.needs)),
        starts=said.starts or "",
        ends=said.ends or "",
        milestones=tuple(Milestone(e.name, e.due or "") for e in said.milestones),
    )


def _facts(quality: Quality) -> Iterator[Fact]:
    latency, recovery = quality.latency, quality.recovery
    rows = (
        ("Latency, median", latency.p50, "latency"),
        ("Latency, 95th percentile", latency.p95, "latency"),
        ("Latency, 99th percentile", latency.p99, "latency"),
        ("Throughput", quality.throughput, "throughput"),
        ("Availability", quality.availability, "availability"),
        ("Recovery point", recovery.rpo, "recovery.rpo"),
        ("Recovery time", recovery.rto, "recovery.rto"),
        *((f"Volume of {n}", e.told, "volume") for n, e in quality.volume.items()),
        ("Compliance", ", ".join(quality.compliance) or None, "compliance"),
    )
    return (Fact(name, said, word) for name, said, word in rows if said is not None)


def _line(text: str) -> str:
    return " ".join(text.split())


def slug_of(title: str) -> str:
    """Return a title as a part of a file's name."""
    ascii_only = "".join(
        c if c.isascii() and c.isalnum() else " " for c in title.lower()
    )
    return "-".join(ascii_only.split())[:60].strip("-") or "decision"
