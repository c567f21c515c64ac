"""A schedule that a design may have is one that the generated project can read."""

from __future__ import annotations

import datetime as dt

import pytest
from cronsim import CronSim, CronSimError
from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold.language.cron import CRON
from bd_scaffold.language.reading import UNREAD, Mistake

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _item(least: int, most: int) -> st.SearchStrategy[str]:
    number = st.integers(least - 1, most + 1)
    single = number.map(str)
    span = st.tuples(number, number).map(lambda ends: f"{ends[0]}-{ends[1]}")
    some = st.one_of(single, span, st.just("*"), st.just("mon"), st.just("feb"))
    step = st.integers(0, 70).map(lambda each: f"/{each}")
    return st.one_of(some, st.tuples(some, step).map("".join))


def _part(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(_item(least, most), min_size=1, max_size=2).map(",".join)


SCHEDULES = st.tuples(*(_part(*each) for each in _BOUNDS)).map(" ".join)


def _accepted(written: str) -> bool:
    mistakes: list[Mistake] = []
    return CRON.read(written, ("every",), mistakes) is not UNREAD


@given(SCHEDULES)
def test_what_is_accepted_comes_again(written: str) -> None:
    if _accepted(written):
        assert next(CronSim(written, _START)) > _START


@given(SCHEDULES)
def test_what_the_library_reads_is_accepted(written: str) -> None:
    try:
        next(CronSim(written, _START))
    except (CronSimError, StopIteration):
        return
    assert _accepted(written)


@pytest.mark.parametrize(
    "written",
    ["0 3 * * *", "*/5 8-18 * * MON-FRI", "0 0 29 2 *", "5/20 1,13 1 jan *"],
)
def test_usual_schedules_are_accepted(written: str) -> None:
    assert _accepted(written)


@pytest.mark.parametrize(
    "written", ["", "* * * *", "0 3 * * * *", "@daily", "0 0 30 2 *", "0 0 L * *", 7]
)
def test_others_are_not(written: object) -> None:
    assert not _accepted(written)  # type: ignore[arg-type]
