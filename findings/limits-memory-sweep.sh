#!/usr/bin/env bash
# Guess:   counting a request in memory costs the same, however many callers there are.
# Happens: limits' MemoryStorage for asyncio starts a task at every hit that looks at the key of every caller, to
#          find what has expired: 13 us a hit among 50 callers, 3 ms among 50,000, on the event loop.
# Matters: to count in the process is the default everywhere, and whoever has many addresses (a network of IPv6)
#          makes every request of everybody slow, by the very thing that should keep them off.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check limits==5.8.0
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import sys
import time

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter


async def cost(callers: int) -> float:
    """Return the seconds of a hit, its sweep with it, where so many callers are known."""
    storage, rate = MemoryStorage(), parse("300/hour")
    limiter = SlidingWindowCounterRateLimiter(storage)
    now = time.time()
    for number in range(callers):
        key = f"{rate.key_for(str(number))}/{int(now // rate.get_expiry())}"
        storage.storage[key], storage.expirations[key] = 1, now + 7200
    best = 1.0
    for _ in range(20):
        began = time.perf_counter()
        await limiter.hit(rate, "somebody")
        await asyncio.sleep(0)  # the task that the hit has started
        best = min(best, time.perf_counter() - began)
    return best


few, many = asyncio.run(cost(50)), asyncio.run(cost(50_000))
print(f"a hit among 50 callers: {few * 1e6:.0f} us, among 50,000: {many * 1e6:.0f} us")
sys.exit(many < 10 * few)
PYTHON
