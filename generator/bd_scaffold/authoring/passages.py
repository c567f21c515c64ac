"""What changed in a base's text, passage by passage, beside one's own text in that place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_AROUND = 1
"""How many lines that stayed are shown around a change."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One change of the base, and the lines of one's own that stand in its place."""

    block: str  # the block that it is in, where one's own file fills blocks
    diff: tuple[str, ...]  # of the base, each line with "-", "+" or " " before it
    line: int  # where one's own lines begin, from one
    own: tuple[str, ...]
    keeps: bool = False  # one's own block prints the base's, so the change arrives


def passages(older: str, newer: str, own: str) -> Iterator[Passage]:
    """Yield each change between two texts, with the place in a third made from the older."""
    was, now, mine = (text.splitlines() for text in (older, newer, own))
    places = SequenceMatcher(None, was, mine, autojunk=False).get_opcodes()
    changes = SequenceMatcher(None, was, now, autojunk=False)
    for group in changes.get_grouped_opcodes(_AROUND):
        first, last = group[0][1], group[-1][2]
        begin, end = _start(first, places, len(mine)), _end(last, places)
        diff = tuple(_diff(group, was, now))
        yield Passage("", diff, begin + 1, tuple(mine[begin:end]))


def difference(older: str, newer: str) -> tuple[str, ...]:
    """Return two texts as one, each line with "-", "+" or " " before it."""
    was, now = older.splitlines(), newer.splitlines()
    opcodes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple(_diff(opcodes, was, now))


Opcode = tuple[str, int, int, int, int]


def _diff(
    opcodes: Sequence[Opcode], was: Sequence[str], now: Sequence[str]
) -> Iterator[str]:
    for kind, a, b, c, d in opcodes:
        if kind == "equal":
            yield from (f" {line}" for line in was[a:b])
        else:
            yield from (f"-{line}" for line in was[a:b])
            yield from (f"+{line}" for line in now[c:d])


def _start(line: int, opcodes: Sequence[Opcode], end: int) -> int:
    """Return where in the other text a line begins, or what stands in its place."""
    for kind, a, b, c, _ in opcodes:
        if a <= line < b:
            return c + line - a if kind == "equal" else c
    return end


def _end(line: int, opcodes: Sequence[Opcode]) -> int:
    """Return where in the other text the line before one ends."""
    for kind, a, b, c, d in opcodes:
        if a < line <= b:
            return c + line - a if kind == "equal" else d
    return 0
