"""The generations of tables as they are now: what kept answers are held against."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import structlog

from shop.core.db.engine import new_engine
from shop.core.db.written import EVERYTHING

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

_ASKED = (
    "SELECT name, CAST(sum(token) AS BIGINT) AS token "
    "FROM cache_generations GROUP BY name"
)

_logger = structlog.stdlib.get_logger(__name__)


class Generations:
    """Asks for generations on a connection of its own, once for all who ask at the same time."""

    def __init__(
        self, url: str, *, statement_timeout: float = 0, pooler: str = "none"
    ) -> None:
        self._engine = new_engine(
            url,
            statement_timeout=statement_timeout,
            pooler=pooler,
            pool_size=1,
            max_overflow=0,
        )
        self._connection: AsyncConnection | None = None
        self._driver: Any = None
        self._turn = asyncio.Lock()
        self._next: asyncio.Future[Mapping[str, int] | None] | None = None
        self._is_lost = False

    async def now(self) -> Mapping[str, int] | None:
        """Return the generation of each table that was ever written; None if nobody says.

        The database is asked after this was called: whatever was committed by then is in it.
        """
        if self._next is None:
            self._next = asyncio.ensure_future(self._ask())
        return await asyncio.shield(self._next)

    async def close(self) -> None:
        """Close the connection."""
        await self._let_go()
        await self._engine.dispose()

    async def _ask(self) -> Mapping[str, int] | None:
        async with self._turn:
            self._next = None  # who comes from here on has to ask anew
            try:
                rows = await self._rows()
            except Exception:
                if not self._is_lost:
                    _logger.exception("cache_generations_unknown")
                self._is_lost = True
                await self._let_go()
                return None
            self._is_lost = False
            return dict(map(tuple, rows))

    async def _rows(self) -> Any:
        if self._driver is None:
            self._connection = await self._engine.connect()
            await self._connection.execution_options(isolation_level="AUTOCOMMIT")
            raw = await self._connection.get_raw_connection()
            self._driver = raw.driver_connection
        # The driver itself is asked: all else is half of what a request costs by then.
        if self._engine.dialect.name == "sqlite":
            return await self._driver.execute_fetchall(_ASKED)
        return await self._driver.fetch(_ASKED)

    async def _let_go(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


def generation_of(tables: Iterable[str], now: Mapping[str, int]) -> str:
    """Return the generation of some tables together."""
    return ",".join([str(now.get(each, "")) for each in (EVERYTHING, *tables)])
