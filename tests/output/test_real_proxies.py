"""Behind nginx and Caddy, as a project has them, the service is what it is without."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from projects import Project
from proxies import Proxy, before
from servers import serving

from bd_scaffold import pipeline
from bd_scaffold.render.write import write

DESIGN = b"""
name: lab
deployment: {proxies: [nginx, caddy]}
api: {rate_limit: 100/minute}
entities:
  Box: {fields: {name: string(20)}, cache: 60s}
  Lid: {traits: [versioned], fields: {name: string(20)}}
"""


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, int]]:
    folder = tmp_path_factory.mktemp("proxied") / "lab"
    folder.mkdir()
    model = pipeline.build(pipeline.check(DESIGN, "design.yaml"))
    write(pipeline.render(DESIGN, model), folder)
    project = Project("lab", folder)
    with serving(project, folder / "log", DATABASE_URL="sqlite:///lab.db") as server:
        yield project, server.port


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest,
    upstream: tuple[Project, int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    project, behind = upstream
    name = request.param
    with before(name, project, tmp_path_factory.mktemp(name), behind) as found:
        yield found


def _remaining(proxy: Proxy, client: str) -> int:
    answer = proxy.get("/api/v1/lids", X_Forwarded_For=client)
    return int(answer.headers["X-RateLimit-Remaining"])


def test_the_client_behind_two_proxies_is_counted(proxy: Proxy) -> None:
    """This test is the outer proxy; both are at 127.0.0.1, which is believed."""
    base = {"nginx": 1, "caddy": 101}[proxy.name]
    one, other = f"203.0.113.{base}", f"203.0.113.{base + 1}"
    assert [_remaining(proxy, each) for each in (one, one, other)] == [99, 98, 99]
    # What stands before the client's own address is what the client has made up.
    assert _remaining(proxy, f"192.0.2.66, {one}") == 97


def test_a_body_that_is_too_large_is_refused_by_the_service(proxy: Proxy) -> None:
    body = b" " * 3_000_000
    answer = httpx.post(f"{proxy.url}/api/v1/lids", content=body, timeout=20)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "CONTENT_TOO_LARGE"


def test_answers_are_compressed_once(proxy: Proxy) -> None:
    answer = proxy.get("/openapi.json", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json()["openapi"]


def test_probes_and_metrics_stay_inside(proxy: Proxy) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        assert proxy.get(path).status_code == 404


def test_an_entity_tag_comes_through_and_back(proxy: Proxy) -> None:
    made = httpx.post(f"{proxy.url}/api/v1/lids", json={"name": "a"}, timeout=20)
    path = made.headers["Location"]
    answer = proxy.get(path, Accept_Encoding="gzip")
    assert answer.headers["ETag"] == made.headers["ETag"]
    again = proxy.get(path, If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_public_is_kept_and_what_is_asked_by_somebody_is_not(
    proxy: Proxy,
) -> None:
    if proxy.name == "caddy":
        pytest.skip("Caddy has no cache of its own")
    path = "/api/v1/boxes?limit=7"
    asked = [proxy.get(path).headers["X-Cache"] for _ in range(2)]
    assert asked == ["MISS", "HIT"]
    for who in ({"Authorization": "Bearer x"}, {"Cookie": "a=b"}, {"X_API_Key": "x"}):
        assert proxy.get(path, **who).headers["X-Cache"] == "BYPASS"
    private = [proxy.get("/api/v1/lids").headers["X-Cache"] for _ in range(2)]
    assert private == ["MISS", "MISS"]
