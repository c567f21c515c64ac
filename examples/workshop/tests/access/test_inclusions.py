"""Rows in the answers about others: nobody sees by way of a relation what no list shows them."""

from typing import Any

import pytest
import sqlalchemy as sa
from httpx import Response

from tests.api.inclusions import INCLUDED, Included

from .case import HIDDEN, SHOWN, Case, Cases
from .cases import answered
from .stage import Stage, assert_answered, assert_silent, is_shown

_TRIED = [
    pytest.param(each, *line.values, id=f"{each}-{line.id}")
    for each in INCLUDED
    for line in answered("list")
    if line.values[0].resource.model is each.target
]


async def _stored(
    stage: Stage, each: Included, cases: Cases, case: Case
) -> tuple[Any, Any]:
    """Store the row of a case, and one in whose answer it is asked for."""
    values = cases.rows[case.row]
    if each.refers or each.relationship:
        other = await stage.stored(each.target, values)
        return await stage.stored(each.model, {}, **each.to(other)), other
    other = await stage.stored(each.target, values)
    row = await _referred_to(stage, each, other)
    return row, other


async def _referred_to(stage: Stage, each: Included, other: Any) -> Any:
    """Return the row that another one refers to."""
    model: Any = each.model
    value = getattr(other, each.theirs)
    if value is None:
        pytest.skip("it belongs to no row")
    found = sa.select(model).where(getattr(model, each.own) == value)
    return (await stage.session.scalars(found)).one()


def _assert_told(answer: Response, case: Case, other: Any, shown: list[Any]) -> None:
    """Hold that what was asked for is there for those who are shown it in a list."""
    if case.list not in (SHOWN, HIDDEN):
        assert_answered(answer, int(case.list or 0), other)
        return
    assert answer.status_code == 200, answer.text
    assert any(is_shown(other, one) for one in shown) == (case.list == SHOWN)
    if case.list == HIDDEN:
        assert_silent(answer, other)


def _included(each: Included, item: dict[str, Any]) -> list[Any]:
    """Return the rows that one of an answer has in it."""
    found = item[each.name]
    if each.many:
        return [*found["data"]]
    return [] if found is None else [found]


@pytest.mark.parametrize(("each", "cases", "case"), _TRIED)
async def test_a_row_has_of_others_what_a_list_of_them_shows(
    stage: Stage, each: Included, cases: Cases, case: Case
) -> None:
    row, other = await _stored(stage, each, cases, case)
    headers, asked = await stage.headers(case.caller), {"include": each.name}
    ways = {"get": each.resource.path_to(row), "list": each.resource.path}
    for way in (way for way in ways if way in each.resource.operations):
        plain = await stage.client.get(ways[way], headers=headers)
        answer = await stage.client.get(ways[way], params=asked, headers=headers)
        if plain.status_code != 200:
            assert_answered(answer, plain.status_code, other)
            continue
        if not any(is_shown(row, item) for item in _items(way, plain)):
            assert_silent(answer, other)
            continue
        items = _items(way, answer) if answer.status_code == 200 else []
        rows = [item for item in items if is_shown(row, item)]
        shown = [one for item in rows for one in _included(each, item)]
        _assert_told(answer, case, other, shown)
        if case.list == SHOWN:  # with what of it is for the eyes of whoever asks
            listed = await stage.client.get(each.listed.path, headers=headers)
            assert all(one in listed.json()["data"] for one in shown)


def _items(way: str, answer: Response) -> list[Any]:
    """Return the rows of an answer."""
    return [*answer.json()["data"]] if way == "list" else [answer.json()]
