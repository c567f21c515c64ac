"""The table of jobs, as those see it who look after them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from chat.core.db.database import Database
from chat.models.base import Base
from chat.models.jobs import JobRow

from .wake import CHANNEL, wake

STATES = ("queued", "scheduled", "running", "done", "dead")

_JOBS = Base.metadata.tables[JobRow.__tablename__]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which jobs are meant."""

    ids: tuple[int, ...] = ()
    name: str | None = None
    state: str | None = None
    before: int | None = None  # those with a lower number

    @property
    def condition(self) -> sa.ColumnElement[bool]:
        """Return what is true of them."""
        said: list[sa.ColumnElement[bool]] = [sa.true()]
        if self.ids:
            said.append(_JOBS.c.id.in_(self.ids))
        if self.name is not None:
            said.append(_JOBS.c.name == self.name)
        if self.state is not None:
            said.append(_JOBS.c.state == self.state)
        if self.before is not None:
            said.append(_JOBS.c.id < self.before)
        return sa.and_(*said)


class Table:
    """The table of jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, wanted: Wanted, most: int) -> list[dict[str, Any]]:
        """Return jobs, the latest first."""
        found = sa.select(_JOBS).where(wanted.condition).order_by(_JOBS.c.id.desc())
        async with self._database.reading() as session:
            rows = await session.execute(found.limit(most))
            return [{**row} for row in rows.mappings()]

    async def replay(self, wanted: Wanted, now: dt.datetime) -> list[int]:
        """Have dead jobs tried again, as if they were new; return which."""
        dead = sa.update(_JOBS).where(wanted.condition, _JOBS.c.state == "dead")
        again = dead.values(
            state="queued", failures=0, due_at=now, deadline_at=None
        ).returning(_JOBS.c.id)
        async with self._database.writing() as session, session.begin():
            ids = [*await session.scalars(again)]
            if ids and self._database.engine.dialect.name == "postgresql":
                await session.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))
        await wake()
        return sorted(ids)

    async def drop(self, wanted: Wanted) -> list[int]:
        """Delete jobs, but for those that run; return which."""
        some = sa.delete(_JOBS).where(wanted.condition, _JOBS.c.state != "running")
        async with self._database.writing() as session, session.begin():
            return sorted(await session.scalars(some.returning(_JOBS.c.id)))
