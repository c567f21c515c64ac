"""Answers that have the fields alone that a request names."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.owned_rows import OWNED, name_of
from tests.statements import statements
from tests.support import assert_refused
from workshop.core.db.database import Database

from .inclusions import INCLUDED, Included
from .resource import Resource
from .sparse_fields import fields_of, sparse

_READ, _LISTED = [*sparse("get")], [*sparse("list")]


def _read(given: Sequence[str]) -> set[str]:
    """Return the columns that some statements read."""
    found: list[str] = []
    for each in given:
        columns = re.sub(r"\s+FROM\s.*", "", each, flags=re.DOTALL)
        found.extend(one.split(" AS ")[0] for one in columns[7:].split(", "))
    return {*found}


def _named(resource: Resource[Any], database: Database) -> tuple[set[str], set[str]]:
    """Return all columns of a table as statements name them, and those that lists need."""
    mapper = sa.inspect(resource.model)
    said = getattr(resource.repository, "order", ())
    order = resource.repository.statements.order(said)
    needed = [
        *mapper.primary_key,
        *(mapper.column_attrs[each.name].columns[0] for each in order),
        *([] if mapper.version_id_col is None else [mapper.version_id_col]),
    ]
    dialect = database.engine.dialect
    every = {each: str(each.compile(dialect=dialect)) for each in mapper.columns}
    return {*every.values()}, {every[each] for each in needed}


@pytest.mark.parametrize("resource", _READ, ids=str)
async def test_a_row_has_the_fields_that_are_named(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    plain = await client.get(path)
    whole = plain.json()
    for other, owned in OWNED:  # the rows inside of it are no fields of its own
        if other is resource:
            del whole[name_of(resource, owned)]
    names = fields_of(resource, "get")
    assert {*names} == {*whole}
    for some in ([each] for each in names):
        asked = {"fields": ",".join(some)}
        answer = await client.get(path, params=asked)
        assert answer.status_code == 200, answer.text
        assert answer.json() == {each: whole[each] for each in some}
        tag = answer.headers.get("ETag")
        assert tag == plain.headers.get("ETag")
        if tag is not None:
            headers = {"If-None-Match": tag}
            known = await client.get(path, params=asked, headers=headers)
            assert known.status_code == 304
    answer = await client.get(path, params={"fields": ",".join(reversed(names))})
    assert answer.json() == whole


@pytest.mark.parametrize("resource", _LISTED, ids=str)
async def test_the_rows_of_a_list_have_the_fields_that_are_named(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    for _ in range(min(resource.rows, 2)):
        await create(session, resource.model)
    whole = (await client.get(resource.path)).json()["data"]
    names = fields_of(resource, "list")
    for some in [*([each] for each in names), names]:
        asked = {"fields": ",".join(some)}
        answer = await client.get(resource.path, params=asked)
        assert answer.status_code == 200, answer.text
        expected = [{each: row[each] for each in some} for row in whole]
        assert answer.json()["data"] == expected
    first = {"fields": names[-1], "limit": "1"}
    answer = await client.get(resource.path, params=first)
    assert answer.json()["data"] == [{names[-1]: whole[0][names[-1]]}]


@pytest.mark.parametrize("resource", _LISTED, ids=str)
async def test_what_is_not_shown_is_not_read(
    client: AsyncClient,
    session: AsyncSession,
    database: Database,
    resource: Resource[Any],
) -> None:
    path = resource.path_to(await create(session, resource.model))
    columns, needed = _named(resource, database)
    key, *_ = fields_of(resource, "list")
    for way in (resource.path, *([path] if resource in _READ else [])):
        with statements(database) as given:
            assert (await client.get(way)).status_code == 200
        assert columns & _read(given) > needed or columns == needed
        with statements(database) as given:
            await client.get(way, params={"fields": key})
        assert columns & _read(given) <= needed


@pytest.mark.parametrize("resource", _LISTED, ids=str)
async def test_a_field_that_is_not_there_is_refused(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    first, *_ = fields_of(resource, "list")
    for way in (resource.path, *([path] if resource in _READ else [])):
        for names in ("nothing", f"{first},", f"{first},nothing", ""):
            answer = await client.get(way, params={"fields": names})
            assert_refused(answer, 422, "VALIDATION_ERROR")
        answer = await client.get(f"{way}?fields={first}&fields={first}")
        assert_refused(answer, 422, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    "each", [one for one in INCLUDED if one.resource in _LISTED], ids=str
)
async def test_related_rows_stand_beside_the_fields_that_are_named(
    client: AsyncClient, session: AsyncSession, each: Included
) -> None:
    row, _ = await each.stored(session)
    field = fields_of(each.resource, "list")[-1]
    path = each.resource.path_to(row)
    for way in (each.resource.path, *([path] if each.resource in _READ else [])):
        related = await client.get(way, params={"include": each.name})
        asked = {"include": each.name, "fields": field}
        answer = await client.get(way, params=asked)
        assert answer.status_code == 200, answer.text
        before, after = (
            [one.json()] if way == path else one.json()["data"]
            for one in (related, answer)
        )
        shown = [{name: one[name] for name in (field, each.name)} for one in before]
        assert after == shown
