"""Identifiers that the server generates."""

import os
import secrets
import time
from collections.abc import Callable
from uuid import UUID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it is mistaken for something else."""


def uuid7() -> UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    Such keys sort by age, so that new rows stand together at the end of an index.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def code_of(length: int) -> Callable[[], str]:
    """Return a maker of random codes of so many characters, fit to be read aloud."""

    def code() -> str:
        return "".join(secrets.choice(_ALPHABET) for _ in range(length))

    return code
