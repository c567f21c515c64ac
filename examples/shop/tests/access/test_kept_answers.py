"""Answers that were kept for others: nobody is shown one that is not theirs."""

from typing import Any

import pytest

from tests.keeping import KEPT

from .callers import CALLERS
from .case import HIDDEN, SHOWN, Case, Cases
from .cases import answered
from .stage import Stage, assert_answered, assert_silent, is_shown


def _kept(operation: str) -> list[Any]:
    return [each for each in answered(operation) if each.values[0].resource in KEPT]


async def _asked_by_all(stage: Stage, path: str) -> None:
    """Have everybody ask, so that all answers are kept that there are."""
    for caller in CALLERS:
        await stage.client.get(path, headers=await stage.headers(caller))


@pytest.mark.parametrize(("cases", "case"), _kept("get"))
async def test_a_row_is_shown_to_nobody_since_others_have_asked(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    path = cases.resource.path_to(row)
    await _asked_by_all(stage, path)
    headers = await stage.headers(case.caller)
    for _ in range(2):
        answer = await stage.client.get(path, headers=headers)
        assert_answered(answer, case.get or 0, row)


@pytest.mark.parametrize(("cases", "case"), _kept("list"))
async def test_a_list_has_no_row_that_others_have_asked_for(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    await _asked_by_all(stage, cases.resource.path)
    headers = await stage.headers(case.caller)
    for _ in range(2):
        answer = await stage.client.get(cases.resource.path, headers=headers)
        if case.list not in (SHOWN, HIDDEN):
            assert_answered(answer, int(case.list or 0), row)
            continue
        found = [each for each in answer.json()["data"] if is_shown(row, each)]
        assert bool(found) == (case.list == SHOWN)
        if case.list == HIDDEN:
            assert_silent(answer, row)
