import operator
from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from tests.factory import create
from tests.support import walk
from workshop.core.db.related import Related

from .resource import Resource, as_parameter
from .resources import having

_ASKED = [
    pytest.param(resource, each, id=f"{resource}-{each.parameter}")
    for resource in having("list")
    for each in resource.repository.filters
    if isinstance(each, Related)
]


async def _stored(
    session: AsyncSession, resource: Resource[Any], relation: str
) -> None:
    """Store rows, of which one refers to another row where that may be left out."""
    for number in range(resource.rows):
        given: dict[str, Any] = {}
        for reference in resource.references:
            if reference.name == relation and not reference.required and number == 0:
                given = reference.to(await create(session, reference.target))
        await create(session, resource.model, **given)


async def _values(
    session: AsyncSession, resource: Resource[Any], relation: str, attribute: str
) -> list[tuple[Any, Any]]:
    """Return all rows, each with the value that stands behind a relation."""
    leads = getattr(resource.model, relation)
    there = aliased(leads.property.mapper.class_)
    found = sa.select(resource.model, getattr(there, attribute))
    rows = await session.execute(found.outerjoin(leads.of_type(there)))
    return [(row, value) for row, value in rows]


def _keeps(each: Related, value: Any, given: Any) -> bool:
    """Tell whether a row with this value behind the relation stays in the list."""
    kind, filter_ = type(each).__name__, type(each.filter).__name__
    if kind == "RelatedMissing":
        return bool((value is None) == given)
    if filter_ == "StartsWith":
        found = value is not None and str(value).startswith(str(given))
    elif filter_ == "AnyOf":
        found = value is not None and bool(value == given)
    else:
        compare = getattr(operator, str(getattr(each.filter, "operator", "eq")))
        found = value is not None and bool(compare(value, given))
    return found != (kind == "Unrelated")


@pytest.mark.parametrize(("resource", "each"), _ASKED)
async def test_a_list_is_narrowed_by_what_its_rows_refer_to(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], each: Related
) -> None:
    await _stored(session, resource, each.reference)
    attribute = str(getattr(each.filter, "attribute", ""))
    rows = await _values(session, resource, each.reference, attribute)
    asked = [value for _, value in rows if value is not None]
    if type(each).__name__ == "RelatedMissing":
        asked = [True, False]
    for given in asked[:5]:
        params = {each.parameter: as_parameter(given), "limit": "100"}
        answer = await client.get(resource.path, params=params)
        assert answer.status_code == 200, answer.text
        kept = [row for row, value in rows if _keeps(each, value, given)]
        assert len(answer.json()["data"]) == len(kept)


@pytest.mark.parametrize(
    ("resource", "each"),
    [
        pytest.param(resource, each, id=f"{resource}-{each.name}")
        for resource in having("list")
        for each in getattr(resource.repository, "related_sorts", ())
    ],
)
async def test_a_list_is_ordered_by_what_its_rows_refer_to(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], each: Any
) -> None:
    await _stored(session, resource, each.reference)
    rows = await _values(session, resource, each.reference, each.attribute)
    known = {
        str([to_jsonable_python(getattr(row, name)) for name in resource.key]): value
        for row, value in rows
    }
    found = []
    for sort in (each.name, f"-{each.name}"):
        listed = await walk(client, resource.path, sort=sort)
        assert len(listed) == len(rows)
        values = [known[str([row[name] for name in resource.key])] for row in listed]
        there = [value for value in values if value is not None]
        assert values[: len(there)] == there  # what is missing is last
        found.append(there)
    assert found[0] == found[1][::-1]
