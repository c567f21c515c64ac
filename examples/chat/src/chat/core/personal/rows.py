"""The rows of a person, and the rows that refer to them."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from chat.core.db.row_rules import ACCOUNT, row_rule
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.db.visibility import access_of, narrowed
from chat.core.security.rules import owned_by
from chat.models.accounts import Account
from chat.models.base import Base

from .facts import PersonalData

AT_ONCE = 500

Key = tuple[Any, ...]
Row = tuple[sa.Table, Key]
"""A row, by its table and its key."""

ACCOUNTS: sa.Table = Base.metadata.tables[Account.__tablename__]


@dataclass(frozen=True, slots=True)
class Reference:
    """That a row refers to another one by a foreign key."""

    row: Row
    by: sa.ForeignKeyConstraint
    to: Row

    @property
    def cascades(self) -> bool:
        """Whether the row goes along with the other one."""
        return self.by.ondelete == "CASCADE"

    @property
    def lets_go(self) -> bool:
        """Whether the row stays, and refers to nothing, where the other one goes."""
        return (self.by.ondelete or "").startswith("SET")


class Rows:
    """Finds rows for a principal of the system's, in the tenants that it reaches."""

    def __init__(self, work: UnitOfWork, base: type[DeclarativeBase] = Base) -> None:
        self._session = work.session
        self._context = work.context
        self._base = base  # of the mapped classes whose tables are looked into

    async def owned(self, fact: PersonalData, account: UUID) -> list[Key]:
        """Return the keys of the rows that belong to an account, deleted ones, too."""
        owner = row_rule(owned_by(*fact.owner))
        within = narrowed(fact.model, self._context.principal.grants)
        conditions = [each.expression(fact.model) for each in (owner, *within)]
        values: dict[str, Any] = {}
        for each in within:
            values |= each.values(self._context)
        asked = sa.select(*key_of(fact.model.__table__)).where(*conditions)
        found = await self._session.execute(asked, {**values, ACCOUNT: account})
        return [tuple(row) for row in found]

    async def referring(
        self, table: sa.Table, keys: Sequence[Key]
    ) -> AsyncIterator[Reference]:
        """Yield what refers to rows of a table, whoever it belongs to."""
        for by in keys_to(table, self._base):
            async for each in self.through(by, keys):
                yield each

    async def through(
        self, by: sa.ForeignKeyConstraint, keys: Sequence[Key]
    ) -> AsyncIterator[Reference]:
        """Yield what refers to rows by one foreign key."""
        table = by.referred_table
        here, there = by.table.alias(), table.alias()
        own = [here.c[each.key] for each in key_of(by.table)]
        to = [there.c[each.key] for each in key_of(table)]
        joined = [
            here.c[each.parent.key] == there.c[each.column.key] for each in by.elements
        ]
        for some in at_once(keys):
            asked = sa.select(*own, *to).where(*joined, among(to, some))
            for found in await self._session.execute(asked):
                key, other = tuple(found[: len(own)]), tuple(found[len(own) :])
                yield Reference((by.table, key), by, (table, other))


def key_of(table: sa.Table) -> list[sa.Column[Any]]:
    """Return the columns that tell a table's rows apart."""
    return [*table.primary_key.columns] or [*table.columns]


def among(
    columns: Sequence[sa.ColumnElement[Any]], keys: Sequence[Key]
) -> sa.ColumnElement[bool]:
    """Return that columns have one of some keys."""
    if len(columns) == 1:
        return columns[0].in_([key for (key,) in keys])
    return sa.tuple_(*columns).in_(keys)


def at_once(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Yield keys in portions that one statement takes."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


@cache
def keys_to(
    table: sa.Table, base: type[DeclarativeBase] = Base
) -> tuple[sa.ForeignKeyConstraint, ...]:
    """Return the foreign keys of all tables that refer to one."""
    return tuple(
        by
        for each in base.metadata.tables.values()
        for by in sorted(each.foreign_key_constraints, key=lambda by: str(by.name))
        if by.referred_table is table
    )


@cache
def models_by_table(
    base: type[DeclarativeBase] = Base,
) -> dict[sa.FromClause, Any]:
    """Return the mapped class of each table that has one."""
    return {each.local_table: each.class_ for each in base.registry.mappers}


def is_entity(table: sa.Table, base: type[DeclarativeBase] = Base) -> bool:
    """Tell whether a table's rows are an entity's, and not what signing in needs."""
    model = models_by_table(base).get(table)
    return model is not None and access_of(model) is not None
