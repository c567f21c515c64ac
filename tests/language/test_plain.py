"""A team's own words are JSON: a bare scalar is what YAML 1.2's core schema says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold.language import tree
from bd_scaffold.language.plain import json_of


def read(text: str) -> Any:
    found = tree.read(f"it: {text}\n", "words.yaml")
    assert found.diagnostics == ()
    return json_of(found.value["it"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("true", True), ("True", True), ("TRUE", True), ("false", False)),
        *(("yes", "yes"), ("no", "no"), ("on", "on"), ("tRUE", "tRUE")),
        *(("null", None), ("~", None), ("", None), ("nil", "nil")),
        *(("12", 12), ("+12", 12), ("-12", -12), ("0012", 12), ("1_000", "1_000")),
        *(("0o17", 15), ("0x1F", 31), ("0b1", "0b1"), ("1:30", "1:30")),
        *(("1.0", 1.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-2", -0.015)),
        *((".inf", ".inf"), (".nan", ".nan"), ("1e999", "1e999"), ("NaN", "NaN")),
        *(("2026-11-24", "2026-11-24"), ("9" * 41, "9" * 41), ("9" * 40, 10**40 - 1)),
        *(('"true"', "true"), ("'12'", "12"), ('""', ""), ('"~"', "~")),
        ("[1, '1', true, [null]]", [1, "1", True, [None]]),
        ("{1: {true: no}}", {"1": {"true": "no"}}),
    ],
)
def test_a_scalar_is_what_yaml_says(text: str, value: Any) -> None:
    found = read(text)
    assert found == value
    assert type(found) is type(value)


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**39), 10**39)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab'\"{}: "), inner),
    max_leaves=10,
)


@given(_VALUES)
def test_json_is_itself(value: Any) -> None:
    assert read(json.dumps(value, ensure_ascii=False)) == value
