"""Lists that are searched for words, and what the database keeps for that."""

from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.db.database import Database
from chat.core.db.words import sqlite_words
from chat.resources import open_resources
from chat.settings import Settings
from tests.factory import create
from tests.support import walk

from .resource import Resource
from .resources import having

_SEARCHED = [each for each in having("list") if each.words]


@pytest.mark.parametrize("resource", _SEARCHED, ids=str)
async def test_a_list_is_searched_for_words(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    entity = await create(session, resource.model)
    word = getattr(entity, resource.words).split()[0][:100]
    assert len(await walk(client, resource.path, q=f"{word.swapcase()}*")) == 1
    assert await walk(client, resource.path, q=f"{word}* nowhere") == []
    assert await walk(client, resource.path, q="'\"!*") == []


@pytest.mark.parametrize("resource", _SEARCHED, ids=str)
async def test_the_database_has_the_index_of_words(
    session: AsyncSession, resource: Resource[Any]
) -> None:
    table = sa.inspect(resource.model).local_table
    index = next(each for each in table.indexes if "language" in each.info)
    if session.get_bind().dialect.name == "sqlite":
        kept = {*await session.scalars(sa.text("SELECT sql FROM sqlite_master"))}
        wanted = sqlite_words(str(index.name), table.name, **index.info)
        assert {each for each in wanted if each.startswith("CREATE")} <= kept
        return
    search = next(e for e in resource.repository.filters if e.parameter == "q")
    found = sa.select(resource.model).where(search.expression(resource.model))
    asked = found.params(q="word").compile(
        session.get_bind(), compile_kwargs={"literal_binds": True}
    )
    await session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    plan = await session.scalars(sa.text(f"EXPLAIN {asked}"))
    assert str(index.name) in "\n".join(plan)


@pytest.mark.parametrize(
    "resource",
    [e for e in _SEARCHED if sa.inspect(e.model).local_table.foreign_keys],
    ids=str,
)
async def test_rows_change_after_another_process_has_migrated(
    emptied: Database, migrated: Settings, resource: Resource[Any]
) -> None:
    table = sa.inspect(resource.model).local_table
    steps = "CREATE TABLE core_more (id INTEGER)", "DROP TABLE core_more"
    async with open_resources(migrated) as resources:
        async with resources.database.reading() as session:
            await session.scalar(sa.select(sa.exists().select_from(table)))
        for step in steps:
            async with emptied.engine.begin() as connection:
                await connection.execute(sa.text(step))
        async with resources.database.writing() as session:
            same = {key.parent: key.parent for key in table.foreign_keys}
            await session.execute(sa.update(table).values(same))
