from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.statements import statements
from tests.support import walk
from workshop.core.db.database import Database
from workshop.core.db.open_pages import OpenPages
from workshop.core.db.totals import Totals

from .resource import Resource
from .resources import having

_TOLD = [
    (each, each.repository.totals)
    for each in having("list")
    if issubclass(each.repository, Totals)
]


async def _listed(
    client: AsyncClient, resource: Resource[Any], **query: str
) -> dict[str, Any]:
    answer = await client.get(resource.path, params={"limit": "1", **query})
    assert answer.status_code == 200, answer.text
    listed: dict[str, Any] = answer.json()
    if "page" in listed["pagination"]:
        next_ = listed["links"]["next"]
        assert (next_ is not None) == listed["pagination"]["has_more"]
    return listed


@pytest.mark.parametrize(
    "resource", [each for each, told in _TOLD if told == "on_request"], ids=str
)
async def test_rows_are_counted_for_whoever_asks_alone(
    client: AsyncClient,
    session: AsyncSession,
    database: Database,
    resource: Resource[Any],
) -> None:
    for _ in range(resource.rows):
        await create(session, resource.model)
    with statements(database) as given:
        rows = await walk(client, resource.path)
        listed = await _listed(client, resource, with_total="false")
    assert [each for each in given if "count(" in each.lower()] == []
    assert not {"total", "pages"} & listed["pagination"].keys()
    assert "last" not in listed.get("links", {})
    asked = await _listed(client, resource, with_total="true")
    assert asked["pagination"]["total"] == len(rows)
    if "links" in asked:
        assert asked["pagination"]["pages"] == len(rows)
        assert f"page={len(rows)}" in asked["links"]["last"]
        assert "with_total=true" in asked["links"]["last"]
    filtered = await _listed(client, resource, with_total="true", limit="100")
    assert filtered["pagination"]["total"] == len(rows)


@pytest.mark.parametrize(
    ("resource", "told"),
    [(each, told) for each, told in _TOLD if told != "on_request"],
)
async def test_each_answer_says_how_many_rows_there_are(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], told: str
) -> None:
    assert (await _listed(client, resource))["pagination"]["total"] == 0
    for _ in range(resource.rows):
        await create(session, resource.model)
    total = len(await walk(client, resource.path))
    for limit in ("1", "100"):
        listed = await _listed(client, resource, limit=limit)
        assert listed["pagination"]["total"] == total
        estimated = listed["pagination"].get("total_estimated")
        assert estimated == (False if told == "estimate" else None)


@pytest.mark.parametrize(
    ("resource", "told"),
    [(each, told) for each, told in _TOLD if issubclass(each.repository, OpenPages)],
)
async def test_a_page_behind_the_last_one_is_empty_and_counts_all(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], told: str
) -> None:
    await create(session, resource.model)
    total = len(await walk(client, resource.path))
    asked = {"with_total": "true"} if told == "on_request" else {}
    listed = await _listed(client, resource, page="999", **asked)
    assert listed["data"] == []
    assert not listed["pagination"]["has_more"]
    assert listed["pagination"]["total"] == total
