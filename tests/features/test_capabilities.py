"""Each capability takes part in what is tried of all, and its folder holds nothing else."""

from __future__ import annotations

import pytest
from capability import Capability
from changes import STEPS, steps_of

from features import CAPABILITIES


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda each: each.name)
def test_a_capability_can_be_taken_and_given_up(capability: Capability) -> None:
    steps = steps_of(capability)
    assert steps
    assert set(steps) <= set(STEPS)
    named = {*capability.destructive, *capability.unfit, *capability.one_step}
    named |= {step for steps_ in capability.conflicts.values() for step in steps_}
    assert named <= {step.name for step in steps}


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda each: each.name)
def test_a_folder_holds_nothing_that_no_test_reads(capability: Capability) -> None:
    steps = {step.name.replace(" ", "_") for step in steps_of(capability)}
    read = {
        capability.folder / "__init__.py",
        capability.words,
        *capability.mistakes,
        *(path.with_suffix(".txt") for path in capability.mistakes),
        *(capability.revisions / f"{each}.txt" for each in steps),
        *capability.folder.glob("**/test_*.py"),
        *capability.folder.glob("**/conftest.py"),
    }
    held = {path for path in capability.folder.rglob("*") if path.is_file()}
    assert {path for path in held - read if path.suffix != ".pyc"} == set()
