"""Files of a person, which go with their rows."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.accounts import __main__ as main
from chat.core.context import Context
from chat.core.db.unit_of_work import reading, unit_of_work
from chat.core.http.dependencies import resources_of
from chat.core.personal import file_commands
from chat.core.personal.facts import NULL, PersonalData
from chat.core.personal.file_commands import export_files
from chat.core.personal.person_files import files_of, let_files_go
from chat.core.personal.rows import ACCOUNTS, Row, Rows, key_of
from chat.core.security.principal import SYSTEM
from chat.models.accounts import Account
from chat.settings import Settings
from tests.factory import create
from tests.files import FILES, FileOf, empty_store, kept


@pytest.fixture(autouse=True)
def _empty_store() -> Iterator[None]:
    empty_store()
    yield
    empty_store()


def _row(entity: Any) -> Row:
    table = entity.__table__
    mapper = type(entity).__mapper__
    names = [mapper.get_property_by_column(each).key for each in key_of(table)]
    return table, tuple(getattr(entity, name) for name in names)


@pytest.mark.parametrize("file", FILES, ids=str)
async def test_files_go_with_their_rows_and_with_what_is_blanked(
    app: FastAPI, client: AsyncClient, session: AsyncSession, file: FileOf
) -> None:
    fact = PersonalData(file.resource.model, ("id",))
    blanks = {file.field.attribute: NULL}
    blanked = PersonalData(file.resource.model, ("id",), blanks=blanks)
    rows = []
    for _ in range(min(file.resource.rows, 3)):
        stored = await create(session, file.resource.model)
        answer = await client.put(file.path_to(stored), content=file.small)
        assert answer.status_code == 200, answer.text
        rows.append(_row(stored))
    first, *others = rows
    resources, context = resources_of(app), Context(principal=SYSTEM)
    async with unit_of_work(resources, context) as work:
        await let_files_go(work, [], [(fact, first)])
    assert len(kept()) == len(rows)
    async with unit_of_work(resources, context) as work:
        await let_files_go(work, others, [(blanked, first)])
        assert len(kept()) == len(rows)  # before the commit
    assert kept() == []
    async with unit_of_work(resources, context) as work:
        account: Row = (ACCOUNTS, (None,))
        await let_files_go(work, [account], [])


@pytest.mark.parametrize("file", FILES, ids=str)
async def test_files_are_written_down_for_their_person(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    file: FileOf,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    resources, context = resources_of(app), Context(principal=SYSTEM)
    stored = await create(session, file.resource.model)
    await client.put(file.path_to(stored), content=file.small)
    account = await create(session, Account)
    fact = PersonalData(file.resource.model, ("id",))
    hidden = PersonalData(file.resource.model, ("id",), (file.field.attribute,))

    async def owned(*_: object) -> list[Any]:
        return [_row(stored)[1]]

    monkeypatch.setattr(Rows, "owned", owned)
    async with reading(resources, context) as work:
        found = [each async for each in files_of(work, account.id, [fact])]
        assert [each.type for each in found] == [file.kind]
        assert [each async for each in files_of(work, account.id, [hidden])] == []
    folder = tmp_path / "files"
    monkeypatch.setattr(file_commands, "files_of", partial(files_of, facts=[fact]))
    assert await export_files(resources, str(account.id), folder) == 1
    [written] = folder.iterdir()
    assert written.read_bytes() == file.small
    assert written.stem == found[0].key


def test_a_folder_that_is_there_is_left_alone(
    migrated: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(main, "Settings", lambda: migrated)
    nobody = str(UUID(int=0))
    assert main.main(["export-files", nobody, str(tmp_path)]) == 1
