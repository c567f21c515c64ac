"""Deleted rows, which everybody asks for, and tries to restore."""

from typing import Any
from uuid import uuid4

import pytest

from workshop.core.context import utc_now
from workshop.core.security.principal import ANONYMOUS, person

from .callers import CALLERS
from .case import HIDDEN, SHOWN, Case, Cases
from .cases import answered
from .stage import Stage, assert_answered, assert_silent, is_shown, without_id

_DONE = 204


def _restorable() -> list[Any]:
    """Return the cases of rows that can be restored, by whoever may delete them."""
    return [each for each in answered("delete") if each.values[0].resource.restorable]


@pytest.mark.parametrize(("cases", "case"), _restorable())
async def test_a_row_is_restored_by_those_who_may_delete_it(
    stage: Stage, cases: Cases, case: Case
) -> None:
    model, values = cases.resource.model, cases.rows[case.row]
    row = await stage.stored(model, values, deleted_at=utc_now())
    headers, may = await stage.headers(case.caller), case.delete == _DONE
    path = f"{cases.resource.path_to(row)}/restore"
    answer = await stage.client.post(path, headers=headers)
    assert_answered(answer, 200 if may else case.delete or 0, row)
    stored = await stage.values(row)
    assert (stored["deleted_at"] is None) == may
    if case.delete == 404:
        absent = f"{cases.resource.path_to_nothing()}/restore"
        nothing = await stage.client.post(absent, headers=headers)
        assert without_id(nothing) == without_id(answer)


@pytest.mark.parametrize(("cases", "case"), _restorable())
async def test_deleted_rows_are_listed_for_those_who_may_see_and_delete_them(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    row = await stage.stored(resource.model, cases.rows[case.row], deleted_at=utc_now())
    headers = await stage.headers(case.caller)
    may = case.delete == _DONE and case.list == SHOWN
    whose, roles = CALLERS[case.caller]
    grants = ANONYMOUS.grants if whose is None else person(uuid4(), roles).grants
    closed = resource.model.__access__.refused("delete", grants)
    answer = await stage.client.get(f"/deleted{resource.path}", headers=headers)
    if case.list not in (SHOWN, HIDDEN):
        assert_answered(answer, int(case.list or 0), row)
        return
    if closed:  # they may delete nothing, whatever the row
        assert_answered(answer, 401 if whose is None else 403, row)
        return
    assert answer.status_code == 200, answer.text
    listed = answer.json()
    assert any(is_shown(row, each) for each in listed["data"]) == may
    total = listed["pagination"].get("total", len(listed["data"]))
    assert total == len(listed["data"])
    if not may:
        assert_silent(answer, row)


@pytest.mark.parametrize(("cases", "case"), _restorable())
async def test_no_other_list_has_a_deleted_row(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    row = await stage.stored(resource.model, cases.rows[case.row], deleted_at=utc_now())
    headers = await stage.headers(case.caller)
    query = {"among_deleted": "true"}
    answer = await stage.client.get(resource.path, params=query, headers=headers)
    assert answer.status_code in (401, 403, 422), answer.text
    assert_silent(answer, row)
