"""Rehearses a restore: `python -m chat.restore_rehearsal TARGET`.

It makes a backup of the database, restores it into an empty one, and compares the two as they
were at one moment, while others go on writing.
"""

import argparse
import asyncio
import hashlib
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from chat.core.db.engine import new_engine
from chat.settings import Settings

Contents = dict[str, tuple[int, int]]
"""How many rows each table has, and a sum of what they hold."""


class RehearsalError(Exception):
    """It can't be done, or what came back is not what was there."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a restore took, and what came back."""

    contents: Contents
    size: int  # of the backup, in bytes
    backup: float  # seconds
    restore: float  # seconds

    def __str__(self) -> str:
        rows = sum(count for count, _ in self.contents.values())
        return (
            f"backup: {self.backup:.1f} s, {self.size:,} bytes\n"
            f"restore: {self.restore:.1f} s\n"
            f"the same: {len(self.contents)} tables, {rows:,} rows"
        )


async def rehearse(source: str, target: str) -> Rehearsal:
    """Restore a backup of one database into another one, which is empty, and compare them."""
    url, other = sa.make_url(source), sa.make_url(target)
    if url.get_backend_name() != other.get_backend_name():
        message = "Both have to be databases of one engine."
        raise RehearsalError(message)
    if await _contents_of(target):
        message = f"{other.database} has tables already: name an empty database."
        raise RehearsalError(message)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "backup"
        rehearsed = _on_sqlite if url.get_backend_name() == "sqlite" else _on_postgresql
        found = await rehearsed(url, other, file)
    back = await _contents_of(target)
    wrong = [name for name, rows in found.contents.items() if rows != back.get(name)]
    if wrong:
        message = f"Not as it was: {', '.join(wrong)}."
        raise RehearsalError(message)
    return found


async def _on_sqlite(url: sa.URL, other: sa.URL, file: Path) -> Rehearsal:
    started = time.perf_counter()
    _copy(url.database or "", str(file))
    copied = time.perf_counter()
    _copy(str(file), other.database or "")
    done = time.perf_counter()
    contents = await _contents_of(f"sqlite+aiosqlite:///{file}")
    return Rehearsal(contents, file.stat().st_size, copied - started, done - copied)


def _copy(source: str, target: str) -> None:
    """Copy a database of SQLite as it is at one moment."""
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


async def _on_postgresql(url: sa.URL, other: sa.URL, file: Path) -> Rehearsal:
    engine = new_engine(url.render_as_string(hide_password=False))
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            snapshot = await connection.scalar(sa.text("SELECT pg_export_snapshot()"))
            started = time.perf_counter()
            dump = ("pg_dump", "--format=custom", f"--snapshot={snapshot}")
            await _run(url, *dump, f"--file={file}")
            dumped = time.perf_counter()
            contents = await _contents(connection)
    finally:
        await engine.dispose()
    begun = time.perf_counter()
    restore = ("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error")
    await _run(other, *restore, str(file))
    took = time.perf_counter() - begun
    return Rehearsal(contents, file.stat().st_size, dumped - started, took)


async def _run(url: sa.URL, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password is in no list of processes."""
    place = sa.URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).difference_update_query(["prepared_statement_cache_size"])
    password = {"PGPASSWORD": url.password} if url.password else {}
    where = f"--dbname={place.render_as_string()}"
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            where,
            *arguments,
            env=os.environ | password,
            stderr=asyncio.subprocess.PIPE,
        )
    except FileNotFoundError as error:
        message = f"{program} is not installed: it comes with PostgreSQL's clients."
        raise RehearsalError(message) from error
    _, said = await process.communicate()
    if process.returncode:
        raise RehearsalError(said.decode(errors="replace").strip())


async def _contents_of(url: str) -> Contents:
    engine = new_engine(url)
    try:
        async with engine.connect() as connection:
            return await _contents(connection)
    finally:
        await engine.dispose()


async def _contents(connection: AsyncConnection) -> Contents:
    """Return what the tables hold that a transaction sees."""
    names = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    count = _counted if connection.dialect.name == "postgresql" else _read
    return {name: await count(connection, name) for name in sorted(names)}


async def _counted(connection: AsyncConnection, name: str) -> tuple[int, int]:
    rows = sa.table(name).alias("rows")
    digest = sa.func.md5(sa.cast(sa.literal_column("rows"), sa.Text()))
    first = sa.func.concat("x", sa.func.substr(digest, 1, 15))
    number = sa.cast(sa.cast(first, postgresql.BIT(60)), sa.BigInteger())
    asked = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(number), 0))
    count, held = (await connection.execute(asked.select_from(rows))).one()
    return int(count), int(held)


async def _read(connection: AsyncConnection, name: str) -> tuple[int, int]:
    count = held = 0
    rows = sa.select(sa.text("*")).select_from(sa.table(name))
    async for row in await connection.stream(rows):
        digest = hashlib.sha256(repr(tuple(row)).encode()).digest()
        held += int.from_bytes(digest[:7])
        count += 1
    return count, held


def main(arguments: Sequence[str] | None = None) -> int:
    """Rehearse a restore of the service's database; return what the process ends with."""
    parser = argparse.ArgumentParser(prog="python -m chat.restore_rehearsal")
    parser.add_argument("target", metavar="TARGET", help="the URL of an empty database")
    given = parser.parse_args(arguments).target
    target = Settings(database_url=given).database_url
    try:
        done = asyncio.run(rehearse(Settings().database_url, target))
    except RehearsalError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
