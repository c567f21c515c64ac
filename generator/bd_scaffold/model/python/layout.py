"""Calls and lists as black lays them out: on one line where that fits, else one item a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...names import python_string

_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Node:
    """Something in brackets: what stands before them, and what is inside."""

    head: str  # its opening bracket included
    items: tuple[Source, ...]
    tail: str

    def __str__(self) -> str:
        return f"{self.head}{', '.join(map(str, self.items))}{self.tail}"


Source = str | Node
"""Python: a text that stays on its line, or a node."""


def call(name: str, *items: Source) -> Node:
    """Return a call."""
    return Node(f"{name}(", items, ")")


def texts(items: Iterable[str]) -> Node:
    """Return a list of texts."""
    return Node("[", tuple(map(python_string, items)), "]")


def named(name: str, value: Source) -> Source:
    """Return an argument by its name."""
    if isinstance(value, str):
        return f"{name}={value}"
    return Node(f"{name}={value.head}", value.items, value.tail)


def lines(source: Source, indent: int, tail: str = "") -> Iterator[str]:
    """Yield the lines of a piece of Python at an indent; `tail` ends the last one."""
    line = f"{' ' * indent}{source}{tail}"
    if isinstance(source, str) or not source.items or len(line) <= _WIDTH:
        yield line
        return
    yield f"{' ' * indent}{source.head}"
    for item in source.items:
        yield from lines(item, indent + 4, ",")
    yield f"{' ' * indent}{source.tail}{tail}"
