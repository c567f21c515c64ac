"""The changes that tests try are designs that an author could write."""

from __future__ import annotations

import pytest
from changes import SHOP, SHOP_NEXT, SHOP_REFERENCE, STEPS, Step

from bd_scaffold import pipeline


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_a_step_leads_from_a_sound_design_to_another(step: Step) -> None:
    models = [
        pipeline.derive(pipeline.check(text.encode(), "design.yaml"))
        for text in (step.old, step.new)
    ]
    assert models[0] != models[1]


def test_a_step_is_small_and_has_a_name_of_its_own() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert all(max(text.count("\n") for text in step[1:]) <= 24 for step in STEPS)


def test_the_shop_of_later_is_sound() -> None:
    for path in (SHOP, SHOP_NEXT, SHOP_REFERENCE):
        pipeline.check(path.read_bytes(), path.name)
