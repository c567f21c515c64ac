"""Files in a folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chat.core.errors import UnavailableError
from chat.core.files.folder import FolderStore
from chat.core.files.store import Store, new_key


async def _chunks(*chunks: bytes) -> AsyncIterator[bytes]:
    for each in chunks:
        yield each


async def _written(store: Store, *chunks: bytes) -> str:
    key = new_key()
    await store.write(key, _chunks(*chunks), kind="image/png", told="inline")
    return key


async def _read(store: Store, key: str, start: int, end: int) -> bytes:
    return b"".join([each async for each in await store.read(key, start, end)])


async def _keys(store: Store) -> set[str]:
    return {each.key async for some in store.listed() for each in some}


async def test_a_file_is_read_whole_and_in_part(tmp_path: Path) -> None:
    store: Store = FolderStore(tmp_path / "files")
    assert await _keys(store) == set()
    key = await _written(store, b"one ", b"two")
    assert await _read(store, key, 0, 7) == b"one two"
    assert await _read(store, key, 2, 5) == b"e t"
    assert await _read(store, key, 5, 99) == b"wo"
    assert await _keys(store) == {key}
    assert await store.address(key) is None
    await store.remove(key)
    await store.remove(key)
    assert await _keys(store) == set()
    with pytest.raises(FileNotFoundError):
        await store.read(key, 0, 1)


async def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)

    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.write(new_key(), broken(), kind="image/png", told="inline")
    assert await _keys(store) == set()


async def test_what_never_became_whole_is_listed_and_removed(tmp_path: Path) -> None:
    store, key = FolderStore(tmp_path), new_key()
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "unfinished" / key).write_bytes(b"half")
    with pytest.raises(FileNotFoundError):
        await store.read(key, 0, 1)
    assert await _keys(store) == {key}
    await store.remove(key)
    assert await _keys(store) == set()


async def test_a_disk_that_takes_nothing_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UnavailableError):
        await _written(FolderStore(tmp_path / "file"), b"one")


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 32, "0" * 31])
async def test_a_key_is_no_path(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        await FolderStore(tmp_path).read(key, 0, 1)
