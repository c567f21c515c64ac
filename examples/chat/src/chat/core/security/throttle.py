"""How often somebody may try: counted before a try, so that many at once get no further."""

import hashlib
import math
import time
from ipaddress import IPv6Address, IPv6Network, ip_address

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.storage.memory import Entry
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from chat.core.errors import DomainError, UnavailableError

_TIMEOUT = 0.5  # seconds that Redis has for an answer
_SWEEP = 60.0  # seconds between two looks for what has expired


class ThrottledError(DomainError):
    """Somebody tries more often than they may."""

    code = "TOO_MANY_REQUESTS"

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many tries; come again later.")
        self.retry_after = retry_after  # in seconds


class Throttle:
    """Counts tries in a moving window: in this process, or in a Redis that all share.

    While Redis does not answer, nobody may try: each process for itself would let more through.
    """

    def __init__(self, url: str) -> None:
        self._redis = _redis(url) if url else None
        self._memory = _Memory()
        self._limiter = MovingWindowRateLimiter(self._redis or self._memory)

    async def count(self, what: str, limit: RateLimitItem, who: str) -> None:
        """Count a try of somebody; raise ThrottledError where it is one too many."""
        key = what, _hidden(who)
        try:
            if await self._limiter.hit(limit, *key):
                return
            window = await self._limiter.get_window_stats(limit, *key)
        except StorageError as error:
            raise UnavailableError("What counts tries does not answer.") from error
        raise ThrottledError(max(1, math.ceil(window.reset_time - time.time())))

    async def forget(self, what: str, limit: RateLimitItem, who: str) -> None:
        """Forget the tries of somebody who has come in."""
        try:
            await self._limiter.clear(limit, what, _hidden(who))
        except StorageError as error:
            raise UnavailableError("What counts tries does not answer.") from error

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._redis and isinstance(self._redis.bridge, RedispyBridge):
            await self._redis.bridge.storage.aclose()


def limit(text: str) -> RateLimitItem:
    """Return a limit such as "10/10 minutes"; raise ValueError for another text."""
    return parse(text)


def network(address: str) -> str:
    """Return what an address counts as: of IPv6 the network, which one person has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    mapped = found.ipv4_mapped
    return str(mapped or IPv6Network((int(found), 64), strict=False))


class _Memory(MemoryStorage):
    """Counts in this process.

    Its base looks through all that is kept whenever something is counted, to find what has
    expired; this looks once in a while. Nothing here waits, so no lock is needed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._swept = time.monotonic()

    async def acquire_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        """Count a try, and return whether there may be one."""
        now = time.time()
        if time.monotonic() - self._swept > _SWEEP:
            self._sweep(now)
        kept = [each for each in self.events.get(key, ()) if each.expiry > now]
        admitted = len(kept) + amount <= limit
        self.events[key] = [Entry(expiry) for _ in range(amount * admitted)] + kept
        return admitted

    def _sweep(self, now: float) -> None:
        self._swept = time.monotonic()
        over = (each for each in self.events.items() if each[1][0].expiry <= now)
        for key, _ in [*over]:
            del self.events[key]


def _redis(url: str) -> RedisStorage:
    return RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="chat",
        socket_timeout=_TIMEOUT,
        socket_connect_timeout=_TIMEOUT,
    )


def _hidden(who: str) -> str:
    """Return a key that says nothing of whom it is about."""
    return hashlib.sha256(who.encode()).hexdigest()
