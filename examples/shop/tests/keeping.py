"""What tests of kept answers share: the same requests with what is kept, and without."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient, Response

from shop.core.cache.metrics import REQUESTS
from shop.core.cache.reach import cached_of
from shop.core.http.dependencies import resources_of
from tests.api.resource import Resource
from tests.api.resources import RESOURCES

KEPT: list[Resource[Any]] = [
    each
    for each in RESOURCES
    if cached_of(each.model) is not None and {"list", "get"} & {*each.operations}
]


def counted(result: str) -> float:
    """Return how many requests have come to this so far."""
    return sum(
        sample.value
        for metric in REQUESTS.collect()
        for sample in metric.samples
        if sample.name == "cache_requests_total" and sample.labels["result"] == result
    )


def paths_of(resource: Resource[Any], *entities: Any) -> Iterator[str]:
    """Yield the paths under which rows are read whose answers are kept."""
    if "list" in resource.operations:
        yield resource.path
    if "get" in resource.operations:
        yield from map(resource.path_to, entities)


@contextmanager
def keeping_nothing(app: FastAPI) -> Iterator[None]:
    """Let an application answer as if nothing was kept."""
    resources = resources_of(app)
    app.state.resources = replace(resources, answers=None)
    yield
    app.state.resources = resources


async def assert_current(
    app: FastAPI, client: AsyncClient, path: str, headers: Mapping[str, str]
) -> Response:
    """Hold that a path answers what it would without anything kept, and return that."""
    answers = [await client.get(path, headers=headers) for _ in range(2)]
    with keeping_nothing(app):
        plain = await client.get(path, headers=headers)
    for each in answers:
        assert each.status_code == plain.status_code, (each.text, plain.text)
        assert each.headers.get("ETag") == plain.headers.get("ETag")
        if plain.status_code == 200:
            assert each.json() == plain.json()
    return plain
