"""Of any two designs the difference can be told, and nothing is told of what is the same."""

from __future__ import annotations

import json
from typing import Any

from drawn import designs
from drawn_changes import pairs_of_designs
from drawn_settings import tried
from hypothesis import given, reject
from hypothesis import strategies as st

from bd_scaffold import model, pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model import store
from bd_scaffold.model.types import Model


def built(text: str) -> Model:
    """The model of a design, or another example where it does not pass."""
    try:
        return model.build(pipeline.check(text.encode(), "design.yaml"))
    except pipeline.MistakesError:
        reject()


@tried(60)
@given(pair=pairs_of_designs())
def test_nothing_is_told_only_where_nothing_differs(pair: tuple[str, str]) -> None:
    old, new = map(built, pair)
    changes = compare(old, new)
    if facts(old, sort=False) == facts(new, sort=False):
        assert changes == ()
    if changes == ():
        assert facts(old, sort=True) == facts(new, sort=True)
    assert compare(old, new) == changes
    assert compare(new, new) == ()


@tried(30)
@given(pair=pairs_of_designs(only_renamed=True))
def test_of_what_is_only_called_otherwise_nothing_else_is_told(
    pair: tuple[str, str],
) -> None:
    changes = compare(*map(built, pair))
    assert changes
    assert {each.kind for each in changes} == {"renamed"}


@tried(20)
@given(texts=st.lists(designs(), min_size=2, max_size=2))
def test_designs_that_have_nothing_in_common_can_be_told_apart(
    texts: list[str],
) -> None:
    old, new = map(built, texts)
    for change in (*compare(old, new), *compare(new, old)):
        assert change.effects
        assert "None" not in str(change) or "None" in "".join(texts)


def facts(built: Model, *, sort: bool) -> Any:
    """A model without what things were called, and without the order of what follows.

    Ready Python is in that order too, and says nothing but the facts beside it.
    """
    return _facts(json.loads(store.dump(built)), sort=sort)


_UNORDERED = ("constraints", "indexes", "finders")
_CODE = ("python", "mapped", "repository")


def _facts(value: Any, *, sort: bool) -> Any:
    if isinstance(value, list):
        return [_facts(each, sort=sort) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {
        key: _facts(each, sort=sort)
        for key, each in value.items()
        if key not in ("was", "former") and not (sort and key in _CODE)
    }
    for key in _UNORDERED if sort else ():
        if isinstance(kept.get(key), list):
            kept[key] = sorted(kept[key], key=json.dumps)
    return kept
