"""The roadmap: phases with what they deliver, their milestones, and what may go wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..model.types import Met, Phase, PhaseTold, Point, RoadmapPage
from .section import Section, Told


def _nothing(told: Told) -> str:
    roadmap = told.model.roadmap
    if roadmap and (roadmap.phases or roadmap.risks):
        return ""
    return (
        "The design states no roadmap: `roadmap` in `design.yaml` declares phases, milestones, "
        "dependencies and risks."
    )


def _facts(told: Told) -> RoadmapPage | None:
    roadmap = told.model.roadmap
    if roadmap is None:
        return None
    known = {
        each.id: Met(each.id, each.text) for each in told.model.requirements.functional
    }
    delivered = {name for phase in roadmap.phases for name in phase.delivers}
    starts = [each.starts for each in roadmap.phases if each.starts]
    ends = [each.ends for each in roadmap.phases if each.ends]
    return RoadmapPage(
        phases=tuple(_phase(each, known) for each in roadmap.phases),
        undelivered=tuple(e for name, e in known.items() if name not in delivered),
        first=min(starts, default=""),
        last=max(ends, default=""),
    )


def _phase(phase: Phase, known: dict[str, Met]) -> PhaseTold:
    return PhaseTold(phase.name, _said(phase), tuple(_points(phase, known)))


def _points(phase: Phase, known: dict[str, Met]) -> Iterator[Point]:
    for each in phase.delivers:
        yield Point(f"delivers {each}", known[each].text)
    for each in phase.needs:
        yield Point("depends on", each)
    for milestone in phase.milestones:
        yield Point("milestone", milestone.name, milestone.due)


def _said(phase: Phase) -> str:
    """Return the goal of a phase, and how many days it has, the first and last among them."""
    goal = phase.goal or "Its goal is not stated."
    if not (phase.starts and phase.ends):
        return goal
    first, last = map(dt.date.fromisoformat, (phase.starts, phase.ends))
    days = (last - first).days + 1
    return f"{goal} From {first} to {last}: {days} {'days' if days > 1 else 'day'}."


SECTION = Section(
    name="roadmap",
    title="Implementation Roadmap",
    file="implementation-roadmap.md",
    summary="Phases with their deliverables, dependencies and milestones, and the risks.",
    nothing=_nothing,
    facts=_facts,
)
