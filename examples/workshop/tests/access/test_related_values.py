"""A list tells nobody of the rows that its own refer to, unless they may read these."""

import base64
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from tests.api.resource import as_parameter
from tests.factory import resource_of
from workshop.core.db.related import Related

from .case import HIDDEN, SHOWN, Case, Cases
from .cases import answered
from .stage import Stage, is_shown

_LISTED = [each for each in answered("list") if each.values[1].list in (SHOWN, HIDDEN)]


def _filters(cases: Cases) -> Sequence[Any]:
    return cases.resource.repository.filters


async def _other(stage: Stage, row: Any, relation: str) -> Any:
    """Return the row that another one refers to, or None."""
    leads = getattr(type(row), relation)
    target = leads.property.mapper.class_
    pairs = leads.property.local_remote_pairs
    mapper = sa.inspect(type(row))
    same = [
        there == getattr(row, mapper.get_property_by_column(own).key)
        for own, there in pairs
    ]
    return await stage.session.scalar(sa.select(target).where(*same))


async def _sees(stage: Stage, other: Any, headers: dict[str, str]) -> bool | None:
    """Tell whether a caller may read a row; None where clients read none of its kind."""
    if "get" not in resource_of(type(other)).operations:
        return None
    path = resource_of(type(other)).path_to(other)
    answer = await stage.client.get(path, headers=headers)
    return answer.status_code == 200


@pytest.mark.parametrize(
    ("cases", "case"),
    [
        each
        for each in _LISTED
        if any(isinstance(one, Related) for one in _filters(each.values[0]))
    ],
)
async def test_a_row_is_found_by_another_one_that_its_reader_may_read(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    row = await stage.stored(resource.model, cases.rows[case.row])
    headers, shown = await stage.headers(case.caller), case.list == SHOWN
    for each in _filters(cases):
        if not isinstance(each, Related):
            continue
        other = await _other(stage, row, each.reference)
        value = getattr(other, str(getattr(each.filter, "attribute", "")), None)
        sees = None if other is None else await _sees(stage, other, headers)
        kind = type(each).__name__
        if value is None or sees is None:
            continue
        if getattr(each.filter, "operator", "eq") in ("gt", "lt"):
            continue  # which leave out the value itself
        asked = "true" if kind == "RelatedMissing" else as_parameter(value)
        params = {each.parameter: asked}
        answer = await stage.client.get(resource.path, params=params, headers=headers)
        assert answer.status_code == 200, answer.text
        found = any(is_shown(row, one) for one in answer.json()["data"])
        assert found == (shown and sees == (kind == "Related")), params


@pytest.mark.parametrize(
    ("cases", "case"),
    [
        each
        for each in _LISTED
        if getattr(each.values[0].resource.repository, "related_sorts", ())
    ],
)
async def test_an_order_says_nothing_of_another_row_that_its_reader_may_not_read(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    if resource.rows < 2:
        pytest.skip(f"there is one {resource.label} at the most")
    row = await stage.stored(resource.model, cases.rows[case.row])
    await stage.stored(resource.model, cases.rows[case.row])
    headers = await stage.headers(case.caller)
    for each in getattr(resource.repository, "related_sorts", ()):
        other = await _other(stage, row, each.reference)
        if other is None or await _sees(stage, other, headers) is not False:
            continue
        value = str(getattr(other, each.attribute))
        for sort in (each.name, f"-{each.name}"):
            params = {"sort": sort, "limit": "1"}
            while params:
                answer = await stage.client.get(
                    resource.path, params=params, headers=headers
                )
                assert answer.status_code == 200, answer.text
                cursor = answer.json()["pagination"].get("next_cursor")
                said = base64.urlsafe_b64decode(f"{cursor or ''}===").decode()
                if any(is_shown(row, one) for one in answer.json()["data"]):
                    assert f"={value}" not in said.split("\0")
                params = {**params, "cursor": cursor} if cursor else {}
