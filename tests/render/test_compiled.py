"""The fingerprint of a design is the one that Copier computes in its validator."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import to_jsonable_python

from bd_scaffold.sources.compiled import UnfitDesignError, compiled, design_sha, parsed

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.datetimes()
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcß"), inner),
    max_leaves=8,
)


def _as_copier_does(design: bytes) -> str:
    """Return `design | to_json | hash("sha256")`, with Copier's own loader and filter."""
    to_json = partial(json.dumps, default=to_jsonable_python)
    return hashlib.sha256(to_json(yaml.safe_load(design)).encode()).hexdigest()


@pytest.mark.parametrize(
    "design",
    [
        "name: shop\n",
        "name: shop\nsince: 2026-11-23\nat: 2026-11-23T10:00:00Z\n",
        "name: 商店\ndescription: über 😀\n",
        "name: shop\non: 1\nyes: no\n1: 1.50\n",
        "name: &a shop\ntitle: *a\n",
        "name: shop\r\ntitle: T\r\n",
        "\ufeffname: shop\n",
        "",
    ],
)
def test_the_fingerprint_is_copiers(design: str) -> None:
    assert design_sha(design.encode()) == _as_copier_does(design.encode())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text("abc", min_size=1), VALUES))
def test_the_fingerprint_of_any_values_is_copiers(values: dict[str, Any]) -> None:
    design = yaml.safe_dump(values, allow_unicode=True).encode()
    assert design_sha(design) == _as_copier_does(design)


def test_a_comment_leaves_the_fingerprint_and_the_order_of_keys_changes_it() -> None:
    plain = design_sha(b"a: 1\nb: 2\n")
    assert design_sha(b"# word\na: 1\n\nb: 2 # word\n") == plain
    assert design_sha(b"b: 2\na: 1\n") != plain


def test_a_value_that_yaml_takes_for_a_wrong_date_is_refused_in_words() -> None:
    with pytest.raises(UnfitDesignError, match="needs quotes: month must be in"):
        design_sha(b"name: shop\nsince: 2026-13-45\n")


def test_the_stored_model_comes_back() -> None:
    assert (
        parsed(compiled(b"name: x\n", '{\n"a": 1\n}\n').encode()).model
        == '{\n"a": 1\n}\n'
    )


@pytest.mark.parametrize("text", ["", "words", "model: 1", "<<<<<<< ours\na: [", "- 1"])
def test_a_compiled_file_in_another_shape_holds_no_model(text: str) -> None:
    assert parsed(text.encode()).model == ""
