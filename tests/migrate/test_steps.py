"""The small changes of a design, and the shop's, each with rows on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from changes import SHOP, SHOP_NEXT, STEPS, Step, whole_api
from databases import Database
from drafts import model_of
from journey import refused, travel

from features import CAPABILITIES

UNFIT = {
    "required field added": "12 rows of items would have no weight.",
    "field required": "4 rows of tags have no word.",
    "enum value removed": "3 rows of items have the state found.",
    "native value removed": "4 rows of items have the state shut.",
    "text retyped": "12 values of word in tags would not fit.",
    **{step: words for each in CAPABILITIES for step, words in each.unfit.items()},
}
"""What stops at rows that would not fit, and the words that say so."""


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_small_change(empty: Callable[[], Database], step: Step) -> None:
    old, new = model_of(step.old), model_of(step.new)
    if step.name in UNFIT:
        assert refused(empty, old, new) == UNFIT[step.name]
    travel(empty, old, new, count=0 if step.name in UNFIT else 12)


def test_the_shop_some_months_later(empty: Callable[[], Database]) -> None:
    old, new = (model_of(path.read_text()) for path in (SHOP, SHOP_NEXT))
    travel(empty, old, new, count=100)


@pytest.mark.parametrize("step", whole_api(), ids=lambda step: step.name)
def test_the_whole_api_at_once(empty: Callable[[], Database], step: Step) -> None:
    travel(empty, model_of(step.old), model_of(step.new), count=60)
