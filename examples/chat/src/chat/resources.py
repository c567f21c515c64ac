"""Resources that live as long as the process, shared by web, workers and commands."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from .core.db.database import Database
from .core.files.store import STORE, Store
from .core.files.stores import open_store
from .core.limiter import Limiter
from .core.security.kit import SecurityKit, open_security
from .models.base import Base
from .settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What the process has opened."""

    settings: Settings
    database: Database
    files: Store
    limiter: Limiter
    security: SecurityKit

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
        files = database.info[STORE] = open_store(settings)
        limiter = Limiter(settings.rate_limit_storage)
        stack.push_async_callback(limiter.close)
        security = await stack.enter_async_context(open_security(settings))
        yield Resources(
            settings=settings,
            database=database,
            files=files,
            limiter=limiter,
            security=security,
        )
