"""What is stored together: one session, one context, one commit at the end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.context import Context

from .database import Database

Hook = Callable[[], Awaitable[None]]

_logger = structlog.stdlib.get_logger(__name__)


class HasDatabase(Protocol):
    """What a unit of work needs of the process's resources."""

    @property
    def database(self) -> Database:
        """The database."""


class UnitOfWork:
    """A session with its context, and what is to happen around its commit."""

    def __init__(self, session: AsyncSession, context: Context | None = None) -> None:
        self.session = session
        self.context = context or Context()
        self._before: list[Hook] = []
        self._after: list[Hook] = []

    def before_commit(self, hook: Hook) -> None:
        """Call something at the end of the transaction, inside of it."""
        self._before.append(hook)

    def after_commit(self, hook: Hook) -> None:
        """Call something once everything is stored; never where it isn't."""
        self._after.append(hook)

    async def finish(self) -> None:
        """Call what is to happen before the commit, in the order in which it was asked for."""
        for hook in self._before:
            await hook()

    async def committed(self) -> None:
        """Call what waited for the commit; a failure is logged, since nothing is taken back."""
        for hook in self._after:
            try:
                await hook()
            except Exception:
                _logger.exception("after_commit_failed")


@asynccontextmanager
async def unit_of_work(
    resources: HasDatabase, context: Context | None = None
) -> AsyncIterator[UnitOfWork]:
    """Yield a unit of work in one transaction; an error rolls all of it back."""
    async with resources.database.writing() as session:
        async with session.begin():
            work = UnitOfWork(session, context)
            yield work
            await work.finish()
        await work.committed()


@asynccontextmanager
async def reading(
    resources: HasDatabase, context: Context | None = None
) -> AsyncIterator[UnitOfWork]:
    """Yield a unit of work that only reads, and needs no transaction."""
    async with resources.database.reading() as session:
        yield UnitOfWork(session, context)
