"""Answers with related rows in each of theirs."""

from collections.abc import Sequence
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.statements import statements
from tests.support import assert_refused
from workshop.core.db.database import Database
from workshop.core.db.inclusions import MOST

from .inclusions import INCLUDED, Included

_READ = [each for each in INCLUDED if "get" in each.resource.operations]
_LISTED = [each for each in INCLUDED if "list" in each.resource.operations]
_ENDLESS = 3  # rows that a test makes, where nothing limits how many there may be


def _reads(given: Sequence[str]) -> int:
    """Return how many of some statements read."""
    starts = [each.split(maxsplit=1)[0].upper() for each in given]
    return starts.count("SELECT") + starts.count("WITH")


def _lists_of_keys(repository: Any) -> Sequence[str]:
    """Return the relations whose keys each row of a list shows: one statement each."""
    found: Sequence[str] = getattr(repository, "include", ())
    return getattr(repository, "listed", found)


async def _list_of(client: AsyncClient, path: str, **query: str) -> list[Any]:
    answer = await client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    listed: list[Any] = answer.json()["data"]
    return listed


def _assert_has(each: Included, shown: Any, others: list[Any]) -> None:
    """Hold that a row has one of the others in it, as their list shows it."""
    if each.many:
        assert shown["has_more"] is False
        (shown,) = shown["data"]
    assert shown in others


@pytest.mark.parametrize("each", _READ, ids=str)
async def test_a_row_has_what_is_asked_for(
    client: AsyncClient, session: AsyncSession, each: Included
) -> None:
    row, _ = await each.stored(session)
    path = each.resource.path_to(row)
    plain = await client.get(path)
    assert plain.status_code == 200, plain.text
    answer = await client.get(path, params={"include": each.name})
    assert answer.status_code == 200, answer.text
    assert "ETag" not in answer.headers
    shown = answer.json()
    others = await _list_of(client, each.listed.path)
    _assert_has(each, shown.pop(each.name), others)
    assert shown == plain.json()


@pytest.mark.parametrize("each", _LISTED, ids=str)
async def test_each_row_of_a_list_has_what_is_asked_for(
    client: AsyncClient, session: AsyncSession, each: Included
) -> None:
    await each.stored(session)
    plain = await _list_of(client, each.resource.path)
    rows = await _list_of(client, each.resource.path, include=each.name)
    others = await _list_of(client, each.listed.path)
    found = [shown for row in rows if (shown := row.pop(each.name))]
    assert rows == plain
    having = [shown for shown in found if not each.many or shown["data"]]
    assert having
    for shown in having:
        _assert_has(each, shown, others)


@pytest.mark.parametrize("each", _LISTED, ids=str)
async def test_a_relation_is_one_statement_however_many_rows_there_are(
    client: AsyncClient, session: AsyncSession, database: Database, each: Included
) -> None:
    await each.stored(session)
    with statements(database) as with_one:
        await _list_of(client, each.resource.path, include=each.name)
    for _ in range(1, min(each.resource.rows, each.listed.rows)):
        await each.stored(session)
    with statements(database) as plain:
        await _list_of(client, each.resource.path)
    with statements(database) as with_some:
        await _list_of(client, each.resource.path, include=each.name)
    assert _reads(with_some) == _reads(with_one)
    keys = _lists_of_keys(each.listed.repository)
    assert _reads(with_some) == _reads(plain) + 1 + len(keys)


@pytest.mark.parametrize("each", [one for one in _READ if one.many], ids=str)
async def test_a_list_in_a_row_has_its_first_rows_and_tells_of_more(
    client: AsyncClient, session: AsyncSession, each: Included
) -> None:
    row = await create(session, each.model)
    path = each.resource.path_to(row)
    answer = await client.get(path, params={"include": each.name})
    assert answer.json()[each.name] == {"data": [], "has_more": False}
    if each.relationship or each.listed.rows < _ENDLESS:
        return
    for _ in range(MOST + 1):
        await create(session, each.target, **each.back_to(row))
    answer = await client.get(path, params={"include": each.name})
    shown = answer.json()[each.name]
    assert shown["has_more"] is True
    listed = await _list_of(client, each.listed.path, limit=str(MOST))
    assert shown["data"] == listed


@pytest.mark.parametrize("each", INCLUDED, ids=str)
async def test_a_relation_that_is_not_there_is_refused(
    client: AsyncClient, session: AsyncSession, each: Included
) -> None:
    row, _ = await each.stored(session)
    paths = [each.resource.path, each.resource.path_to(row)]
    asked = ("list", "get")
    for path, operation in zip(paths, asked, strict=True):
        if operation in each.resource.operations:
            for name in ("nothing", f"{each.name},", f"{each.name},nothing"):
                answer = await client.get(path, params={"include": name})
                assert_refused(answer, 422, "VALIDATION_ERROR")
