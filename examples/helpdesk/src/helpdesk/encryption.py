"""What is done about keys: `python -m helpdesk.encryption new-key`."""

import argparse
import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from helpdesk.core.db.database import Database
from helpdesk.core.db.encrypted import Encrypted, encrypted_of
from helpdesk.core.keyring import DecryptionError, installed, new_key, new_secret
from helpdesk.models.base import Base
from helpdesk.resources import open_resources
from helpdesk.settings import Settings

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """What has become of the rows of a column so far."""

    column: str
    written: int  # rows that have been encrypted or hashed anew
    passed: int  # rows that somebody else has changed in between: they are read again
    unread: int  # rows that no key opens: they stay as they are


Steps = AsyncGenerator[Progress, None]
"""What has become of rows, after each batch of them."""


async def reencrypt(database: Database, batch: int = _BATCH) -> Steps:
    """Encrypt by the first key what another one has encrypted, while the service runs.

    It can be stopped at any time, and goes on where it was. A row that changes meanwhile is
    left to whoever changes it.
    """
    for column in _columns():
        prefix = installed().prefix
        wanted = sa.not_(column.held.startswith(prefix, autoescape=True))
        async for each in _rewrite(database, column, wanted, _sealed_anew, batch):
            yield each


async def reindex(database: Database, batch: int = _BATCH) -> Steps:
    """Hash every value anew, after another ENCRYPTION_INDEX_KEY; nobody may write meanwhile."""
    for column in (each for each in _columns() if each.hashed):
        async for each in _rewrite(database, column, sa.true(), _hashed_anew, batch):
            yield each


@dataclass(frozen=True, slots=True)
class _Column:
    """An encrypted column, in a table of which nothing else is known or touched."""

    encrypted: Encrypted[Any]
    table: sa.TableClause
    held: sa.ColumnClause[Any]
    hashed: str  # the column of its blind index
    key: Sequence[sa.ColumnClause[Any]]


def _columns() -> list[_Column]:
    return [
        _column(mapper, each)
        for mapper in sorted(Base.registry.mappers, key=lambda m: m.class_.__name__)
        for each in encrypted_of(mapper.class_)
    ]


def _column(mapper: Any, encrypted: Encrypted[Any]) -> _Column:
    held = mapper.columns[encrypted.held]
    hashed = mapper.columns[encrypted.beside].name if encrypted.beside else ""
    key = [sa.column(each.name, each.type) for each in mapper.primary_key]
    own = sa.column(held.name, sa.Text())
    beside = [sa.column(hashed, sa.Text())] if hashed else []
    table = sa.table(mapper.local_table.name, *key, own, *beside)
    return _Column(encrypted, table, own, hashed, key)


def _sealed_anew(column: _Column, sealed: str, key: Sequence[Any]) -> dict[str, str]:
    value = column.encrypted.opened(sealed, key)
    return {column.held.name: str(column.encrypted.sealed(value, key))}


def _hashed_anew(column: _Column, sealed: str, key: Sequence[Any]) -> dict[str, str]:
    value = column.encrypted.opened(sealed, key)
    return {column.hashed: str(column.encrypted.hashed(value))}


async def _rewrite(
    database: Database,
    column: _Column,
    wanted: sa.ColumnElement[bool],
    anew: Callable[[_Column, str, Sequence[Any]], dict[str, str]],
    batch: int,
) -> Steps:
    """Write rows in the order of their keys, a batch in a transaction."""
    written = passed = unread = 0
    last: Sequence[Any] | None = None
    while True:
        rows = sa.select(*column.key, column.held).order_by(*column.key).limit(batch)
        rows = rows.where(column.held.is_not(None), wanted)
        if last is not None:
            rows = rows.where(sa.tuple_(*column.key) > sa.tuple_(*_bound(column, last)))
        async with database.writing() as session, session.begin():
            found = (await session.execute(rows)).all()
            for *key, sealed in found:
                try:
                    values = anew(column, sealed, key)
                except DecryptionError:
                    unread += 1
                    continue
                same = sa.tuple_(*column.key) == sa.tuple_(*_bound(column, key))
                update = sa.update(column.table).where(same, column.held == sealed)
                result = await session.execute(update.values(values))
                changed = cast("sa.CursorResult[Any]", result).rowcount
                written += changed
                passed += 1 - changed
        if not found:
            return
        last = found[-1][:-1]
        yield Progress(column.encrypted.context, written, passed, unread)


def _bound(column: _Column, key: Sequence[Any]) -> list[Any]:
    pairs = zip(column.key, key, strict=True)
    return [sa.literal(value, each.type) for each, value in pairs]


async def _run(command: str, batch: int) -> int:
    async with open_resources(Settings()) as resources:
        work = {"reencrypt": reencrypt, "reindex": reindex}[command]
        last: dict[str, Progress] = {}
        async for each in work(resources.database, batch):
            last[each.column] = each
            _say(f"{each.column}: {each.written} written")
    unread = sum(each.unread for each in last.values())
    passed = sum(each.passed for each in last.values())
    if passed:
        _say(f"{passed} were changed by others meanwhile: run it once more.")
    if unread:
        _say(f"{unread} can't be read by the keys of ENCRYPTION_KEYS: they stay so.")
    return 1 if unread or passed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; return what the process ends with."""
    parser = argparse.ArgumentParser(prog="helpdesk.encryption", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("new-key", help="print new keys, as they are set")
    for name, text in (
        ("reencrypt", "encrypt by the first key what another one has encrypted"),
        ("reindex", "hash anew what is unique or filtered, after another index key"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--batch", type=int, default=_BATCH)
    said = parser.parse_args(arguments)
    if said.command == "new-key":
        _say(f"ENCRYPTION_KEYS={new_key()}")
        _say(f"ENCRYPTION_INDEX_KEY={new_secret()}")
        return 0
    return asyncio.run(_run(said.command, said.batch))


if __name__ == "__main__":
    sys.exit(main())
