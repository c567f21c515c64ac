"""What came and went in a list, and whether the rest stands in another order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from ..model.matching import Matching, matched
from .change import SAFE, Change, Effect

T = TypeVar("T")


def listed(words: Sequence[str]) -> str:
    """Return words as in a sentence: `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def shown(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def replaced(
    subject: str, what: str, old: object, new: object, effect: Sequence[Effect] = SAFE
) -> Iterator[Change]:
    """Yield the change of a value that is told before and after."""
    if old != new:
        lead = f"{what} " if what else ""
        text = f"{lead}changed from {old} to {new}"
        yield Change(subject, text, "changed", tuple(effect))


def reworded(subject: str, what: str, old: str, new: str) -> Iterator[Change]:
    """Yield the change of a text that is too long to tell."""
    if old != new:
        word = "changed" if old and new else "added" if new else "removed"
        yield Change(subject, f"{what} {word}", word)


def given_or_not(
    subject: str, what: str, old: str | None, new: str | None
) -> Iterator[Change]:
    """Yield the change of a value that a design may leave out."""
    if old and new:
        yield from replaced(subject, what, old, new)
    elif old != new:
        lead = f"{what} " if what else ""
        word = "added" if new else "removed"
        yield Change(subject, f"{lead}{new or old} {word}", word)


def came_and_went(
    subject: str,
    old: Iterable[str],
    new: Iterable[str],
    *,
    added: Sequence[Effect] = SAFE,
    removed: Sequence[Effect] = SAFE,
) -> Iterator[Change]:
    """Yield what is in one of two lists of words only, each as often as it is."""
    before, after = Counter(old), Counter(new)
    for word in (after - before).elements():
        yield Change(subject, f"{word} added", "added", tuple(added))
    for word in (before - after).elements():
        yield Change(subject, f"{word} removed", "removed", tuple(removed))


def shuffled(
    subject: str, what: str, old: Sequence[str], new: Sequence[str]
) -> Iterator[Change]:
    """Yield a change where two lists have the same words in another order."""
    if old != new and sorted(old) == sorted(new):
        yield Change(subject, f"{what}in another order", "changed")


def reordered(
    subject: str, what: str, old: Sequence[T], pairs: Matching[T]
) -> Iterator[Change]:
    """Yield a change where those that are still there stand in another order."""
    places = {id(each): place for place, each in enumerate(old)}
    order = [places[id(older)] for older, _ in pairs.kept]
    if order != sorted(order):
        yield Change(subject, f"{what} in another order", "changed")


def each_named(
    old: Sequence[T],
    new: Sequence[T],
    name: Callable[[T], str],
    subject: str,
    within: Callable[[str, T, T], Iterable[Change]],
    order: str = "they stand",
) -> Iterator[Change]:
    """Yield what was added, removed, changed or moved in a list of things with names."""
    pairs = matched(old, new, name)
    for older, newer in pairs.kept:
        yield from within(f"{subject}.{name(newer)}", older, newer)
    for each in pairs.added:
        yield Change(f"{subject}.{name(each)}", "added", "added")
    for each in pairs.removed:
        yield Change(f"{subject}.{name(each)}", "removed", "removed")
    yield from reordered(subject, order, old, pairs)
