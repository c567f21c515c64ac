"""Patterns match exactly what they are made for, in every dialect that reads them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, example, given, reject, settings
from hypothesis import strategies as st
from pydantic_core import SchemaValidator, ValidationError, core_schema

from bd_scaffold.contract.patterns import decimal_pattern, portable

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DIGITS = st.text("0123456789", max_size=4)
NUMBERS = st.builds(
    "{}{}.{}".format,
    st.sampled_from(["", "-"]),
    st.integers(0, 1200),
    st.text("0123456789", min_size=1, max_size=4),
)
BOUNDS = st.none() | NUMBERS | st.integers(-1200, 1200).map(str)


def in_rust(pattern: str, text: str) -> bool:
    validator = SchemaValidator(core_schema.str_schema(pattern=pattern))
    try:
        validator.validate_python(text)
    except ValidationError:
        return False
    return True


def is_within(
    text: str, precision: int, scale: int, low: str | None, high: str | None
) -> bool:
    """Tell by arithmetic whether a text is a decimal number with these digits and bounds."""
    found = re.fullmatch(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?", text)
    if found is None or len(found[3] or "") > scale:
        return False
    if found[2] != "0" and len(found[2]) > precision - scale:
        return False
    value = Decimal(text)
    if found[1] and not value:
        return False
    return (low is None or Decimal(low) <= value) and (
        high is None or value <= Decimal(high)
    )


@UNHURRIED
@given(st.integers(0, 4), st.integers(0, 4), BOUNDS, BOUNDS, st.data())
def test_a_decimal_pattern_is_as_exact_as_arithmetic(
    whole: int, scale: int, low: str | None, high: str | None, data: st.DataObject
) -> None:
    assume(whole + scale > 0)
    try:
        pattern = decimal_pattern(whole + scale, scale, low, high)
    except ValueError:
        reject()
    near = [bound for bound in (low, high) if bound]
    texts = NUMBERS | st.integers(-12000, 12000).map(str)
    if near:
        texts |= st.sampled_from(near).flatmap(
            lambda bound: st.integers(1, len(bound)).map(lambda n: bound[:n])
        )
        texts |= st.builds("{}{}".format, st.sampled_from(near), DIGITS)
    text = data.draw(texts)
    assume(not re.fullmatch(r"-0*(\.0*)?", text))
    assert bool(re.search(pattern, text)) == is_within(
        text, whole + scale, scale, low, high
    ), pattern
    assert in_rust(pattern, text) == bool(re.search(pattern, text))


@pytest.mark.parametrize(
    ("digits", "bounds", "pattern"),
    [
        ((12, 2), ("0", None), r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"),
        ((12, 2), (None, None), r"^-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"),
        ((3, 3), (None, None), r"^-?0(\.[0-9]{1,3})?$"),
        ((3, 0), ("1", "999"), r"^[1-9][0-9]{0,2}$"),
        (
            (4, 2),
            ("0.01", None),
            r"^(0\.(0[1-9]|[1-9][0-9]?)|[1-9][0-9]?(\.[0-9]{1,2})?)$",
        ),
    ],
)
def test_usual_bounds_read_well(
    digits: tuple[int, int], bounds: tuple[str | None, str | None], pattern: str
) -> None:
    assert decimal_pattern(*digits, *bounds) == pattern


def test_digits_are_exact_where_a_float_or_a_context_would_round() -> None:
    pattern = re.compile(decimal_pattern(38, 10, "0.0000000001", None))
    most = f"{'9' * 28}.{'9' * 10}"
    assert pattern.search(most)
    assert pattern.search("0.0000000001")
    assert not pattern.search("0.0000000000")
    assert not pattern.search(f"1{'0' * 28}")


def test_there_is_no_pattern_for_nothing() -> None:
    with pytest.raises(ValueError, match="there is no decimal from 2 to 1"):
        decimal_pattern(3, 0, "2", "1")


PATTERNS = [
    "^[A-Z]{2}$",
    "^[A-Z0-9-]+$",
    r"^\d+\w?\s\D\W\S$",
    "a|b",
    "^a|b$",
    "^(a|b)$",
    "a.c",
    r"[\s\S]",
    r"[^a\d]x",
    r"[\Da]x",
    r"\-\.\/",
    "[]a[]",
    r"^a\$",
    "é+",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@UNHURRIED
@given(data=st.data())
def test_a_portable_pattern_means_what_was_written(
    pattern: str, data: st.DataObject
) -> None:
    meant = re.compile(pattern, re.ASCII)
    text = data.draw(
        st.from_regex(meant)
        | st.text("aAbcx1_-. \t&~[]$/é", max_size=6)
        | st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
    )
    assume("\x00" not in text)
    assume(not text.endswith("\n"))
    expected = meant.search(text) is not None
    assert in_rust(portable(pattern), text) == expected
    assert (re.search(portable(pattern), text) is not None) == expected


@pytest.mark.parametrize("pattern", PATTERNS)
@UNHURRIED
@given(data=st.data())
@example(data=None)
def test_a_portable_pattern_never_takes_nul(
    pattern: str, data: st.DataObject | None
) -> None:
    text = data.draw(st.from_regex(pattern)) if data else "a"
    assert not in_rust(portable(pattern), f"{text}\x00")
    assert not in_rust(portable(pattern), f"\x00{text}")


def test_what_is_portable_is_left_as_it_is() -> None:
    assert portable("^[A-Z0-9-]+$") == "^[A-Z0-9-]+$"
