"""What keeps files: under random keys, by which rows name them."""

import datetime as dt
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

STORE = "files"
"""Under which a session knows the store."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that a store has."""

    key: str
    since: dt.datetime


class Store(Protocol):
    """What files are written to and read from, piece by piece."""

    async def write(
        self, key: str, chunks: AsyncIterator[bytes], *, kind: str, told: str
    ) -> None:
        """Keep a file of a media type; what is `told` of it is its disposition.

        Until it is whole and safe, there is nothing under its key.
        """

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Return a file's bytes from one to before another; raise FileNotFoundError."""

    async def remove(self, key: str) -> None:
        """Let a file go, if it is there."""

    def listed(self) -> AsyncIterator[Sequence[Kept]]:
        """Yield what is kept, some at a time; what never became whole is among it."""

    async def address(self, key: str) -> str | None:
        """Return where a client reads a file by itself, for a time; None for nowhere."""


def new_key() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_hex(16)
