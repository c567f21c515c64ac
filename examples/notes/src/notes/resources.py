"""Resources that live as long as the process, shared by web, workers and commands."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from .core.db.database import Database
from .models.base import Base
from .settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What the process has opened."""

    settings: Settings
    database: Database

    def pings(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Return a check for each resource, which raises if it is unavailable."""
        return {
            "database": self.database.ping,
        }


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open all resources in order, and close those that were opened in reverse."""
    async with AsyncExitStack() as stack:
        database = Database(
            settings.database_url,
            Base.metadata,
            pool_size=settings.database_pool_size,
            statement_timeout=settings.database_statement_timeout,
            pooler=settings.database_pooler,
        )
        stack.push_async_callback(database.close)
        yield Resources(
            settings=settings,
            database=database,
        )
