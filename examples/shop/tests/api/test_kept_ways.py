"""Each way in which rows are written lets go of every kept answer that shows them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.cache import store
from tests.factory import body_for, create
from tests.keeping import KEPT, assert_current, paths_of

from .resource import Resource
from .resources import RESOURCES, having

Written = Callable[[], Awaitable[Response]]


@pytest.fixture(autouse=True)
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing expire, however short it is kept and however slow the machine is."""
    monkeypatch.setattr(store, "monotonic", lambda: 0.0)


class Asked:
    """All that is asked of before something is written, and again after."""

    def __init__(self, app: FastAPI, client: AsyncClient, *paths: str) -> None:
        self._app, self._client = app, client
        self._paths = {*paths}
        for resource in KEPT:
            self._paths |= {*paths_of(resource)}

    async def around(self, written: Written, status: int = 200) -> Response:
        """Hold that no answer that was kept before is given after."""
        await self._current()
        answer = await written()
        assert answer.status_code == status, answer.text
        await self._current()
        return answer

    async def _current(self) -> None:
        for path in sorted(self._paths):
            await assert_current(self._app, self._client, path, {})


def _asked(
    app: FastAPI, client: AsyncClient, resource: Resource[Any], *rows: Any
) -> Asked:
    return Asked(app, client, *paths_of(resource, *rows))


@pytest.mark.parametrize("resource", having("create"), ids=str)
async def test_a_new_row_is_shown(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    asked = _asked(app, client, resource)
    await asked.around(lambda: client.post(resource.path, json=body), 201)


@pytest.mark.parametrize(
    ("resource", "operation"),
    [
        pytest.param(each, operation, id=f"{each}-{operation}")
        for operation in ("replace", "update")
        for each in having(operation)
    ],
)
async def test_a_changed_row_is_shown_as_it_is(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    operation: str,
) -> None:
    stored = await create(session, resource.model)
    body = await body_for(session, resource, operation)
    path, method = resource.path_to(stored), "PATCH"
    if operation == "replace":
        method = "PUT"
    asked = _asked(app, client, resource, stored)
    await asked.around(lambda: client.request(method, path, json=body))


@pytest.mark.parametrize("resource", having("delete"), ids=str)
async def test_a_deleted_row_is_shown_no_longer(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    path = resource.path_to(stored)
    asked = _asked(app, client, resource, stored)
    await asked.around(lambda: client.delete(path), 204)


@pytest.mark.parametrize(
    ("resource", "move"),
    [
        pytest.param(resource, each, id=f"{resource}-{each.name}")
        for resource in RESOURCES
        for each in getattr(resource.repository, "transitions", ())
        if not each.when
    ],
)
async def test_the_state_that_a_row_moves_to_is_shown(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    move: Any,
) -> None:
    stored = await create(session, resource.model)
    setattr(stored, move.attribute, move.starts[0])
    try:
        await session.commit()
    except IntegrityError:
        pytest.skip("no row may be like this")
    path = f"{resource.path_to(stored)}/{move.name.replace('_', '-')}"
    asked = _asked(app, client, resource, stored)

    async def moved() -> Response:
        answer = await client.post(path)
        if answer.status_code != 200:
            pytest.skip("no row may become like this")
        return answer

    await asked.around(moved)
