"""The same with a broker in between, which is killed as well."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from kill_cuts import why_not
from kill_run import Plan, run

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's processes"),
]


@pytest.mark.parametrize(
    ("broker", "seconds", "orders"),
    [("rabbitmq", 600, 10_000), ("nats", 120, 0), ("redis", 120, 0)],
)
def test_kills_of_every_part(
    tmp_path: Path, broker: str, seconds: float, orders: int
) -> None:
    plan = Plan(seed=7, seconds=seconds, orders=orders, broker=broker)
    outcome = run(plan, tmp_path)
    assert not outcome.faults, outcome
    assert outcome.placed >= orders, outcome


@pytest.mark.parametrize("broker", ["rabbitmq", "nats", "redis"])
@pytest.mark.parametrize("lasts", [(1, 6), (12, 30)], ids=["short", "long"])
def test_networks_that_are_cut(
    tmp_path: Path, broker: str, lasts: tuple[float, float]
) -> None:
    if reason := why_not():
        pytest.skip(reason)
    plan = Plan(seed=8, seconds=90, broker=broker, kills=False, cuts=lasts)
    outcome = run(plan, tmp_path)
    assert not outcome.faults, outcome
    assert outcome.placed, outcome


@pytest.mark.parametrize("broker", ["rabbitmq", "nats", "redis"])
def test_machines_that_are_lost(tmp_path: Path, broker: str) -> None:
    if reason := why_not():
        pytest.skip(reason)
    plan = Plan(
        seed=9,
        seconds=90,
        broker=broker,
        kills=False,
        lost=True,
        between=(6, 12),
    )
    outcome = run(plan, tmp_path)
    assert not outcome.faults, outcome
    assert outcome.placed, outcome
