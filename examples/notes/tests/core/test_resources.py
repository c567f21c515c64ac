"""What lives as long as the process."""

import pytest

from notes import resources
from notes.core.db.database import Database
from notes.main import create_app
from notes.resources import open_resources
from notes.settings import Settings


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was closed, in order."""
    closed: list[str] = []

    async def close(self: Database) -> None:
        closed.append("database")
        await self.engine.dispose()

    monkeypatch.setattr(Database, "close", close)
    return closed


async def test_what_was_opened_is_closed(migrated: Settings, closed: list[str]) -> None:
    async with open_resources(migrated) as opened:
        for ping in opened.pings().values():
            await ping()
        assert closed == []
    assert closed == ["database"]


async def test_a_process_that_cannot_start_leaves_nothing_open(
    migrated: Settings, closed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(resources, "Resources", fail)
    app = create_app(migrated)
    with pytest.raises(RuntimeError):
        async with app.router.lifespan_context(app):
            pass
    assert closed == ["database"]
