"""Strategies for states, and for what changes them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

STATE = "its_state"
_VALUES = ("first", "second", "third")
_NAMES = ("advance", "class", "return", "go_back_to_it")
_SETS = ("moved_at", {"moved_at": None}, ["moved_on", {"moved_at": None}])
_WHEN = (
    f"{STATE} in ('first', 'second')",
    "moved_at is null or moved_on is not null",
)


def with_states(draw: DrawFn, entity: dict[str, Any]) -> None:
    """Give an entity a state, and transitions of it, now and then."""
    if draw(st.integers(0, 4)) or STATE in entity["fields"]:
        return
    word = draw(
        st.sampled_from(["readonly", "readonly filter", "immutable", "internal"])
    )
    entity["fields"][STATE] = f"enum({', '.join(_VALUES)}) = first {word}"
    entity["fields"] |= {"moved_at": "datetime? readonly", "moved_on": "date?"}
    entity["transitions"] = transitions(draw)


def transitions(draw: DrawFn) -> dict[str, Any]:
    """Return changes of a state."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, unique=True))
    return {name: _transition(draw) for name in names}


def _transition(draw: DrawFn) -> dict[str, Any]:
    to, *others = draw(st.permutations(_VALUES))
    starts = others[: draw(st.integers(1, 2))]
    said: dict[str, Any] = {"from": starts, "to": to, "field": STATE}
    if draw(st.booleans()):
        said["sets"] = draw(st.sampled_from(_SETS))
    if draw(st.booleans()):
        said["when"] = draw(st.sampled_from(_WHEN))
        said |= draw(st.sampled_from([{}, {"message": "Not {now}, so: 100 %."}]))
    return said
