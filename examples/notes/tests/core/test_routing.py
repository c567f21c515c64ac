from collections.abc import AsyncIterator
from typing import NoReturn

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from httpx import ASGITransport, AsyncClient
from starlette.routing import Match
from starlette.types import Scope

from notes.core.http.routing import SliceRouter, index_routes


def _routers() -> list[SliceRouter]:
    routers = [SliceRouter() for _ in range(3)]
    for name, router in zip(("a", "ab", "c"), routers, strict=True):

        @router.get(f"/{name}/{{key}}")
        async def found(key: str, name: str = name) -> str:
            return f"{name} {key}"

    return routers


def _client(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


@pytest.fixture
def routers() -> list[SliceRouter]:
    return _routers()


@pytest.fixture
def app(routers: list[SliceRouter]) -> FastAPI:
    app = FastAPI()
    for router in routers:
        app.include_router(router, prefix="/api/v1")
    return app


@pytest.fixture
async def slices(
    app: FastAPI, routers: list[SliceRouter]
) -> AsyncIterator[tuple[list[SliceRouter], AsyncClient]]:
    async with _client(app) as client:
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


def _forbidden(*_: object) -> NoReturn:
    raise AssertionError


async def test_an_indexed_route_is_found_without_trying_others(
    app: FastAPI, slices: Slices, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, client = slices
    monkeypatch.setattr(SliceRouter, "matches", _forbidden)
    with pytest.raises(AssertionError):
        await client.get("/api/v1/c/1")
    index_routes(app)
    assert (await client.get("/api/v1/c/1")).json() == "c 1"


async def test_what_has_no_index_is_tried_in_turn(app: FastAPI, slices: Slices) -> None:
    (first, *_), client = slices
    index_routes(app)
    assert (await client.get("/api/v1/ab/1")).json() == "ab 1"
    assert (await client.post("/api/v1/ab/1")).status_code == 405
    assert (await client.get("/api/v1/ab/1/2")).status_code == 404

    @first.get("/late/{key}")
    async def late(key: str) -> str:
        return key

    assert (await client.get("/api/v1/late/1")).json() == "1"


@pytest.mark.parametrize("path", ["/{name}/{key}", "/c/{key:path}"])
async def test_the_first_route_of_a_path_stays_the_first(path: str) -> None:
    app, anything = FastAPI(), SliceRouter()

    @anything.get(path)
    async def first(key: str) -> str:
        return f"first {key}"

    for router in (anything, *_routers()):
        app.include_router(router, prefix="/api/v1")
    index_routes(app)
    async with _client(app) as client:
        assert (await client.get("/api/v1/c/1")).json() == "first 1"


class _Greedy(APIRoute):
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return (Match.NONE if match is Match.NONE else Match.FULL), found


async def test_a_route_that_decides_for_itself_is_asked() -> None:
    app, greedy, usual = FastAPI(), SliceRouter(route_class=_Greedy), SliceRouter()

    @greedy.get("/c/all")
    async def everything() -> None: ...

    @usual.put("/c/{key}")
    async def changed(key: str) -> str:
        return key

    for router in (greedy, usual, *_routers()):
        app.include_router(router, prefix="/api/v1")
    index_routes(app)
    async with _client(app) as client:
        assert (await client.put("/api/v1/c/all")).status_code == 405
        assert (await client.put("/api/v1/c/1")).json() == "1"


async def test_an_index_knows_where_it_is_mounted(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_routes(app)
    outer = FastAPI()
    outer.mount("/shops", app)
    monkeypatch.setattr(SliceRouter, "matches", _forbidden)
    async with _client(outer) as client:
        assert (await client.get("/shops/api/v1/c/1")).json() == "c 1"
