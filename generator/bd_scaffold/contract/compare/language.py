"""Regular expressions as sets of texts: whether all that matches one matches another.

A design's change of a decimal or of a text's pattern changes a regular expression, and only
the sets say whether a client notices. What is too large or too odd to decide is "no".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from re import error as PatternError  # noqa: N812 - its own name is a lower-case one
from typing import Any

Ranges = tuple[tuple[int, int], ...]
"""Characters, as ranges of code points with both ends in them, in order."""

States = frozenset[int]

_LAST = 0x10FFFF
_MOST_STATES = 20_000
_MOST_WORK = 500_000
_ENDLESS = 2**31


class UndecidedError(Exception):
    """A pattern says more than a finite automaton can, or is too large for one."""


@lru_cache(maxsize=1024)
def includes(outer: str, inner: str) -> bool:
    """Tell whether every text that matches `inner` certainly matches `outer`."""
    try:
        return _included(_automaton(inner), _automaton(outer))
    except (PatternError, UndecidedError):
        return False


def lengths(pattern: str) -> tuple[int, int | None]:
    """Return how short and how long a text that matches a pattern can be."""
    try:
        tree = parser.parse(pattern)
    except PatternError:
        return 0, None
    least, most = tree.getwidth()
    nodes = list(tree)
    whole = nodes[:1] == [_BEGIN] and nodes[-1:] == [_END]
    return int(least), int(most) if whole and most < _ENDLESS else None


_BEGIN = (op.AT, op.AT_BEGINNING)
_END = (op.AT, op.AT_END)


@dataclass(slots=True)
class _Automaton:
    """States that lead to others: by a character, or by none where the place allows it."""

    steps: list[tuple[Ranges, int] | None] = field(default_factory=list)
    jumps: list[list[tuple[Any, int]]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def state(self) -> int:
        """Return a new state."""
        if len(self.steps) == _MOST_STATES:
            raise UndecidedError
        self.steps.append(None)
        self.jumps.append([])
        return len(self.steps) - 1

    def reached(self, states: Iterable[int], places: frozenset[Any]) -> States:
        """Return all states that are reached without a character."""
        found = set(states)
        waiting = list(found)
        while waiting:
            for place, target in self.jumps[waiting.pop()]:
                if (place is None or place in places) and target not in found:
                    found.add(target)
                    waiting.append(target)
        return frozenset(found)

    def ranges(self, states: States) -> Iterator[Ranges]:
        """Yield the characters that lead on from each of the states."""
        for state in states:
            if (step := self.steps[state]) is not None:
                yield step[0]

    def after(self, states: States, character: int) -> States:
        """Return the states that a character leads to."""
        targets = {
            step[1]
            for state in states
            if (step := self.steps[state]) is not None
            and any(low <= character <= high for low, high in step[0])
        }
        return self.reached(targets, _INSIDE)

    def accepts(self, states: States, places: frozenset[Any]) -> bool:
        """Tell whether a text that ends here matches."""
        return self.end in self.reached(states, places | _ENDING)


_INSIDE: frozenset[Any] = frozenset()
_STARTING: frozenset[Any] = frozenset([op.AT_BEGINNING, op.AT_BEGINNING_STRING])
_ENDING: frozenset[Any] = frozenset([op.AT_END, op.AT_END_STRING])


def _included(inner: _Automaton, outer: _Automaton) -> bool:
    """Walk both at once, and look for a text that only the inner one accepts."""
    first = (
        inner.reached([inner.start], _STARTING),
        outer.reached([outer.start], _STARTING),
    )
    if inner.accepts(first[0], _STARTING) and not outer.accepts(first[1], _STARTING):
        return False
    known = {first}
    waiting = deque(known)
    work = 0
    while waiting:
        left, right = waiting.popleft()
        for character in _different(inner.ranges(left), outer.ranges(right)):
            work += len(left) + len(right)
            if work > _MOST_WORK:
                raise UndecidedError
            pair = (inner.after(left, character), outer.after(right, character))
            if not pair[0] or pair in known:
                continue
            if inner.accepts(pair[0], _INSIDE) and not outer.accepts(pair[1], _INSIDE):
                return False
            known.add(pair)
            waiting.append(pair)
    return True


def _different(ours: Iterable[Ranges], theirs: Iterable[Ranges]) -> Iterator[int]:
    """Yield a character of each kind that the ranges tell apart, if it is one of ours."""
    mine = [each for ranges in ours for each in ranges]
    others = [each for ranges in theirs for each in ranges]
    starts = {low for low, _ in mine + others} | {high + 1 for _, high in mine + others}
    for start in sorted(starts):
        if any(low <= start <= high for low, high in mine):
            yield start


@lru_cache(maxsize=256)
def _automaton(pattern: str) -> _Automaton:
    """Return the automaton of the texts in which a pattern is found."""
    made = _Automaton()
    made.start, made.end = made.state(), made.state()
    inner = made.state()
    _loop(made, made.start)
    made.jumps[made.start].append((None, inner))
    last = _sequence(made, list(parser.parse(pattern)), inner)
    made.jumps[last].append((None, made.end))
    _loop(made, made.end)
    return made


def _loop(made: _Automaton, state: int) -> None:
    """Let any character lead from a state back to it."""
    step = made.state()
    made.steps[step] = (((0, _LAST),), state)
    made.jumps[state].append((None, step))


def _sequence(made: _Automaton, nodes: Iterable[Any], state: int) -> int:
    """Add what a sequence of nodes says behind a state; return where it ends."""
    for kind, value in nodes:
        state = _node(made, kind, value, state)
    return state


def _node(made: _Automaton, kind: Any, value: Any, state: int) -> int:
    end = made.state()
    if kind is op.AT:
        if value not in _STARTING | _ENDING:
            raise UndecidedError
        made.jumps[state].append((value, end))
    elif kind is op.BRANCH:
        for branch in value[1]:
            inner = made.state()
            made.jumps[state].append((None, inner))
            made.jumps[_sequence(made, branch, inner)].append((None, end))
    elif kind is op.SUBPATTERN:
        _, added, removed, inside = value
        if added or removed:
            raise UndecidedError
        made.jumps[_sequence(made, inside, state)].append((None, end))
    elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        _repeat(made, value, state, end)
    else:
        step = made.state()
        made.jumps[state].append((None, step))
        made.steps[step] = (_characters(kind, value), end)
    return end


def _repeat(made: _Automaton, value: Any, state: int, end: int) -> None:
    least, most, inside = value
    for _ in range(least):
        state = _sequence(made, inside, state)
    if most is not op.MAXREPEAT:
        for _ in range(most - least):
            made.jumps[state].append((None, end))
            state = _sequence(made, inside, state)
    else:
        around = made.state()
        made.jumps[state].append((None, around))
        made.jumps[_sequence(made, inside, around)].append((None, around))
        state = around
    made.jumps[state].append((None, end))


def _characters(kind: Any, value: Any) -> Ranges:
    if kind is op.LITERAL:
        return ((value, value),)
    if kind is op.NOT_LITERAL:
        return _others([(value, value)])
    if kind is op.ANY:
        return _others([(10, 10)])
    if kind is op.IN:
        members = [_member(*each) for each in value if each[0] is not op.NEGATE]
        negated = any(each[0] is op.NEGATE for each in value)
        return _others(members) if negated else tuple(sorted(members))
    raise UndecidedError


def _member(kind: Any, value: Any) -> tuple[int, int]:
    if kind is op.LITERAL:
        return value, value
    if kind is op.RANGE:
        return value[0], value[1]
    raise UndecidedError


def _others(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return the characters that are in none of the ranges."""
    found = []
    start = 0
    for low, high in sorted(ranges):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return tuple([*found, (start, _LAST)] if start <= _LAST else found)
