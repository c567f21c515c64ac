"""Boxes and arrows of a flowchart, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .mermaid import quoted

DOWN = "flowchart TB"


def box(name: str, *said: str) -> str:
    """Return a box with lines of text; its name is one of ours."""
    return f"{name}[{quoted(*said)}]"


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


def arrow(start: str, end: str, said: str = "", *, dashed: bool = False) -> str:
    """Return an arrow; a dashed one is there only sometimes, or doesn't ask for anything."""
    line = "-.->" if dashed else "-->"
    return f"{start} {line}{f'|{quoted(said)}|' if said else ''} {end}"
