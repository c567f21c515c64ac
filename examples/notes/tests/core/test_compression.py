import zlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from fastapi import FastAPI, Response
from httpx import ASGITransport, AsyncClient

from notes.core.http.compression import CompressionMiddleware
from notes.main import create_app
from notes.settings import Settings

_SIZE = 1000
_TEXT = b"large " * _SIZE


def _app(settings: Settings, size: int) -> FastAPI:
    """Return an application with answers of every size, one of them tagged."""
    app = create_app(settings.model_copy(update={"compression_minimum_size": size}))

    @app.get("/of/{size}")
    async def of(size: int) -> Response:
        return Response(_TEXT[:size])

    @app.get("/tagged")
    async def tagged() -> Response:
        return Response(_TEXT, headers={"ETag": '"1"'})

    return app


@pytest_asyncio.fixture
async def asking(settings: Settings) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(_app(settings, _SIZE))
    async with AsyncClient(transport=transport, base_url="http://test") as asking:
        yield asking


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0.001, br", True),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, identity", False),
        ("gzip;q=of no kind", True),
    ],
)
async def test_an_answer_is_compressed_where_the_client_takes_it_so(
    asking: AsyncClient, accepted: str, *, is_compressed: bool
) -> None:
    headers = {"Accept-Encoding": accepted}
    async with asking.stream("GET", f"/of/{_SIZE}", headers=headers) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.headers.get("Content-Encoding") == "gzip") is is_compressed
    assert "Accept-Encoding" in answer.headers["Vary"]  # also for who takes it plain
    assert answer.headers["Content-Length"] == str(len(body))
    assert (len(body) < _SIZE) is is_compressed
    plain = zlib.decompress(body, 16 + zlib.MAX_WBITS) if is_compressed else body
    assert plain == _TEXT[:_SIZE]


@pytest.mark.parametrize("path", [f"/of/{_SIZE - 1}", "/tagged"])
async def test_small_answers_and_tagged_ones_stay_as_they_are(
    asking: AsyncClient, path: str
) -> None:
    answer = await asking.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


async def test_an_answer_that_stays_as_it_is_costs_nothing(
    asking: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CompressionMiddleware, "_responder", None)  # is never called
    for path in (f"/of/{_SIZE - 1}", "/tagged"):
        assert (await asking.get(path)).status_code == 200


async def test_nothing_is_compressed_where_the_settings_say_so(
    settings: Settings,
) -> None:
    transport = ASGITransport(_app(settings, 0))
    async with AsyncClient(transport=transport, base_url="http://test") as asking:
        answer = await asking.get(f"/of/{_SIZE}", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
