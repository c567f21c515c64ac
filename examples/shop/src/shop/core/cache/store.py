"""Where answers are kept: in this process, up to a number of bytes."""

from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from .metrics import BYTES, ENTRIES, EVICTIONS

_OVERHEAD = 600  # bytes of an entry beside its body
_LARGEST = 8  # no entry takes more than such a part of the room


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, and the generation of what it shows."""

    generation: str
    headers: dict[str, str]
    body: bytes


class Store(Protocol):
    """What keeps answers by their keys; it may lose any of them."""

    async def get(self, key: str) -> Entry | None:
        """Return what is kept, be it of this generation or of an older one."""

    async def put(self, key: str, entry: Entry, seconds: float) -> None:
        """Keep an answer for a time, in place of an older one."""

    async def close(self) -> None:
        """Let go of all there is."""


class MemoryStore:
    """Keeps answers in this process; those go first that were asked for longest ago."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._kept: OrderedDict[str, tuple[float, Entry]] = OrderedDict()

    async def get(self, key: str) -> Entry | None:
        """Return what is kept, be it of this generation or of an older one."""
        found = self._kept.get(key)
        if found is None:
            return None
        expires, entry = found
        if expires < monotonic():
            self._drop(key, "age")
            return None
        self._kept.move_to_end(key)
        return entry

    async def put(self, key: str, entry: Entry, seconds: float) -> None:
        """Keep an answer for a time, in place of an older one."""
        size = _size(entry)
        if size > self._room // _LARGEST:
            return
        if key in self._kept:
            self._drop(key)
        self._kept[key] = monotonic() + seconds, entry
        self._count(1, size)
        while self._used > self._room:
            self._drop(next(iter(self._kept)), "room")

    async def close(self) -> None:
        """Let go of all there is."""
        for key in [*self._kept]:
            self._drop(key)

    def _drop(self, key: str, reason: str = "") -> None:
        _, entry = self._kept.pop(key)
        self._count(-1, -_size(entry))
        if reason:
            EVICTIONS.labels(reason).inc()

    def _count(self, entries: int, size: int) -> None:
        self._used += size
        ENTRIES.inc(entries)
        BYTES.inc(size)


def _size(entry: Entry) -> int:
    return len(entry.body) + _OVERHEAD
