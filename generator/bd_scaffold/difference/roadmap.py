"""What a design says of the road: its phases, their days, and what may go wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Milestone, Model, Phase, Risk
from .change import Change
from .lists import came_and_went, each_named, given_or_not, reworded, shown, shuffled


def roadmap(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in the roadmap, which no code follows."""
    if bool(old.roadmap) != bool(new.roadmap):
        word = "added" if new.roadmap else "removed"
        yield Change("roadmap", word, word)
    elif old.roadmap and new.roadmap:
        then, now = old.roadmap, new.roadmap
        yield from each_named(
            then.phases, now.phases, lambda each: each.name, "roadmap", _phase, "phases"
        )
        yield from each_named(
            then.risks, now.risks, lambda each: shown(each.risk), "roadmap.risks", _risk
        )


def _phase(subject: str, old: Phase, new: Phase) -> Iterator[Change]:
    yield from reworded(subject, "goal", old.goal, new.goal)
    for word in ("delivers", "after", "needs"):
        before, after = getattr(old, word), getattr(new, word)
        yield from came_and_went(f"{subject}.{word}", before, after)
        yield from shuffled(f"{subject}.{word}", "", before, after)
    yield from given_or_not(subject, "starts", old.starts, new.starts)
    yield from given_or_not(subject, "ends", old.ends, new.ends)
    before, after = map(_told, old.milestones), map(_told, new.milestones)
    listed = [*before], [*after]
    yield from came_and_went(f"{subject}.milestones", *listed)
    yield from shuffled(f"{subject}.milestones", "", *listed)


def _told(milestone: Milestone) -> str:
    return shown(milestone.name) + (milestone.due and f" by {milestone.due}")


def _risk(subject: str, old: Risk, new: Risk) -> Iterator[Change]:
    yield from given_or_not(subject, "likelihood", old.likelihood, new.likelihood)
    yield from given_or_not(subject, "impact", old.impact, new.impact)
    yield from reworded(subject, "response", old.response, new.response)
    yield from given_or_not(subject, "phase", old.phase, new.phase)
