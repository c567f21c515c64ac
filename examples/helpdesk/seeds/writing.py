"""Rows go into the database batch by batch, each batch in a transaction of its own.

What is stopped leaves whole batches, and goes on behind them when it is started again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from asyncpg.exceptions import PostgresError  # type: ignore[import-untyped]
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from helpdesk.core.db.database import Database
from helpdesk.core.db.encrypted import encrypted_of
from helpdesk.core.db.tenant_connections import REACH, reach_of
from helpdesk.core.security.principal import SYSTEM

from .plan import Plan
from .rows import Row, Rows, settled

BATCH = 1000
"""How many rows are held, and stored at once."""


class RefusedError(Exception):
    """The database takes no such row."""


@dataclass
class Filling:
    """Stores the rows of a plan in a database."""

    database: Database
    plan: Plan
    batch: int = BATCH
    tell: Callable[[str, int, int], None] = lambda _table, _done, _count: None
    _copied: dict[str, bool] = field(default_factory=dict)

    async def filled(self) -> list[str]:
        """Return the tables that have rows already."""
        async with self.writing() as (_, connection):
            return [
                each.table.name
                for each in self.plan.all
                if await connection.scalar(
                    sa.select(sa.exists().select_from(each.table))
                )
            ]

    async def fill(self, total: int) -> int:
        """Store about so many rows; those that an earlier run has stored are counted."""
        stored = 0
        for together in self._circles():
            stored += await self._store(together, total)
        for rows in self.plan.all:
            if rows.late:
                await self._complete(rows, total)
        return stored

    def _circles(self) -> Iterator[list[Rows]]:
        """Yield the kinds of rows in their order, those together that need each other."""
        met: set[str] = set()
        for rows in self.plan.all:
            if not rows.circle:
                yield [rows]
            elif rows.circle not in met:
                met.add(rows.circle)
                yield [each for each in self.plan.all if each.circle == rows.circle]

    async def _store(self, together: Sequence[Rows], total: int) -> int:
        counts = [self.plan.count(each, total) for each in together]
        done = await self._done(together[0], counts[0])
        stored = 0
        for start in range(done, max(counts), self.batch):
            async with self.writing() as (session, connection):
                for rows, count in zip(together, counts, strict=True):
                    numbers = range(start, min(start + self.batch, count))
                    await self._insert(connection, rows, numbers)
                    stored += len(numbers)
                await session.commit()
            for rows, count in zip(together, counts, strict=True):
                self.tell(rows.table.name, min(start + self.batch, count), count)
        return stored

    async def _done(self, rows: Rows, count: int) -> int:
        """Return how many of the rows are there: they were stored in their order."""
        async with self.writing() as (_, connection):
            low, high = 0, count
            while low < high:
                middle = (low + high) // 2
                there = await connection.scalar(self._found(rows, middle))
                low, high = (middle + 1, high) if there else (low, middle)
        return low

    def _found(self, rows: Rows, number: int) -> sa.Select[Any]:
        values = stored_values(rows, self.plan.row(rows, number))
        key = (column == values[column.key] for column in rows.table.primary_key)
        return sa.select(sa.exists().where(*key))

    async def _insert(
        self, connection: AsyncConnection, rows: Rows, numbers: Sequence[int]
    ) -> None:
        if not numbers:
            return
        found = [self._values(rows, number) for number in numbers]
        try:
            async with connection.begin_nested():
                await self._write(connection, rows.table, found)
        except (SQLAlchemyError, PostgresError) as error:
            place = await self._refused(connection, rows.table, found)
            which = f"{numbers[0] + place}" if place is not None else "of some number"
            made_by = getattr(rows.row, "__module__", "")
            cause = getattr(error, "orig", None) or error
            raise RefusedError(
                f"{rows.table.name} has no room for row {which}: {cause}. "
                f"{made_by.replace('.', '/')}.py says what it is made of."
            ) from error
        await self._move_counters(connection, rows.table)

    def _values(self, rows: Rows, number: int) -> Row:
        values = stored_values(rows, self.plan.row(rows, number))
        late = {_columns(rows)[name].key for name in rows.late}
        return {key: None if key in late else value for key, value in values.items()}

    async def _refused(
        self, connection: AsyncConnection, table: sa.Table, rows: Sequence[Row]
    ) -> int | None:
        """Return the place of the first row that is refused, if it is one alone."""
        for place, row in enumerate(rows):
            try:
                async with connection.begin_nested():
                    await connection.execute(sa.insert(table), [row])
            except SQLAlchemyError:
                return place
        return None

    async def _write(
        self, connection: AsyncConnection, table: sa.Table, rows: Sequence[Row]
    ) -> None:
        """Store rows, on PostgreSQL by COPY where it may be."""
        if not await self._is_copied(connection, table):
            await connection.execute(sa.insert(table), rows)
            return
        columns = [table.c[key] for key in rows[0]]
        written = [
            each.type.dialect_impl(connection.dialect).bind_processor(
                connection.dialect
            )
            for each in columns
        ]
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.copy_records_to_table(
            table.name,
            columns=[each.name for each in columns],
            records=(
                tuple(
                    value if as_stored is None else as_stored(value)
                    for as_stored, value in zip(written, row.values(), strict=True)
                )
                for row in rows
            ),
        )

    async def _is_copied(self, connection: AsyncConnection, table: sa.Table) -> bool:
        """Tell whether COPY may be: not where PostgreSQL holds each row to policies."""
        if connection.dialect.name != "postgresql":
            return False
        if table.name not in self._copied:
            named = connection.dialect.identifier_preparer.format_table(table)
            asked = sa.select(sa.func.row_security_active(named))
            self._copied[table.name] = not await connection.scalar(asked)
        return self._copied[table.name]

    async def _move_counters(
        self, connection: AsyncConnection, table: sa.Table
    ) -> None:
        """Have the database count on behind the numbers that rows were given."""
        if connection.dialect.name != "postgresql":
            return
        named = connection.dialect.identifier_preparer.format_table(table)
        for column in table.columns:
            if column.identity is not None:
                sequence = sa.func.pg_get_serial_sequence(named, column.name)
                highest = sa.select(sa.func.max(column)).scalar_subquery()
                await connection.execute(sa.select(sa.func.setval(sequence, highest)))

    async def _complete(self, rows: Rows, total: int) -> None:
        """Set what rows refer to of those that were stored after them."""
        count = self.plan.count(rows, total)
        columns = _columns(rows)
        late = {columns[name].key for name in rows.late}
        key = [each.key for each in rows.table.primary_key]
        statement = (
            sa.update(rows.table)
            .where(*(rows.table.c[each] == sa.bindparam(f"of_{each}") for each in key))
            .values({each: sa.bindparam(f"to_{each}") for each in late})
        )
        for start in range(0, count, self.batch):
            found = [
                stored_values(rows, self.plan.row(rows, number))
                for number in range(start, min(start + self.batch, count))
            ]
            given = [
                {f"of_{each}": row[each] for each in key}
                | {f"to_{each}": row[each] for each in late}
                for row in found
            ]
            async with self.writing() as (session, connection):
                await connection.execute(statement, given)
                await session.commit()

    def writing(self) -> "_Writing":
        """Return a transaction, which has to be committed."""
        return _Writing(self.database.writing())


class _Writing:
    """A transaction, and the connection that it is on."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def __aenter__(self) -> tuple[AsyncSession, AsyncConnection]:
        self._session.info[REACH] = reach_of(SYSTEM)
        connection = await self._session.connection()
        if connection.dialect.name == "postgresql":
            # Whoever stops it starts it again, so no row has to be safe at once.
            await connection.execute(sa.text("SET LOCAL synchronous_commit = off"))
        return self._session, connection

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()


def stored_values(rows: Rows, row: Row) -> Row:
    """Return the values of a row by the keys of its table's columns."""
    values = {name: settled(value) for name, value in row.items()}
    if not isinstance(rows.of, sa.Table):
        key = [
            values[name]
            for name, column in _columns(rows).items()
            if column.primary_key
        ]
        for each in encrypted_of(rows.of):
            value = values.pop(each.name, None)
            values[each.held] = None if value is None else each.sealed(value, key)
            if each.beside:
                values[each.beside] = value
    columns = _columns(rows)
    return {columns[name].key: value for name, value in values.items()}


@cache
def _columns(rows: Rows) -> dict[str, sa.Column[Any]]:
    """Return the columns by the names that rows have their values under."""
    if isinstance(rows.of, sa.Table):
        return {each.name: each for each in rows.of.columns}
    mapper = sa.inspect(rows.of)
    return {each.key: each.columns[0] for each in mapper.column_attrs}
