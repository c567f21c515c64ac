"""What diagrams show, in sentences for whoever doesn't see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...names import first_of
from .relations import Relation

_MOST = 12
"""Things that a description names one by one."""


def sentence(*parts: str) -> str:
    """Return parts as sentences, each with a capital letter and a full stop."""
    return " ".join(f"{each[0].upper()}{each[1:]}." for each in parts if each)


def listed(items: Sequence[str], last: str = "and", most: int = _MOST) -> str:
    """Return items as a sentence lists them: `a, b and c`, `a, b and 4 more`."""
    shown, left = first_of(items, most)
    names = [*shown, *([f"{left} more"] if left else [])]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {'and' if left else last} {names[-1]}"


def told(relations: Iterable[Relation]) -> str:
    """Return what refers to what, in a sentence without its full stop."""
    pairs = dict.fromkeys(
        f"{each.source} to {each.target}{' (many to many)' if each.many else ''}"
        for each in relations
    )
    return f"relations lead from {listed([*pairs])}" if pairs else "nothing is related"
