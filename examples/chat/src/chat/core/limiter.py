"""How many requests each caller has made, in a window that slides.

It is counted by a sliding window counter: the requests of the present window, and of those
of the one before as large a share as its part that is still in sight. That is two numbers
a caller, whatever the rate, and nobody gets twice the rate where one window meets another.
"""

import time
from dataclasses import dataclass
from typing import Annotated

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from pydantic import AfterValidator

_TIMEOUT = 0.5
"""The seconds that Redis has for an answer: no request waits longer to be counted."""

_PAUSE = 5.0
"""The seconds after which a Redis that did not answer is asked again."""

_SWEEP = 60.0
"""The seconds between two looks for what has expired in this process."""

_logger = structlog.stdlib.get_logger(__name__)


def _checked(rate: str) -> str:
    """Return a rate; raise ValueError where it is none. An empty one is no limit."""
    if rate:
        parse(rate)
    return rate


Rate = Annotated[str, AfterValidator(_checked)]
"""So many requests in a time, such as "300/minute"; nothing for no limit."""


@dataclass(frozen=True, slots=True)
class Count:
    """Whether a request may be made, and what is left after it."""

    admitted: bool
    limit: int
    remaining: int
    reset: float  # when there is one more, in seconds since 1970

    def headers(self) -> dict[str, str]:
        """Return what answers say of it."""
        headers = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(int(self.reset) + 1),
        }
        if not self.admitted:
            headers["Retry-After"] = str(max(int(self.reset - time.time()), 0) + 1)
        return headers


class _Memory(MemoryStorage):
    """Counts in this process.

    Its base looks at what is kept of every caller whenever one makes a request, to find what
    has expired. This looks once in a while; nothing here waits, so no lock is needed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._swept = time.monotonic()

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count a request, and return how many there are now."""
        now = time.time()
        if time.monotonic() - self._swept > _SWEEP:
            self._sweep(now)
        count = await self.get(key) + amount
        self.storage[key] = count
        self.expirations.setdefault(key, now + expiry)
        return count

    def _sweep(self, now: float) -> None:
        self._swept = time.monotonic()
        for key in [key for key, end in self.expirations.items() if end <= now]:
            del self.storage[key], self.expirations[key]


class Limiter:
    """Counts requests in Redis, which all processes share, or else in this process.

    As long as Redis does not answer, each process counts for itself.
    """

    def __init__(self, url: str) -> None:
        self._here = SlidingWindowCounterRateLimiter(_Memory())
        self._storage = _redis(url) if url else None
        self._redis = self._storage and SlidingWindowCounterRateLimiter(self._storage)
        self._asks_again = 0.0

    async def count(self, rate: RateLimitItem, *key: str) -> Count:
        """Count a request, unless there have been too many."""
        if self._redis and time.monotonic() >= self._asks_again:
            try:
                return await _count(self._redis, rate, key)
            except StorageError as error:
                self._asks_again = time.monotonic() + _PAUSE
                cause = str(error.storage_error)
                _logger.error("rate_limit_storage_unavailable", cause=cause)
        return await _count(self._here, rate, key)

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._storage and isinstance(self._storage.bridge, RedispyBridge):
            await self._storage.bridge.storage.aclose()


def _redis(url: str) -> RedisStorage:
    return RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="chat",
        socket_timeout=_TIMEOUT,
        socket_connect_timeout=_TIMEOUT,
    )


async def _count(
    limiter: SlidingWindowCounterRateLimiter, rate: RateLimitItem, key: tuple[str, ...]
) -> Count:
    admitted = await limiter.hit(rate, *key)
    reset, remaining = await limiter.get_window_stats(rate, *key)
    return Count(admitted, rate.amount, remaining, reset)
