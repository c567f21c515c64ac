"""Requests that fail leave nothing of what is private in logs, and no answer what is only written."""

import sys
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for
from workshop.core.db.database import Database
from workshop.core.http.dependencies import WritingDep
from workshop.core.logging import configure_logging
from workshop.core.private import PRIVATE
from workshop.main import create_app
from workshop.settings import Settings

from .resource import Resource
from .resources import RESOURCES

_MARK = "Ludmila-93"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What is logged."""
    lines = StringIO()
    monkeypatch.setattr(sys, "stdout", lines)
    configure_logging("DEBUG", "json")
    yield lines
    monkeypatch.undo()
    configure_logging("ERROR", "json")


_WRITTEN = [
    each
    for each in RESOURCES
    if "create" in each.operations and PRIVATE & set(each.bodies["create"].model_fields)
]


@pytest.mark.parametrize("resource", _WRITTEN, ids=str)
async def test_a_body_that_is_refused_is_not_logged(
    client: AsyncClient,
    session: AsyncSession,
    logged: StringIO,
    resource: Resource[Any],
) -> None:
    body = await body_for(session, resource, "create")
    for name in PRIVATE & body.keys():
        for wrong in (_MARK * 9, [_MARK], {"a": _MARK}, f"{_MARK}\u0000"):
            await client.post(resource.path, json=body | {name: wrong})
            await client.post(resource.path, json=body | {name: wrong, _MARK: 1})
    await client.post(resource.path, content=f'["{_MARK}": ')
    await client.get(f"{resource.path}/{_MARK}")
    await client.get(resource.path, params={"nothing": _MARK})
    found = logged.getvalue()
    assert '"request"' in found
    assert _MARK not in found


@pytest.mark.parametrize("resource", _WRITTEN, ids=str)
async def test_a_duplicate_is_not_logged(
    client: AsyncClient,
    session: AsyncSession,
    logged: StringIO,
    resource: Resource[Any],
) -> None:
    body = await body_for(session, resource, "create")
    for _ in range(2):
        await client.post(resource.path, json=body)
    found = logged.getvalue()
    said = [str(body[each]) for each in PRIVATE & body.keys()]
    assert [each for each in said if len(each) > 3 and each in found] == []


_NEVER_SHOWN: tuple[tuple[str, str], ...] = ()
"""What is only written, by the path of its resource."""


@pytest.mark.parametrize("resource", _WRITTEN, ids=str)
async def test_no_answer_shows_what_is_only_written(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    made = await client.post(resource.path, json=body)
    answers = [made, await client.post(resource.path, json=body)]
    if (there := made.headers["Location"]) and "get" in resource.operations:
        answers += [await client.get(there), await client.get(f"{there}/nothing")]
    if "update" in resource.operations:
        answers.append(await client.patch(there, json={}))
    rows = [each.json() for each in answers if each.is_success]
    if "list" in resource.operations:
        answers.append(await client.get(resource.path))
        rows += answers[-1].json()["data"]
    for path, name in _NEVER_SHOWN:
        if path == resource.path:
            shown = str(body.get(name, "")).encode()
            assert not any(name in row for row in rows)
            assert len(shown) < 5 or not any(shown in each.content for each in answers)


@pytest_asyncio.fixture
async def failing(
    migrated: Settings, emptied: Database, logged: StringIO
) -> AsyncIterator[AsyncClient]:
    """An application with a route that the database fails at."""
    settings = migrated.model_copy(update={"log_level": "DEBUG"})
    app = create_app(settings)

    @app.post("/bug")
    async def bug(work: WritingDep) -> None:
        statement = sa.text("SELECT CAST(:said AS INTEGER) / 0 + nothing(:said)")
        await work.session.execute(statement, {"said": _MARK})

    @app.post("/own")
    async def own() -> None:
        raise LookupError(_MARK)

    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/bug", "/own"])
async def test_what_fails_is_told_without_values(
    failing: AsyncClient, logged: StringIO, path: str
) -> None:
    answer = await failing.post(path)
    assert answer.status_code == 500
    found = logged.getvalue()
    assert "request_failed" in found
    assert _MARK not in found + answer.text
