"""What is stored together: one session, one context, one commit at the end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from notes.core.context import Context

if TYPE_CHECKING:
    from notes.resources import Resources

Hook = Callable[[], Awaitable[None]]

_logger = structlog.stdlib.get_logger(__name__)


class UnitOfWork:
    """A session with its context, and what is to happen around its commit."""

    def __init__(self, session: AsyncSession, context: Context | None = None) -> None:
        self.session = session
        self.context = context or Context()
        self.before: list[Hook] = []
        self.after: list[Hook] = []

    def before_commit(self, hook: Hook) -> None:
        """Call something at the end of the transaction, inside of it."""
        self.before.append(hook)

    def after_commit(self, hook: Hook) -> None:
        """Call something once everything is stored; never where it isn't."""
        self.after.append(hook)


@asynccontextmanager
async def unit_of_work(
    resources: "Resources", context: Context | None = None
) -> AsyncIterator[UnitOfWork]:
    """Yield a unit of work in one transaction; an error rolls all of it back."""
    async with resources.database.writing() as session:
        work = UnitOfWork(session, context)
        async with session.begin():
            yield work
            for hook in work.before:
                await hook()
        for hook in work.after:
            try:
                await hook()
            except Exception:  # nothing of what is stored is taken back
                _logger.exception("after_commit_failed")


@asynccontextmanager
async def reading(
    resources: "Resources", context: Context | None = None
) -> AsyncIterator[UnitOfWork]:
    """Yield a unit of work that only reads, and needs no transaction."""
    async with resources.database.reading() as session:
        yield UnitOfWork(session, context)
