"""Holds what clients were told against what the database has.

Four witnesses are heard: the clients' own notebooks; the table `seen`, in which a trigger has
written each change of an order; the orders; and the effects, which the team's handlers write.
None of them is the code that is on trial.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kill_asked import NO, UNKNOWN, UNSENT, YES, Asked

STATUSES = ("draft", "placed", "packed", "shipped")
_BECOMES = {"create": "draft", "place": "placed", "pack": "packed", "ship": "shipped"}
_FINE = {0, 503, 504}
"""How a server may say that it can't, or say nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an order."""

    order: str
    status: str
    revision: int

    def __str__(self) -> str:
        return f"{self.status}, revision {self.revision}"


@dataclass(frozen=True, slots=True)
class Tables:
    """What the database has, when all is over."""

    orders: Mapping[str, Change]
    seen: Sequence[Change]
    booked: Sequence[Change]
    """What a job has written down for each change, in its order."""
    receipts: Sequence[str]
    """The orders for which a job has sent one."""
    left: Mapping[str, int] = field(default_factory=dict)
    """What waits or was given up, by its name."""


def faults(tables: Tables, asked: Iterable[Asked]) -> list[str]:
    """Return what should not be, a sentence each; nothing, if all promises were kept."""
    notes = defaultdict(list)
    for each in asked:
        notes[each.order].append(each)
    seen, booked = _of_orders(tables.seen), _of_orders(tables.booked)
    receipts = Counter(tables.receipts)
    found = [f"{name}: {count} left" for name, count in tables.left.items() if count]
    for order in sorted({*notes, *seen, *booked, *receipts, *tables.orders}):
        there = seen.get(order, [])
        told = [
            *_about_row(tables.orders.get(order), there),
            *_about_effects(there, booked.get(order, [])),
            *_about_receipts(there, receipts[order]),
            *_about_answers(there, notes.get(order, [])),
        ]
        found += [f"Order {order}: {each}" for each in told]
    return found


def _of_orders(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found = defaultdict(list)
    for each in changes:
        found[each.order].append(each)
    return found


def _about_row(row: Change | None, seen: Sequence[Change]) -> Iterator[str]:
    last = seen[-1] if seen else None
    if row != last:
        yield f"the row is {row}, and the last change of it {last}"


def _about_effects(seen: Sequence[Change], booked: Sequence[Change]) -> Iterator[str]:
    """Yield what of each change has no effect, or several, or one at another time."""
    were, are = Counter(seen), Counter(booked)
    for change in were.keys() | are.keys():
        if are[change] < were[change]:
            yield f"({change}) happened and its event is lost"
        elif not were[change]:
            yield f"({change}) has an effect and never happened"
        elif are[change] > were[change]:
            yield f"({change}) has {are[change]} effects of {were[change]} events"
    if were == are and [*seen] != [*booked]:
        yield f"its events came in another order: {_written(booked)}, of {_written(seen)}"


def _about_receipts(seen: Sequence[Change], receipts: int) -> Iterator[str]:
    placed = len(_steps_to(seen, "placed"))
    if receipts != placed:
        yield f"it was placed {placed} times and has {receipts} receipts"


def _about_answers(seen: Sequence[Change], asked: Sequence[Asked]) -> Iterator[str]:
    """Yield what clients were told that isn't so, and what nobody has asked for."""
    for did, status in _BECOMES.items():
        mine = [each for each in asked if each.did == did]
        yield from _about_step(
            did, mine, 1 if did == "create" and seen else len(_steps_to(seen, status))
        )
    revisions = {each.revision for each in seen}
    for each in asked:
        if each.answer == UNKNOWN and each.status not in _FINE:
            yield f"{each.did} was answered {each.status}"
        if each.did == "revise":
            if each.answer == YES and each.revision not in revisions:
                yield f"revision {each.revision} was confirmed and isn't there"
            if each.answer == NO:
                yield f"revision {each.revision} was refused: {each.status}"
    wanted = {0} | {e.revision for e in asked if e.did == "revise" and _may_be(e)}
    for revision in sorted(revisions - wanted):
        yield f"revision {revision} is there and nobody asked for it"


def _about_step(did: str, asked: Sequence[Asked], done: int) -> Iterator[str]:
    """Yield what answers to one kind of request say that isn't so."""
    answers = Counter(each.answer for each in asked)
    if answers[YES] > done:
        yield f"{did} was confirmed {answers[YES]} times and happened {done} times"
    if done > 1:
        yield f"{did} happened {done} times"
    if done and not any(map(_may_be, asked)):
        yield f"{did} happened and nobody has asked for it"
    if answers[NO] and not done:
        yield f"{did} was refused without a reason"


def _steps_to(seen: Sequence[Change], status: str) -> list[Change]:
    """Return the changes that brought an order into a status."""
    before = [None, *(each.status for each in seen)]
    return [
        each
        for each, was in zip(seen, before, strict=False)
        if each.status == status and was != status
    ]


def _may_be(asked: Asked) -> bool:
    return asked.answer not in {NO, UNSENT}


def _written(changes: Iterable[Change]) -> str:
    return " → ".join(f"({each})" for each in changes)
