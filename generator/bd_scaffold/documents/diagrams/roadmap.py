"""A roadmap's phases, and what each of them waits for."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.types import Diagram, Milestone, Model, Phase
from .flow import DOWN, arrow, box
from .mermaid import diagram, shortened
from .said import listed, sentence

_MILESTONES = 6
_SAID = 60


def roadmap_diagrams(model: Model) -> Iterator[Diagram]:
    """Yield the phases with what is reached in each; nothing where there are none."""
    phases = model.roadmap.phases if model.roadmap else ()
    if not phases:
        return
    ids = {each.name: f"p{number}" for number, each in enumerate(phases, start=1)}
    lines = (
        *(
            box(ids[each.name], each.name, _time(each), *_reached(each))
            for each in phases
        ),
        *(
            arrow(ids[before], ids[each.name])
            for each in phases
            for before in each.after
            if before in ids
        ),
    )
    title = f"Roadmap of {model.project.title}"
    yield diagram("roadmap", DOWN, title, sentence(*map(_said, phases)), lines)


def _said(phase: Phase) -> str:
    time = _time(phase)
    waits = f"comes after {listed(phase.after)}" if phase.after else "waits for none"
    return f"{phase.name}{f', {time},' if time else ''} {waits}"


def _time(phase: Phase) -> str:
    """Return the days of a phase, as far as the design says them."""
    if phase.starts and phase.ends:
        return f"{phase.starts} to {phase.ends}"
    if phase.starts:
        return f"from {phase.starts}"
    return f"until {phase.ends}" if phase.ends else ""


def _reached(phase: Phase) -> list[str]:
    """Return the milestones of a phase, a line each."""
    shown = phase.milestones
    if len(shown) > _MILESTONES:
        shown = shown[: _MILESTONES - 1]
    left = len(phase.milestones) - len(shown)
    more = [f"and {left} more milestones"] if left else []
    return [*map(_milestone, shown), *more]


def _milestone(milestone: Milestone) -> str:
    due = f" by {milestone.due}" if milestone.due else ""
    return f"◆ {shortened(milestone.name, _SAID)}{due}"
