"""Inclusion of regular expressions, against every short text there is."""

from __future__ import annotations

import re
from itertools import product

import pytest
from drawn_settings import share
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bd_scaffold.contract.compare.language import includes, lengths
from bd_scaffold.contract.forms import SHARED
from bd_scaffold.contract.patterns import NO_NUL, decimal_pattern

TEXTS = ["".join(text) for size in range(6) for text in product("ab", repeat=size)]
ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "(a|bb)", "(|b)"])
REPEATS = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "*?"])
BRANCHES = st.lists(st.tuples(ATOMS, REPEATS).map("".join), max_size=3).map("".join)
ENDS = st.sampled_from(["{}", "^{}", "{}$", "^{}$", "^({})$", "(^{}|b$)"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    branches = "|".join(draw(st.lists(BRANCHES, min_size=1, max_size=2)))
    return draw(ENDS).format(branches)


def matching(pattern: str) -> set[str]:
    return {text for text in TEXTS if re.search(pattern, text)}


@settings(
    max_examples=share(400),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(patterns(), patterns())
def test_what_includes_another_matches_all_that_it_matches(
    outer: str, inner: str
) -> None:
    missing = matching(inner) - matching(outer)
    if includes(outer, inner):
        assert not missing
    elif not missing:
        # There is a text that tells them apart, if only a longer one or of other letters.
        longer = ("".join(text) for text in product("abc", repeat=7))
        others = (
            "".join(text) for size in range(6) for text in product("abc\n", repeat=size)
        )
        apart = (
            text
            for texts in (others, longer)
            for text in texts
            if re.search(inner.replace("$", r"\Z"), text)
            and not re.search(outer.replace("$", r"\Z"), text)
        )
        assert next(apart, None) is not None


@pytest.mark.parametrize("pattern", ["(?=a)a", r"(a)\1", r"\d", "(?i:a)", "(", r"a\b"])
def test_what_cannot_be_decided_includes_nothing(pattern: str) -> None:
    assert not includes(pattern, "a")
    assert not includes("a", pattern)


def test_what_is_too_large_includes_nothing() -> None:
    assert not includes("^[ab]*$", "^(a{1000}b{1000}){20}$")
    assert not includes("^[ab]*a[ab]{16}$", "^[ab]*a[ab]{17}$")


@pytest.mark.parametrize("name", sorted(set(SHARED) - {"json", "float"}))
def test_every_form_of_a_text_is_a_text(name: str) -> None:
    pattern = SHARED[name]["pattern"]
    assert includes(NO_NUL, pattern)
    assert not includes(pattern, NO_NUL)


def test_a_decimal_with_more_digits_takes_what_one_with_fewer_takes() -> None:
    narrow = decimal_pattern(12, 2, "0", None)
    assert includes(decimal_pattern(14, 2, "0", None), narrow)
    assert includes(decimal_pattern(12, 2, None, None), narrow)
    assert not includes(narrow, decimal_pattern(14, 2, "0", None))
    assert not includes(decimal_pattern(13, 4, "0", None), narrow)


def test_a_pattern_says_how_long_its_texts_are() -> None:
    assert lengths("^[A-Z]{2,4}$") == (2, 4)
    assert lengths("[A-Z]{2,4}") == (2, None)
    assert lengths("^(a|b+)$") == (1, None)
    assert lengths("^a$|b") == (1, None)
    assert lengths("(") == (0, None)
