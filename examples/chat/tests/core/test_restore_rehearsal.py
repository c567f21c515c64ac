"""What is restored is what was there, and where it isn't, that is told."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chat import restore_rehearsal
from chat.core.db.engine import new_engine
from chat.restore_rehearsal import RehearsalError, main, rehearse
from chat.settings import Settings


@pytest.fixture
def filled(tmp_path: Path) -> str:
    """A database of SQLite with some rows."""
    file = tmp_path / "source.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE boxes (id INTEGER PRIMARY KEY, label TEXT)")
        connection.execute("INSERT INTO boxes VALUES (1, 'a'), (2, NULL)")
        connection.execute("CREATE TABLE lids (id INTEGER PRIMARY KEY)")
    connection.close()
    return f"sqlite+aiosqlite:///{file}"


async def test_all_rows_come_back(filled: str, tmp_path: Path) -> None:
    done = await rehearse(filled, f"sqlite+aiosqlite:///{tmp_path}/target.db")
    assert {name: count for name, (count, _) in done.contents.items()} == {
        "boxes": 2,
        "lids": 0,
    }
    assert f"{done}".endswith("the same: 2 tables, 2 rows")


async def test_a_database_with_tables_is_not_written_over(filled: str) -> None:
    with pytest.raises(RehearsalError, match="has tables already"):
        await rehearse(filled, filled)


async def test_a_row_that_is_another_one_is_told(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target.db"
    copied = restore_rehearsal._copy

    def spoilt(source: str, other: str) -> None:
        copied(source, other)
        if other == str(target):
            with sqlite3.connect(target) as connection:
                connection.execute("UPDATE boxes SET label = 'b' WHERE id = 1")
            connection.close()

    monkeypatch.setattr(restore_rehearsal, "_copy", spoilt)
    with pytest.raises(RehearsalError, match=r"Not as it was: boxes\."):
        await rehearse(filled, f"sqlite+aiosqlite:///{target}")


async def test_both_are_of_one_engine(filled: str) -> None:
    with pytest.raises(RehearsalError, match="of one engine"):
        await rehearse(filled, "postgresql+asyncpg://nobody@127.0.0.1:1/nothing")


async def test_a_program_that_is_missing_or_fails_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = sa.make_url("postgresql://me:secret@127.0.0.1:1/app")
    with pytest.raises(RehearsalError, match="is not installed"):
        await restore_rehearsal._run(place, "no-such-program")
    with pytest.raises(RehearsalError, match="dbname=postgresql://me@"):
        await restore_rehearsal._run(place, "ls")


def test_the_command_says_how_long_it_took(
    filled: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", filled)
    assert main([f"sqlite:///{tmp_path}/target.db"]) == 0
    assert "restore: 0." in capsys.readouterr().out
    assert main([f"sqlite:///{tmp_path}/target.db"]) == 1
    assert "has tables already" in capsys.readouterr().err


@pytest.fixture
def target(migrated: Settings) -> Iterator[str]:
    """An empty database of PostgreSQL beside that of the tests, where one can be made."""
    url = sa.make_url(migrated.database_url)
    program = shutil.which("pg_dump")
    if url.get_backend_name() != "postgresql" or program is None:
        pytest.skip("needs PostgreSQL, and its pg_dump")
    client = asyncio.run(_version(program))
    if asyncio.run(_asked(url, "SHOW server_version_num")) // 10_000 > client:
        pytest.skip("needs a pg_dump that is as new as the server")
    name = f"restored_test_{uuid4().hex[:8]}"
    try:
        asyncio.run(_asked(url, f"CREATE DATABASE {name}"))
    except sa.exc.ProgrammingError:
        pytest.skip("needs a role that may create a database")
    yield url.set(database=name).render_as_string(hide_password=False)
    asyncio.run(_asked(url, f"DROP DATABASE {name} WITH (FORCE)"))


async def _version(program: str) -> int:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(program, "--version", stdout=pipe)
    said, _ = await process.communicate()
    return int(said.decode().split()[2].split(".")[0])


async def _asked(url: sa.URL, statement: str) -> int:
    engine = new_engine(url.render_as_string(hide_password=False))
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        result = await connection.execute(sa.text(statement))
        found = int(result.scalar_one()) if result.returns_rows else 0
    await engine.dispose()
    return found


def test_a_database_of_postgresql_comes_back(migrated: Settings, target: str) -> None:
    done = asyncio.run(rehearse(migrated.database_url, target))
    assert done.contents["alembic_version"][0] == 1
