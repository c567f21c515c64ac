from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create

from .resource import FilterForm, Resource, as_parameter
from .resources import having


def _tried(*forms: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("resource", "tried"),
        [
            pytest.param(resource, tried, id=f"{resource}-{tried.parameter}")
            for resource in having("list")
            for tried in resource.forms
            if tried.form in forms
        ],
    )


async def _values(
    session: AsyncSession, resource: Resource[Any], tried: FilterForm
) -> list[Any]:
    """Store rows, of which one lacks the value where that may be; return their values."""
    for number in range(resource.rows):
        given: dict[str, Any] = {}
        if number == 0:
            given = await _first(session, resource, tried)
        await create(session, resource.model, **given)
    rows = await session.scalars(sa.select(resource.model))
    return [getattr(row, tried.attribute) for row in rows]


async def _first(
    session: AsyncSession, resource: Resource[Any], tried: FilterForm
) -> dict[str, Any]:
    """Return what one row has of the attribute and the others, which are as usual, have not."""
    for reference in resource.references:
        if tried.attribute in reference.columns and not reference.required:
            return reference.to(await create(session, reference.target))
    return {tried.attribute: None} if tried.empties else {}


@_tried("in", "not_in", "null", "prefix")
async def test_a_list_keeps_the_rows_that_are_asked_for(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    tried: FilterForm,
) -> None:
    values = await _values(session, resource, tried)
    for given in tried.asked(values):
        params = {tried.parameter: [as_parameter(each) for each in given]}
        answer = await client.get(resource.path, params=params)
        assert answer.status_code == 200, answer.text
        kept = [value for value in values if tried.keeps(value, given)]
        assert len(answer.json()["data"]) == len(kept)


@_tried("null", "prefix")
async def test_a_question_is_asked_once(
    client: AsyncClient, resource: Resource[Any], tried: FilterForm
) -> None:
    params = {tried.parameter: ["true", "false"]}
    answer = await client.get(resource.path, params=params)
    assert answer.status_code == 422, answer.text


@_tried("in", "not_in")
async def test_a_parameter_is_repeated_a_hundred_times_at_most(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    tried: FilterForm,
) -> None:
    for value in await _values(session, resource, tried):
        if value is not None:
            for times, status in ((100, 200), (101, 422)):
                params = {tried.parameter: [as_parameter(value)] * times}
                answer = await client.get(resource.path, params=params)
                assert answer.status_code == status, answer.text
            return
