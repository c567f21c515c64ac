"""Files that no row names any more, and files that move."""

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat import files
from chat.core.files import sweeping
from chat.core.files.folder import FolderStore
from chat.core.files.store import new_key
from chat.core.files.sweeping import Swept, copy, sweep
from chat.core.http.dependencies import resources_of
from chat.settings import Settings
from tests.factory import create
from tests.files import FILES, FOLDER, empty_store, kept

_NONE, _DAY = dt.timedelta(seconds=-9), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _empty_store() -> Iterator[None]:
    empty_store()
    yield
    empty_store()


async def _named(client: AsyncClient, session: AsyncSession) -> None:
    """Store a row of each kind with each of its files."""
    for file in FILES:
        stored = await create(session, file.resource.model)
        answer = await client.put(file.path_to(stored), content=file.small)
        assert answer.status_code == 200, answer.text


async def _orphan() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"orphan"

    store = FolderStore(Path(FOLDER))
    await store.write(new_key(), chunks(), kind="image/png", told="inline")


async def test_orphans_are_swept_once_they_are_old_enough(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resources = resources_of(app)
    await _named(client, session)
    await _orphan()
    named = len(FILES)
    monkeypatch.setattr(sweeping, "_BATCH", 1)
    assert await sweep(resources, _DAY, really=True) == Swept(named, 0)
    assert await sweep(resources, _NONE) == Swept(named, 1)
    assert len(kept()) == named + 1
    assert await sweep(resources, _NONE, really=True) == Swept(named, 1)
    assert len(kept()) == named
    assert await sweep(resources, _NONE, really=True) == Swept(named, 0)


async def test_files_are_copied_to_another_store(
    app: FastAPI, client: AsyncClient, session: AsyncSession, tmp_path: Path
) -> None:
    resources = resources_of(app)
    await _named(client, session)
    await _orphan()
    target = FolderStore(tmp_path / "other")
    assert await copy(resources, target) == (len(FILES), 0)
    assert await copy(resources, target) == (0, 0)
    for each in kept():
        each.unlink()
    assert await copy(resources, FolderStore(tmp_path / "new")) == (0, len(FILES))


def test_the_commands_say_what_they_do(
    migrated: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(files, "Settings", lambda: migrated)
    assert files.main(["sweep"]) == 0
    assert files.main(["sweep", "--yes", "--hours", "1"]) == 0
    assert files.main(["copy", str(tmp_path / "other")]) == 0
    swept, done, copied = capsys.readouterr().out.splitlines()
    assert swept.endswith("that no row names; add --yes to remove them")
    assert done.endswith("0 removed")
    assert copied == "0 copied"
