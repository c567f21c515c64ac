"""Answers that are kept: none is ever older than the last commit."""

import random
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.cache import store
from shop.core.http.cached import CachedRoute
from shop.main import create_app
from shop.settings import Settings
from tests.factory import create
from tests.keeping import KEPT, assert_current, counted, paths_of
from tests.principals import as_system
from tests.support import asking

from .resource import Resource


@pytest.fixture(autouse=True)
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing expire, however short it is kept and however slow the machine is."""
    monkeypatch.setattr(store, "monotonic", lambda: 0.0)


_each = pytest.mark.parametrize("resource", KEPT, ids=str)


@_each
async def test_the_same_question_is_answered_by_what_is_kept(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    for path in paths_of(resource, await create(session, resource.model)):
        first, hits = await client.get(path), counted("hit")
        again = await client.get(path)
        assert first.status_code == again.status_code == 200, first.text
        assert counted("hit") == hits + 1
        assert again.content == first.content
        assert again.headers.get("ETag") == first.headers.get("ETag")
        head = await client.head(path)
        size = "Content-Length"
        assert head.headers[size] == first.headers[size]
        assert counted("hit") == hits + 2


@_each
async def test_what_a_commit_has_changed_is_seen_by_the_next_request(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    entity = await create(session, resource.model)
    paths = [*paths_of(resource, entity)]
    before = [await assert_current(app, client, path, {}) for path in paths]
    await session.delete(entity)
    await session.commit()
    for path, old in zip(paths, before, strict=True):
        new = await assert_current(app, client, path, {})
        assert (new.status_code, new.text) != (old.status_code, old.text)


@_each
async def test_what_is_read_before_a_commit_is_not_put_back(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    entity = await create(session, resource.model)
    paths = [*paths_of(resource, entity)]
    await session.delete(entity)
    await session.flush()
    before = [await client.get(path) for path in paths]  # as it still is for them
    assert [each.status_code for each in before] == [200] * len(paths)
    await session.commit()
    for path, old in zip(paths, before, strict=True):
        assert (await client.get(path)).content != old.content


@_each
async def test_what_is_rolled_back_lets_go_of_nothing(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    entity = await create(session, resource.model)
    paths = [*paths_of(resource, entity)]
    for path in paths:
        await client.get(path)
    await session.delete(entity)
    await session.flush()
    await session.rollback()
    hits = counted("hit")
    for path in paths:
        assert (await client.get(path)).status_code == 200
    assert counted("hit") == hits + len(paths)


@_each
async def test_a_process_sees_what_another_one_has_written(
    migrated: Settings,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
) -> None:
    entity = await create(session, resource.model)
    paths = [*paths_of(resource, entity)]
    other = create_app(migrated)
    as_system(other)
    async with asking(other, base_url=str(client.base_url)) as there:
        before = [
            await each.get(path) for path in paths for each in (client, there, there)
        ]
        await session.delete(entity)
        await session.commit()
        after = [
            await each.get(path) for path in paths for each in (client, there, there)
        ]
    for old, new in zip(before, after, strict=True):
        assert old.status_code == 200
        assert new.content != old.content


@_each
async def test_what_is_linked_to_a_row_is_a_part_of_its_answers(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    relations = [
        each
        for each in sa.inspect(resource.model).relationships
        if each.secondary is not None and not each.viewonly
    ]
    for relation in relations:
        entity = await create(session, resource.model)
        other = await create(session, relation.mapper.class_)
        await session.refresh(entity, [relation.key])
        for linked in ([other], [], [other]):
            setattr(entity, relation.key, linked)
            await session.commit()
            for path in paths_of(resource, entity):
                await assert_current(app, client, path, {})
        for path in paths_of(resource, entity):
            await client.get(path)
        gone = sa.delete(type(other)).where(*_same(other))
        try:
            await session.execute(gone)
            await session.commit()
        except IntegrityError:  # it stays as long as it is linked
            await session.rollback()
            await session.refresh(entity)
        for path in paths_of(resource, entity):
            await assert_current(app, client, path, {})


def _same(entity: Any) -> list[Any]:
    mapper = sa.inspect(type(entity))
    keys = [mapper.get_property_by_column(each).key for each in mapper.primary_key]
    return [getattr(type(entity), key) == getattr(entity, key) for key in keys]


@_each
@pytest.mark.parametrize("seed", range(2))
async def test_an_answer_is_what_it_would_be_without_any_kept(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    seed: int,
) -> None:
    drawn = random.Random(seed)  # noqa: S311 - the same steps each time
    entities = [await create(session, resource.model)]
    for _ in range(12):
        step = drawn.choice(("create", "delete", "change", "roll back"))
        entity = drawn.choice(entities)
        if step == "create" and len(entities) < resource.rows:
            entities.append(await create(session, resource.model))
        elif step == "delete" and len(entities) > 1:
            entities.remove(entity)
            await session.delete(entity)
        elif step == "change":
            for name, value in resource.values(next(resource.numbers)).items():
                if name not in resource.key:
                    setattr(entity, name, value)
        if not await _settle(session, give_up=step == "roll back"):
            for each in entities:
                await session.refresh(each)
        for path in paths_of(resource, *entities):
            await assert_current(app, client, path, {})


async def _settle(session: AsyncSession, *, give_up: bool) -> bool:
    """Commit what was written, or take it back; return whether it is stored."""
    try:
        await session.flush()
        if not give_up:
            await session.commit()
            return True
    except IntegrityError:
        pass
    await session.rollback()
    return False


@_each
async def test_a_client_that_has_the_answer_is_told_so(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    entity = await create(session, resource.model)
    for path in paths_of(resource, entity):
        tag = (await client.get(path)).headers.get("ETag")
        if tag is None:
            other = {"If-None-Match": '"other"'}
            assert (await client.get(path, headers=other)).status_code == 200
            continue
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = await client.get(path, headers={"If-None-Match": known})
            assert answer.status_code == 304, known
            assert not answer.content
            assert answer.headers["ETag"] == tag
        answer = await client.get(path, headers={"If-None-Match": '"other"'})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"]
        await create(session, resource.model)
        answer = await client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 304
        hits = counted("hit")  # of what was made for whoever has something else
        assert (await client.get(path)).status_code == 200
        assert counted("hit") == hits + 1


@_each
async def test_who_else_may_keep_an_answer_hangs_on_who_sees_it(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    for path in paths_of(resource, await create(session, resource.model)):
        answer = await client.get(path)
        said = answer.headers["Cache-Control"]
        if said.startswith("public, max-age="):
            assert "Authorization" not in answer.headers.get("Vary", "")
        else:
            assert said in ("private, no-cache", "no-store")
            assert "Authorization" in answer.headers["Vary"]
    if "get" in resource.operations:
        refused = await client.get(resource.path_to_nothing())
        assert "public" not in refused.headers.get("Cache-Control", "")


@_each
async def test_a_question_that_nobody_repeats_is_not_kept(
    client: AsyncClient, resource: Resource[Any]
) -> None:
    hits, misses = counted("hit"), counted("miss")
    for _ in range(2):
        await client.get(resource.path, params={"no_such": "x" * 3000})
    assert (counted("hit"), counted("miss")) == (hits, misses)


def test_a_route_that_keeps_nothing_is_a_usual_one() -> None:
    async def answer() -> None: ...

    assert CachedRoute("/plain", answer).path == "/plain"
