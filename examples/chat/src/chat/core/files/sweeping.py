"""Files that no row names, and files that move to another store."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from chat.core.context import Context, utc_now
from chat.core.db.file_columns import StoredFile, file_columns
from chat.core.db.unit_of_work import UnitOfWork, reading
from chat.core.security.principal import SYSTEM
from chat.models.base import Base
from chat.resources import Resources

from .names import disposition, is_shown
from .store import Store

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep has found."""

    named: int  # files that rows name
    orphans: int  # files that no row names, and that are old enough to go


async def named_files(resources: Resources) -> AsyncIterator[StoredFile]:
    """Yield every file that a row names, whoever's it is, deleted rows included."""
    async with reading(resources, Context(principal=SYSTEM)) as work:
        for mapper in Base.registry.mappers:
            for column in file_columns(mapper):
                async for file in _named(work, [*mapper.primary_key], column):
                    yield file


async def _named(
    work: UnitOfWork, key: Sequence[sa.ColumnElement[Any]], column: Any
) -> AsyncIterator[StoredFile]:
    """Yield the files in one column, some rows at a time, in the order of their keys."""
    rows = sa.select(column, *key).where(column.is_not(None))
    rows = rows.order_by(*key).limit(_BATCH)
    asked: sa.Select[Any] | None = rows
    while asked is not None:
        found = (await work.session.execute(asked)).all()
        for file, *_ in found:
            yield file
        asked = None
        if len(found) == _BATCH:
            pairs = zip(found[-1][1:], key, strict=True)
            last = [sa.literal(value, each.type) for value, each in pairs]
            asked = rows.where(sa.tuple_(*key) > sa.tuple_(*last))


async def sweep(
    resources: Resources, grace: dt.timedelta, *, really: bool = False
) -> Swept:
    """Find files that no row names, and remove them where that is asked for.

    A file is written before its row: one that is younger than the grace may get its row yet.
    """
    until = utc_now() - grace
    named = {each.key async for each in named_files(resources)}
    orphans = 0
    async for some in resources.files.listed():
        for kept in some:
            if kept.key in named or kept.since >= until:
                continue
            orphans += 1
            if really:
                await resources.files.remove(kept.key)
    return Swept(len(named), orphans)


async def copy(resources: Resources, target: Store) -> tuple[int, int]:
    """Copy every file that a row names to another store; return how many, and how many lack.

    It can be stopped at any time, and goes on where it was.
    """
    there = {each.key async for some in target.listed() for each in some}
    copied = missing = 0
    async for file in named_files(resources):
        if file.key in there:
            continue
        try:
            chunks = await resources.files.read(file.key, 0, file.size)
        except FileNotFoundError:
            missing += 1
            continue
        told = disposition(file.name, shown=is_shown(file.type))
        await target.write(file.key, chunks, kind=file.type, told=told)
        copied += 1
    return copied, missing
