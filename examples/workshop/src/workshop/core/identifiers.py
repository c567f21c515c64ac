"""Identifiers that the server generates."""

import os
import threading
import time
from typing import ClassVar
from uuid import UUID


class _Made:
    """The last one of this process: the milliseconds and the random bits alone."""

    last: ClassVar[int] = 0
    lock: ClassVar[threading.Lock] = threading.Lock()


def uuid7() -> UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    Such keys sort by age, so that new rows stand together at the end of an index.
    Those of one process sort in the order in which they were made, as the rows of a list have to.
    """
    random = int.from_bytes(os.urandom(10)) >> 6
    with _Made.lock:
        now = time.time_ns() // 1_000_000 << 74 | random
        _Made.last = now if now > _Made.last else _Made.last + 1 + (random >> 42)
        made = _Made.last
    age, middle, end = made >> 74, made >> 62 & 0xFFF, made & (1 << 62) - 1
    return UUID(int=age << 80 | 0x7 << 76 | middle << 64 | 0x2 << 62 | end)
