"""The roadmap: its phases follow each other, and what they name is in the design."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..diagnostics import did_you_mean, one_of
from ..language.documents import Phase, Roadmap
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Every phase and requirement that it names exists, and some phase can be the first."""
    roadmap = resolved.design.roadmap
    if roadmap is None:
        return
    ids = [each.id for each in resolved.design.requirements.functional]
    yield from _twice(roadmap)
    for number, phase in enumerate(roadmap.phases):
        path: Path = ("roadmap", "phases", number)
        yield from _known(path, "after", phase.after, _names(roadmap), "phase")
        yield from _known(path, "delivers", phase.delivers, ids, "requirement")
        yield from _days(path, phase)
    for number, risk in enumerate(roadmap.risks):
        path = ("roadmap", "risks", number)
        if risk.phase is not None and risk.phase not in _names(roadmap):
            yield _unknown((*path, "phase"), risk.phase, _names(roadmap), "phase")
    yield from _circles(roadmap)


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield that nobody reads a roadmap which no page of the documents shows."""
    design = resolved.design
    if design.roadmap and not (design.documents and design.documents.roadmap):
        hint = "Say `documents: true`."
        yield Finding(("roadmap",), "BD966", "No document shows it.", hint)


def _names(roadmap: Roadmap) -> list[str]:
    return [each.name for each in roadmap.phases]


def _twice(roadmap: Roadmap) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, name in enumerate(_names(roadmap)):
        if name in seen and name != "unnamed":
            path = ("roadmap", "phases", number, "name")
            hint = "Give it a name of its own."
            yield Finding(path, "BD116", f'"{name}" appears twice.', hint)
        seen.add(name)


def _known(
    path: Path, word: str, named: Sequence[str], known: Sequence[str], what: str
) -> Iterator[Finding]:
    for position, name in enumerate(named):
        if name not in known:
            yield _unknown((*path, word, position), name, known, what)


def _unknown(path: Path, name: str, known: Sequence[str], what: str) -> Finding:
    hint = did_you_mean(name, known) or one_of(dict.fromkeys(known))
    return Finding(path, "BD621", f'"{name}" is not a {what}.', hint)


def _days(path: Path, phase: Phase) -> Iterator[Finding]:
    if phase.starts and phase.ends and phase.ends < phase.starts:
        message = f"It ends before it starts, on {phase.starts}."
        yield Finding((*path, "ends"), "BD623", message)
    for position, each in enumerate(phase.milestones):
        if each.due and phase.ends and each.due > phase.ends:
            message = f"It is due after its phase ends, on {phase.ends}."
            place = (*path, "milestones", position, "due")
            yield Finding(place, "BD623", message)
        if each.due and phase.starts and each.due < phase.starts:
            message = f"It is due before its phase starts, on {phase.starts}."
            place = (*path, "milestones", position, "due")
            yield Finding(place, "BD623", message)


def _circles(roadmap: Roadmap) -> Iterator[Finding]:
    """Yield each phase that waits for itself, once for the circle that it is in."""
    after = {each.name: each.after for each in roadmap.phases}
    met: set[str] = set()
    for number, name in enumerate(_names(roadmap)):
        circle = _circle(name, after)
        if circle and not met & set(circle):
            met |= set(circle)
            path = ("roadmap", "phases", number, "after")
            drawn = " → ".join((*circle, circle[0]))
            message = f"No phase could be the first: {drawn}."
            yield Finding(path, "BD622", message, "Take one of these out of `after`.")


def _circle(start: str, after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the way from a phase back to itself; nothing where there is none."""
    left: list[tuple[str, ...]] = [(start,)]
    met: set[str] = set()
    while left:
        way = left.pop()
        for each in after.get(way[-1], ()):
            if each == start:
                return way
            if each not in met:
                met.add(each)
                left.append((*way, each))
    return ()
