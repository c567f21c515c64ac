"""Files in a folder: whole and on the disk before anybody finds them."""

import asyncio
import datetime as dt
import os
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import BinaryIO

from chat.core.errors import UnavailableError

from .store import Kept

_CHUNK = 64 * 1024
_KEY = re.compile("[0-9a-f]{32}")
_UNFINISHED = "unfinished"


class FolderStore:
    """Keeps files in a folder of the machine, which several processes may share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(
        self, key: str, chunks: AsyncIterator[bytes], *, kind: str, told: str
    ) -> None:
        """Keep a file: it gets its name once all of it is on the disk."""
        target, begun = self._path(key), self._begun(key)
        try:
            file = await asyncio.to_thread(_opened, begun)
            try:
                async for chunk in chunks:
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_finish, file, begun, target)
            finally:
                file.close()
                begun.unlink(missing_ok=True)  # unless it is whole, and has its name
        except OSError as error:  # a full disk, or one that only reads
            raise UnavailableError("Files can't be stored.") from error

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Return a file's bytes from one to before another; raise FileNotFoundError."""
        file = await asyncio.to_thread(self._path(key).open, "rb")
        return _chunks(file, start, end)

    async def remove(self, key: str) -> None:
        """Let a file go, if it is there."""
        for path in (self._path(key), self._begun(key)):
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def listed(self) -> AsyncIterator[Sequence[Kept]]:
        """Yield what is kept, a folder at a time; what never became whole is among it."""
        for folder in await asyncio.to_thread(_folders, self._folder):
            yield await asyncio.to_thread(_kept, folder)

    async def address(self, key: str) -> str | None:
        """Return nothing: a folder answers no client."""
        return None

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key} is no key of a file.")
        return self._folder / key[:2] / key

    def _begun(self, key: str) -> Path:
        return self._folder / _UNFINISHED / key


def _opened(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


def _finish(file: BinaryIO, begun: Path, target: Path) -> None:
    """Have a file on the disk, then under its name, and its name on the disk."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
    target.parent.mkdir(exist_ok=True)
    begun.replace(target)
    for folder in (target.parent, target.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


async def _chunks(file: BinaryIO, start: int, end: int) -> AsyncIterator[bytes]:
    with file:
        await asyncio.to_thread(file.seek, start)
        while chunk := await asyncio.to_thread(file.read, min(_CHUNK, end - start)):
            start += len(chunk)
            yield chunk


def _folders(folder: Path) -> list[Path]:
    return [each for each in folder.glob("*") if each.is_dir()]


def _kept(folder: Path) -> list[Kept]:
    found = (each for each in folder.glob("*") if _KEY.fullmatch(each.name))
    return [
        Kept(each.name, dt.datetime.fromtimestamp(each.stat().st_mtime, dt.UTC))
        for each in found
    ]
