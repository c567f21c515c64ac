"""What a design says of the road: its phases, their days, and what may go wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.matching import matched
from ..model.types import Milestone, Model, Phase, Risk, Roadmap
from .change import Change
from .lists import came_and_went, given_or_not, reordered, reworded, shown, shuffled


def roadmap(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in the roadmap, which no code follows."""
    if bool(old.roadmap) != bool(new.roadmap):
        word = "added" if new.roadmap else "removed"
        yield Change("roadmap", word, word)
    elif old.roadmap and new.roadmap:
        yield from _phases(old.roadmap, new.roadmap)
        yield from _risks(old.roadmap, new.roadmap)


def _phases(old: Roadmap, new: Roadmap) -> Iterator[Change]:
    pairs = matched(old.phases, new.phases, lambda each: each.name)
    for older, newer in pairs.kept:
        yield from _phase(f"roadmap.{newer.name}", older, newer)
    for each in pairs.added:
        yield Change(f"roadmap.{each.name}", "added", "added")
    for each in pairs.removed:
        yield Change(f"roadmap.{each.name}", "removed", "removed")
    yield from reordered("roadmap", "phases", old.phases, pairs)


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


def _risks(old: Roadmap, new: Roadmap) -> Iterator[Change]:
    pairs = matched(old.risks, new.risks, lambda each: each.risk)
    for older, newer in pairs.kept:
        yield from _risk(f"roadmap.risks.{shown(newer.risk)}", older, newer)
    for each in pairs.added:
        yield Change(f"roadmap.risks.{shown(each.risk)}", "added", "added")
    for each in pairs.removed:
        yield Change(f"roadmap.risks.{shown(each.risk)}", "removed", "removed")
    yield from reordered("roadmap.risks", "they stand", old.risks, pairs)


def _risk(subject: str, old: Risk, new: Risk) -> Iterator[Change]:
    yield from given_or_not(subject, "likelihood", old.likelihood, new.likelihood)
    yield from given_or_not(subject, "impact", old.impact, new.impact)
    yield from reworded(subject, "response", old.response, new.response)
    yield from given_or_not(subject, "phase", old.phase, new.phase)
