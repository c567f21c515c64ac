"""Whatever is written as YAML is read back as it was."""

from __future__ import annotations

from typing import Any

import pytest
import yaml as reader
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bd_scaffold.contract import yaml

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
NODES = st.recursive(
    SCALARS,
    lambda node: st.lists(node, max_size=4) | st.dictionaries(TEXTS, node, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(TEXTS, NODES, min_size=1, max_size=5), st.sets(TEXTS, max_size=3)
)
@example({"a": "no", "b": "1.0.0", "c": "1.5", "d": "2026-01-31"}, set())
@example({"a": "x: y", "b": "x #y", "c": "- x", "d": "x:", "e": "'", "f": ""}, set())
@example({"a": '\u2028\x85\ufeff\x7f\t\n\r\\"😀', "b": [[], {}, [{}]]}, set())
@example({"a": [{"a": [1]}], "b": {"a": "a,b", "{": "}"}}, {"a"})
def test_it_is_read_back(mapping: dict[str, Any], blocks: set[str]) -> None:
    text = yaml.dump(mapping, 0, blocks)
    assert reader.load(text, Loader=reader.CSafeLoader) == mapping


@pytest.mark.parametrize("indent", [2, 4])
def test_it_is_indented(indent: int) -> None:
    text = yaml.dump({"a": {"b": 1}, "c": ["x"]}, indent, {"a", "c"})
    assert text == "".join(
        " " * indent + line + "\n" for line in ("a:", "  b: 1", "c:", "  - x")
    )


def test_what_fits_stands_on_one_line() -> None:
    assert yaml.dump({"a": {"b": [1, {"c": "d"}]}}, 0) == "a: {b: [1, {c: d}]}\n"


def test_what_does_not_fit_is_a_block() -> None:
    long = {name * 30: name for name in "abcd"}
    assert len(yaml.dump({"a": long}, 0).splitlines()) == 5
