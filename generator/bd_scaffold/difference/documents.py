"""What a design says to its readers: requirements, decisions, and which pages tell of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..model.types import Decision, Fact, Model, Requirement
from ..record import replace
from .change import Change
from .lists import came_and_went, each_named, replaced, shown, shuffled
from .renames import DeclaredRenames


def documents(old: Model, new: Model, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield what differs in the pages, the requirements and the decisions."""
    yield from _pages(old, new)
    before, after = old.requirements, new.requirements
    functional = [_today(each, renames) for each in before.functional]
    yield from each_named(
        functional, after.functional, lambda each: each.id, "requirements", _requirement
    )
    qualities = [replace(e, name=renames.in_words(e.name)) for e in before.quality]
    yield from each_named(
        qualities, after.quality, lambda each: each.name, "requirements.quality", _fact
    )
    subject = "requirements.constraints"
    texts = (map(shown, before.constraints), map(shown, after.constraints))
    yield from came_and_went(subject, *texts)
    yield from shuffled(subject, "", before.constraints, after.constraints)
    yield from each_named(
        _told_apart(each for each in old.decisions if not each.implied),
        _told_apart(each for each in new.decisions if not each.implied),
        lambda each: each.title,
        "architecture.decisions",
        _decision,
    )


def _pages(old: Model, new: Model) -> Iterator[Change]:
    if old.documents and new.documents:
        pages = old.documents.pages.keys(), new.documents.pages.keys()
        yield from came_and_went("documents", *pages)
    elif old.documents or new.documents:
        word = "added" if new.documents else "removed"
        yield Change("documents", word, word)


def _today(requirement: Requirement, renames: DeclaredRenames) -> Requirement:
    operations = tuple(map(renames.of_operation, requirement.operations))
    return replace(requirement, operations=operations)


def _requirement(subject: str, old: Requirement, new: Requirement) -> Iterator[Change]:
    if old.text != new.text:
        yield Change(subject, "text changed", "changed")
    yield from came_and_went(subject, old.operations, new.operations)
    yield from shuffled(subject, "operations ", old.operations, new.operations)


def _fact(subject: str, old: Fact, new: Fact) -> Iterator[Change]:
    yield from replaced(subject, "", old.value, new.value)


def _told_apart(decisions: Iterable[Decision]) -> list[Decision]:
    """Number the decisions that have the title of one before them."""
    seen: Counter[str] = Counter()
    found = []
    for each in decisions:
        seen[each.title] += 1
        number = seen[each.title]
        title = each.title if number == 1 else f"{each.title} ({number})"
        found.append(replace(each, title=title))
    return found


def _decision(subject: str, old: Decision, new: Decision) -> Iterator[Change]:
    for word in ("context", "decision", "consequences"):
        if getattr(old, word) != getattr(new, word):
            yield Change(subject, f"{word} changed", "changed")
    yield from replaced(subject, "status", old.status, new.status)
