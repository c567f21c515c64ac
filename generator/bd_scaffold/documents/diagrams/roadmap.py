"""A roadmap's phases, and what each of them waits for."""

from __future__ import annotations

from collections.abc import Sequence

from .flow import DOWN, arrow, box
from .mermaid import diagram, shortened
from .said import listed, sentence
from .types import Diagram, Phase

_MILESTONES = 6
_SAID = 60


def roadmap_diagram(title: str, phases: Sequence[Phase]) -> Diagram:
    """Return phases with what is reached in each, in the order in which they can be done."""
    ids = {each.name: f"p{number}" for number, each in enumerate(phases, start=1)}
    lines = (
        *(box(ids[each.name], each.name, each.when, *_reached(each)) for each in phases),
        *(
            arrow(ids[before], ids[each.name])
            for each in phases
            for before in each.after
            if before in ids
        ),
    )
    said = (
        f"{each.name} comes after {listed(each.after)}"
        if each.after
        else f"{each.name} waits for nothing"
        for each in phases
    )
    return diagram("roadmap", DOWN, f"Roadmap of {title}", sentence(*said), lines)


def _reached(phase: Phase) -> list[str]:
    """Return the milestones of a phase, a line each."""
    found = [f"◆ {shortened(each, _SAID)}" for each in phase.milestones]
    if len(found) <= _MILESTONES:
        return found
    left = len(found) - _MILESTONES + 1
    return [*found[: _MILESTONES - 1], f"and {left} more milestones"]
