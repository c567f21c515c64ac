"""Strategies that write jobs, and change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drawn_operations import fields
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

_NAMES = (
    *("send", "tidy_up", "of_all_the_work_that_anybody_may_ever_leave_to_a_worker_x"),
    *("then", "select", "data", "a1", "z_9", "job", "handlers", "enqueue"),
)
_SCHEDULES = ("0 3 * * *", "*/5 8-18 * * mon-fri", "0 0 1,15 jan *")
_ZONES = ("UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires")
_QUEUES = ("default", "mail", "a-queue-that-has-a-name-of-forty-signs-x")
_NUMBERS = {"attempts": (1, 100), "priority": (-9, 9), "concurrency": (1, 9)}
_TIMES = ("1s", "30s", "90m", "12h", "2d")


def jobs(draw: DrawFn, design: Mapping[str, Any]) -> dict[str, Any]:
    """Return some jobs."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3, unique=True))
    return {name: _job(draw, design) for name in names}


def _job(draw: DrawFn, design: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    started = ["started"] if design.get("events") else []
    kind = draw(st.sampled_from([*started, "bare", "scheduled", "given"]))
    if kind == "scheduled":
        said["every"] = draw(st.sampled_from(_SCHEDULES))
        if draw(st.booleans()):
            said["time_zone"] = draw(st.sampled_from(_ZONES))
    elif kind == "started":
        said["on"] = draw(st.sampled_from([*design["events"]]))
    elif kind == "given":
        said["input"] = fields(draw, design, in_query=False)
    for word, ends in _NUMBERS.items():
        if draw(st.booleans()):
            said[word] = draw(st.integers(*ends))
    if draw(st.booleans()):
        said["queue"] = draw(st.sampled_from(_QUEUES))
    if draw(st.booleans()):
        said["timeout"] = draw(st.sampled_from(_TIMES))
    return said


def worked_otherwise(draw: DrawFn, said: dict[str, Any]) -> None:
    """Have a job come, go, be called or say something else."""
    there = said.setdefault("jobs", {})
    if not there or draw(st.booleans()):
        there |= jobs(draw, said)
        return
    name = draw(st.sampled_from([*there]))
    free = [each for each in _NAMES if each not in there]
    change = draw(st.sampled_from(["gone", "called", "other"]))
    if change == "gone":
        del there[name]
        if not there:
            del said["jobs"]
    elif change == "called" and free and "was" not in there[name]:
        there[draw(st.sampled_from(free))] = there.pop(name) | {"was": name}
    else:
        there[name] = _job(draw, said)
