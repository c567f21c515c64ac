"""A large file goes up and down through little memory."""

import asyncio
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from chat.core.files.folder import FolderStore
from chat.core.files.kinds import FileField
from chat.core.http.downloads import Asked, answered
from chat.core.http.uploads import Upload
from tests.files import SMALL

_SIZE = 50 * 1024**2
_CHUNK = 64 * 1024
_LITTLE = 2 * 1024**2


def _request(size: int = _SIZE) -> Request:
    """Return a request with a large body, which arrives piece by piece."""
    left = [SMALL["image/png"].ljust(_CHUNK, b"\0")]
    rest = bytes(_CHUNK)
    sent = 0

    async def receive() -> dict[str, object]:
        nonlocal sent
        chunk = left.pop() if left else rest
        sent += len(chunk)
        more = sent < size
        return {"type": "http.request", "body": chunk, "more_body": more}

    return Request({"type": "http", "headers": [], "unlimited_receive": receive})


async def test_memory_stays_flat(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    field = FileField("picture", ("image/*",), _SIZE)
    tracemalloc.start()
    try:
        file = await Upload(_request(), field).stored(store, "large.png")
        up = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        answer = await answered(store, file, Asked())
        assert isinstance(answer, StreamingResponse)
        read = 0
        async for chunk in answer.body_iterator:
            read += len(chunk)
        down = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert file.size == read == _SIZE
    assert max(up, down) < _LITTLE


async def test_a_body_that_arrives_steadily_gets_its_time_again(tmp_path: Path) -> None:
    class _Timeout:
        def __init__(self) -> None:
            self.times: list[float] = []

        def reschedule(self, when: float) -> None:
            self.times.append(when)

    timeout, request = _Timeout(), _request(4 * _CHUNK)
    settings = SimpleNamespace(request_timeout=60)
    app = SimpleNamespace(state=SimpleNamespace(settings=settings))
    request.scope.update(timeout=timeout, app=app)
    field = FileField("picture", ("image/*",), _SIZE)
    await Upload(request, field).stored(FolderStore(tmp_path), "slow.png")
    assert len(timeout.times) == 4
    assert min(timeout.times) > asyncio.get_running_loop().time() + 50


async def test_who_hangs_up_leaves_nothing(tmp_path: Path) -> None:
    messages = [{"type": "http.request", "body": SMALL["image/png"], "more_body": True}]

    async def receive() -> dict[str, object]:
        return messages.pop() if messages else {"type": "http.disconnect"}

    scope = {"type": "http", "headers": [], "unlimited_receive": receive}
    upload = Upload(Request(scope), FileField("picture", ("image/*",), _SIZE))
    with pytest.raises(ClientDisconnect):
        await upload.stored(FolderStore(tmp_path), "half.png")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
