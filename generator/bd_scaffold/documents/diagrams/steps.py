"""Who takes part in a sequence, and what they say to each other, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .mermaid import wrapped

KIND = "sequenceDiagram"

_WIDTH = 30
"""Characters of a line; what is longer goes on in the next one."""

_NAME = 20


def actor(name: str, said: str) -> str:
    """Return somebody who isn't part of the system; the name is one of ours."""
    return f"actor {name} as {wrapped(said, _NAME)}"


def participant(name: str, said: str) -> str:
    """Return a part of the system, or another one."""
    return f"participant {name} as {wrapped(said, _NAME)}"


def asks(who: str, whom: str, said: str) -> str:
    """Return what one asks another for."""
    return f"{who}->>{whom}: {wrapped(said, _WIDTH)}"


def answers(who: str, whom: str, said: str) -> str:
    """Return what one answers another."""
    return f"{who}-->>{whom}: {wrapped(said, _WIDTH)}"


def thinks(who: str, said: str) -> str:
    """Return what somebody does alone, whose box grows with it."""
    return f"Note over {who}: {wrapped(said, _WIDTH)}"


def holds(who: str, other: str, said: str) -> str:
    """Return what is true between two, whose box is as wide as they stand apart."""
    return f"Note over {who},{other}: {wrapped(said, _NAME)}"


def ends(reason: str, *lines: str) -> Iterator[str]:
    """Yield what happens for a reason after which nothing else does."""
    yield f"break {wrapped(reason, _WIDTH)}"
    yield from (f"  {line}" for line in lines)
    yield "end"


def maybe(reason: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield what happens only under a condition."""
    yield f"opt {wrapped(reason, _WIDTH)}"
    yield from (f"  {line}" for line in lines)
    yield "end"
