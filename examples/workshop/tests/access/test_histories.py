"""Rows that were something else before: everybody asks for what they could have read then."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from .case import Case, Cases
from .cases import answered
from .stage import Stage, assert_answered, assert_silent, without_id

_SHOWN = 200
_REFUSED = (401, 403)


def _changed() -> list[Any]:
    """Return what is answered of rows as they were, and as they are, to everybody."""
    return [
        pytest.param(cases, case, other, id=f"{param.id}-{other.row}")
        for param in answered("get")
        for cases, case in [param.values]
        if cases.resource.history
        for other in cases.cases
        if other.caller == case.caller and other.get is not None
    ]


async def _turned(stage: Stage, row: Any, cases: Cases, other: Case) -> None:
    """Give a row the values of another one."""
    mapper = sa.inspect(type(row))
    key = {mapper.get_property_by_column(each).key for each in mapper.primary_key}
    names = {each.key for each in mapper.column_attrs if not each.key.startswith("_")}
    model = await stage.built(type(row), cases.rows[other.row])
    given = {name: value for name, value in vars(model).items() if name in names - key}
    await stage.session.refresh(row)
    for name, value in given.items():
        setattr(row, name, value)
    try:
        await stage.session.commit()
    except IntegrityError:
        await stage.session.rollback()
        pytest.skip("no row can become like this")


@pytest.mark.parametrize(("cases", "case", "other"), _changed())
async def test_what_a_row_was_is_read_by_those_who_could_have_read_it_then(
    stage: Stage, cases: Cases, case: Case, other: Case
) -> None:
    resource = cases.resource
    row = await stage.stored(resource.model, cases.rows[case.row])
    await _turned(stage, row, cases, other)
    headers, path = await stage.headers(case.caller), resource.path_to(row)
    answer = await stage.client.get(f"{path}/history", headers=headers)
    if case.get in _REFUSED:
        assert_answered(answer, case.get or 0, row)
        return
    then, still = case.get == _SHOWN, other.get == _SHOWN
    named = ["create"] * then + ["update"] * still
    assert_answered(answer, _SHOWN if named else 404, row)
    shown = answer.json()["data"] if named else []
    assert [each["operation"] for each in shown] == named[::-1]
    now = await stage.client.get(
        f"{path}/as-of", params={"moment": "9000-01-01T00:00:00Z"}, headers=headers
    )
    assert_answered(now, _SHOWN if still else 404, row)
    if named == ["create"]:
        assert_silent(now, row)
    if not named:
        nothing = f"{resource.path_to_nothing()}/history"
        absent = await stage.client.get(nothing, headers=headers)
        assert without_id(absent) == without_id(answer)
