"""What each caller is answered who asks for a change of a row's state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..language.truth import holds
from ..record import Record
from ..resolve.transitions import ResolvedTransition, Set, transitions_of
from .access_answers import OK, REFUSED, Answers, Outcome
from .access_rows import access_of
from .access_truth import Caller, Mark, Row
from .guarded_rows import compared, guarded_rows

Titled = tuple[str, Row]
"""A row that a test stores, by its title."""


class Move(Record, frozen=True):
    """A change of a row's state that a caller asks for."""

    caller: Caller
    stored: str  # the title of the row
    name: str  # of the transition
    outcome: Outcome
    values: Mapping[str, Any]  # what the row has beside, by attribute


def moves_of(
    answers: Answers, stored: Iterable[tuple[Titled, Iterable[Caller]]]
) -> Iterator[Move]:
    """Yield what callers are answered of each row and transition, as far as it is known."""
    transitions = [*transitions_of(answers.entity)]
    ready = {each.name: each.passing for each in guarded_rows(answers.entity)}
    for (title, row), callers in stored:
        asking = [*callers]
        for each in transitions:
            for caller in asking:
                given = _given(row, each, ready[each.name])
                found = _outcome(answers, each, row, given, caller)
                if found is not None:
                    yield Move(caller, title, each.name, found, given or {})


def closed_moves(answers: Answers) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield transitions, each with those who are refused before a row is looked for."""
    for name in access_of(answers.entity).actions:
        refused = (
            each.name
            for each in answers.rows.callers
            if each.account is None and answers.decided(name, each) is False
        )
        if names := tuple(refused):
            yield name, names


def _given(
    row: Row, transition: ResolvedTransition, ready: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """Return what a row has beside what rules read: a state in which it begins, and the rest."""
    if ready is None:
        return None
    start = {transition.state.attribute: transition.written.from_[0]}
    return {n: v for n, v in (start | {**ready}).items() if (n,) not in row}


def _outcome(
    answers: Answers,
    transition: ResolvedTransition,
    row: Row,
    given: Mapping[str, Any] | None,
    caller: Caller,
) -> Outcome:
    found = answers.written(transition.name, row, caller)
    if found != OK:
        return found
    if given is None:
        return None
    held: dict[Any, Any] = {**row, **{(name,): value for name, value in given.items()}}
    if held.get((transition.state.attribute,)) not in transition.written.from_:
        return REFUSED
    let = _is_let(answers, transition, held)
    if not let:
        return None if let is None else REFUSED
    after = {**held, **dict(_changes(transition, caller))}
    seen = answers.rows.allows(answers.name, "get", after, caller)
    return None if seen is None else OK if seen else caller.refused


def _is_let(answers: Answers, transition: ResolvedTransition, held: Row) -> bool | None:
    """Return whether a row is as a transition wants it; None where that isn't known."""
    when = transition.written.when
    if when is None:
        return True
    known = {
        slot.field_name: compared(value, slot)
        for slot in answers.entity.slots
        if not isinstance(value := held.get((slot.attribute,)), Mark)
    }
    return holds(when, known) is True


def _changes(
    transition: ResolvedTransition, caller: Caller
) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield (transition.state.attribute,), transition.written.to
    for each in transition.sets:
        yield (each.slot.attribute,), _value(each, caller)


def _value(each: Set, caller: Caller) -> Any:
    if each.made == "constant":
        return each.value
    return caller.account if each.made == "account" else Mark.UNKNOWN
