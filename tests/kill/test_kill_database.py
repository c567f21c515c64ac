"""Parts of a shop are killed under load, and whatever was said to be done is done, once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from kill_run import Plan, run

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's processes"),
]


def test_half_a_minute_of_kills(tmp_path: Path) -> None:
    outcome = run(Plan(seed=14, seconds=30), tmp_path)
    assert not outcome.faults, outcome
    assert outcome.placed, outcome


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(3))
def test_two_minutes_of_kills(tmp_path: Path, seed: int) -> None:
    outcome = run(Plan(seed=seed, seconds=120), tmp_path)
    assert not outcome.faults, outcome
    assert outcome.placed, outcome
