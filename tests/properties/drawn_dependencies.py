"""Strategies that write the other systems of a design, and change them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

_NAMES = ("pay", "mail", "stock_2", "the_one_with_the_longest_name_of_all")
_SPANS = st.sampled_from(["300ms", "2s", "1m", "10m"])
_SHARES = st.sampled_from(["1%", "20%", "100%"])


@st.composite
def _dependencies(draw: DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(_NAMES), max_size=3, unique=True))
    return {name: _dependency(draw) for name in names}


def _dependency(draw: DrawFn) -> dict[str, Any]:
    breaker = st.fixed_dictionaries(
        {},
        optional={
            "failures": st.integers(1, 100),
            "share": _SHARES,
            "window": _SPANS,
            "open": _SPANS,
        },
    )
    words = {
        "timeout": _SPANS,
        "attempts": st.integers(1, 10),
        "retry_budget": _SHARES,
        "breaker": st.one_of(st.booleans(), breaker),
        "at_once": st.integers(1, 10_000),
        "description": st.sampled_from(["Takes money.", 'A "b" | {{ c }}']),
    }
    return draw(st.fixed_dictionaries({}, optional=words))


DEPENDENCIES = _dependencies()


def with_dependencies(draw: DrawFn, design: dict[str, Any]) -> None:
    """Have a design call other systems, and some of its own operations need them."""
    found = draw(DEPENDENCIES)
    if not found:
        return
    design["resilience"] = found
    for operation in design.get("operations", {}).values():
        called = draw(st.lists(st.sampled_from([*found]), max_size=2, unique=True))
        if called:
            operation["calls"] = called


def called_otherwise(draw: DrawFn, said: dict[str, Any]) -> None:
    """Have another system come, go, or be called in another way or by another name."""
    there = said.setdefault("resilience", {})
    name = draw(st.sampled_from(_NAMES))
    if name not in there:
        for each in there.values():  # which is then another one after all
            if each.get("was") == name:
                del each["was"]
        there[name] = _dependency(draw)
        if there.keys() - {name} and draw(st.booleans()):
            was = draw(st.sampled_from(sorted(there.keys() - {name})))
            there[name]["was"] = was
            _gone(said, was)
    elif draw(st.booleans()):
        _gone(said, name)
    else:
        there[name] = _dependency(draw)


def _gone(said: dict[str, Any], name: str) -> None:
    del said["resilience"][name]
    for operation in said.get("operations", {}).values():
        if name in operation.get("calls", ()):
            operation["calls"].remove(name)
