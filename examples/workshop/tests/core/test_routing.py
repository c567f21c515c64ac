from collections.abc import AsyncIterator

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from workshop.core.http.routing import SliceRouter


def _routers() -> list[SliceRouter]:
    routers = [SliceRouter() for _ in range(3)]
    for name, router in zip(("a", "ab", "c"), routers, strict=True):

        @router.get(f"/{name}/{{key}}")
        async def found(key: str, name: str = name) -> str:
            return f"{name} {key}"

    return routers


@pytest.fixture
async def slices() -> AsyncIterator[tuple[list[SliceRouter], AsyncClient]]:
    app, routers = FastAPI(), _routers()
    for router in routers:
        app.include_router(router, prefix="/api/v1")
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as client:
        yield routers, client


Slices = tuple[list[SliceRouter], AsyncClient]


@pytest.mark.parametrize("name", ["a", "ab", "c"])
async def test_a_router_is_found_among_others(slices: Slices, name: str) -> None:
    _, client = slices
    assert (await client.get(f"/api/v1/{name}/1")).json() == f"{name} 1"
    assert (await client.post(f"/api/v1/{name}/1")).status_code == 405
    assert (await client.get(f"/{name}/1")).status_code == 404


async def test_a_route_counts_from_when_it_is_there(slices: Slices) -> None:
    (first, *_), client = slices
    assert (await client.get("/api/v1/late/1")).status_code == 404

    @first.get("/late/{key}")
    async def late(key: str) -> str:
        return key

    assert (await client.get("/api/v1/late/1")).json() == "1"


async def test_a_router_in_a_router_is_asked_for_all(slices: Slices) -> None:
    (first, *_), client = slices
    inner = APIRouter()

    @inner.get("/{anything}")
    async def caught(anything: str) -> str:
        return anything

    first.include_router(inner)
    assert (await client.get("/api/v1/whatever")).json() == "whatever"
