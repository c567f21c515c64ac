"""What lives as long as the process: the web application, a worker and a command share it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from .core.db.database import Database
from .settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What the process has opened."""

    settings: Settings
    database: Database

    def pings(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Return what asks each resource for an answer, and raises when there is none."""
        return {
            "database": self.database.ping,
        }


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open everything in order, and close it in reverse, however far that came."""
    async with AsyncExitStack() as stack:
        database = Database(
            settings.database_url, pool_size=settings.database_pool_size
        )
        stack.push_async_callback(database.close)
        yield Resources(
            settings=settings,
            database=database,
        )
