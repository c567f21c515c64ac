"""Boxes and arrows of a flowchart, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .mermaid import quoted

DOWN = """\
---
config:
  flowchart:
    wrappingWidth: 240
---
flowchart TB"""
"""From the top to the bottom, with boxes that are wide enough for a sentence."""


def box(name: str, *said: str) -> str:
    """Return a box with lines of text; its name is one of ours."""
    return f"{name}[{quoted(*said)}]"


def other(name: str, *said: str) -> str:
    """Return a box of what belongs elsewhere."""
    return f"{name}({quoted(*said)})"


def person(name: str, *said: str) -> str:
    """Return somebody who isn't part of the system."""
    return f"{name}([{quoted(*said)}])"


def store(name: str, *said: str) -> str:
    """Return something that keeps data."""
    return f"{name}[({quoted(*said)})]"


def inside(name: str, said: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a frame around what some lines draw."""
    yield f"subgraph {name}[{quoted(said)}]"
    yield from (f"  {line}" for line in lines)
    yield "end"


def arrow(start: str, end: str, said: str = "") -> str:
    """Return an arrow; all are alike, since Mermaid draws some dotted ones as lines."""
    return f"{start} -->{f'|{quoted(said)}|' if said else ''} {end}"
