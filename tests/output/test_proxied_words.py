"""Accounts, files, sockets and what is public come through one proxy, and through two in a row."""

from __future__ import annotations

import asyncio
import gzip
import json
import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
import websockets
from projects import Project
from proxies import Proxy, before
from servers import administrator, serving

from bd_scaffold import pipeline
from bd_scaffold.render.write import write

DESIGN = b"""
name: lab
deployment: {proxies: [nginx, caddy]}
api: {rate_limit: 300/minute}
security:
  authentication: jwt
  roles: {admin: ["*"]}
entities:
  Box:
    fields: {name: string(200), picture: "file(image/png, 9MB)?"}
    access: {read: public, write: admin}
    cache: 60s
  Note:
    fields: {name: string(20)}
    access: {read: authenticated, write: admin}
    cache: 60s
  Mark:
    fields: {name: string(20)}
    access: {read: public, write: admin}
    traits: [versioned]
events:
  BoxMade: {from: Box.create, fields: [name]}
realtime:
  box: {of: Box, join: admin, events: [BoxMade]}
"""
_PNG = (
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12_000
)  # more than nginx takes by itself


@dataclass(frozen=True, slots=True)
class Service:
    """The service, somebody who may do everything, and a box with a picture."""

    project: Project
    port: int
    admin: dict[str, str]
    box: str


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("proxied") / "lab"
    folder.mkdir()
    model = pipeline.build(pipeline.check(DESIGN, "design.yaml"))
    write(pipeline.render(DESIGN, model), folder)
    project = Project("lab", folder)
    where = {"DATABASE_URL": "sqlite:///lab.db"}
    with serving(project, folder / "log", **where) as server:
        admin = administrator(server, **where)
        with httpx.Client(base_url=server.url, headers=admin, timeout=20) as client:
            for number in range(30):
                made = client.post("/api/v1/boxes", json={"name": f"{number}" * 60})
            box = made.headers["Location"]
            client.put(f"{box}/picture?name=a.png", content=_PNG).raise_for_status()
        yield Service(project, server.port, admin, box)


@pytest.fixture(scope="module", params=["nginx", "caddy", "nginx caddy"])
def proxy(
    request: pytest.FixtureRequest,
    service: Service,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    outer, *inner = request.param.split()
    folder = tmp_path_factory.mktemp(outer)
    if not inner:
        with before(outer, service.project, folder, service.port) as found:
            yield found
        return
    beyond = tmp_path_factory.mktemp("inner")
    with (
        before(inner[0], service.project, beyond, service.port) as behind,
        before(outer, service.project, folder, behind.port) as found,
    ):
        yield Proxy(request.param, found.url, found.port)


def test_whoever_signs_in_is_answered_and_nothing_of_it_is_kept(
    proxy: Proxy, service: Service
) -> None:
    for _ in range(2):
        answer = proxy.get("/api/v1/notes", **service.admin)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (
            200,
            "no-store",
        )
        refused = proxy.get("/api/v1/notes")
        assert refused.status_code == 401
        if "nginx" in proxy.name:
            assert answer.headers["X-Cache"] == "BYPASS"


def test_what_is_public_is_the_same_from_the_cache_in_either_encoding(
    proxy: Proxy,
) -> None:
    path = "/api/v1/boxes?limit=30"
    kept: dict[str, list[httpx.Response]] = {}
    for encoding in ("gzip", "identity"):
        kept[encoding] = [proxy.get(path, Accept_Encoding=encoding) for _ in range(2)]
    for encoding, (first, second) in kept.items():
        assert first.headers.get("Content-Encoding", "identity") == encoding
        assert second.headers.get("Content-Encoding", "identity") == encoding
        assert first.json() == second.json()
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert "Accept-Encoding" in first.headers["Vary"]
        if "nginx" in proxy.name:
            assert [each.headers["X-Cache"] for each in (first, second)] == [
                "MISS",
                "HIT",
            ]
    head = httpx.head(proxy.url + path, timeout=20)
    assert (head.status_code, head.content) == (200, b"")


def test_a_tag_holds_through_compression_and_a_weak_one_is_a_match(
    proxy: Proxy, service: Service
) -> None:
    name = proxy.name.replace(" ", "-")
    made = httpx.post(
        f"{proxy.url}/api/v1/marks",
        json={"name": name},
        headers=service.admin,
        timeout=20,
    )
    path, tag = made.headers["Location"], made.headers["ETag"]
    assert not tag.startswith("W/")
    squeezed = proxy.get(path, Accept_Encoding="gzip")
    assert squeezed.headers["ETag"] == tag
    for given in (tag, f"W/{tag}"):
        again = proxy.get(path, If_None_Match=given, Accept_Encoding="gzip")
        assert (again.status_code, again.content) == (304, b"")
    # A strong tag is needed for a write, and comes through as one.
    changed = httpx.patch(
        proxy.url + path,
        json={"name": "b"},
        headers={**service.admin, "If-Match": tag},
        timeout=20,
    )
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_files_come_and_go_whole_and_in_parts(proxy: Proxy, service: Service) -> None:
    path = f"{service.box}/picture"
    put = httpx.put(
        f"{proxy.url}{path}?name=b.png",
        content=(_PNG[at : at + 65_536] for at in range(0, len(_PNG), 65_536)),
        headers=service.admin,
        timeout=60,
    )
    assert put.status_code == 200, put.text
    whole = proxy.get(path)
    assert whole.content == _PNG
    tag = whole.headers["ETag"]
    part = proxy.get(path, Range="bytes=100-199", If_Range=tag)
    assert (part.status_code, part.content) == (206, _PNG[100:200])
    assert proxy.get(path, If_None_Match=tag).status_code == 304
    if "nginx" in proxy.name:
        assert whole.headers["X-Cache"] == "MISS"
        assert proxy.get(path).headers["X-Cache"] == "MISS"


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    proxy: Proxy, service: Service
) -> None:
    who = service.admin["Authorization"]
    lines = (
        f"PUT {service.box}/picture HTTP/1.1",
        f"Host: 127.0.0.1:{proxy.port}",
        f"Authorization: {who}",
        "Content-Length: 40000000",
    )
    with socket.create_connection(("127.0.0.1", proxy.port), 20) as line:
        line.sendall("\r\n".join((*lines, "", "")).encode())
        sent = 0
        # Caddy passes an answer on with the next bytes that come.
        while sent < 20_000_000 and not select.select([line], [], [], 0.05)[0]:
            line.sendall(bytes(50_000))
            sent += 50_000
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_socket_is_open_and_both_sides_speak(proxy: Proxy, service: Service) -> None:
    async def talk() -> list[str]:
        url = f"ws://127.0.0.1:{proxy.port}/realtime"
        async with websockets.connect(url, additional_headers=service.admin) as opened:
            first = json.loads(await asyncio.wait_for(opened.recv(), 20))
            await opened.send(json.dumps({"type": "ping"}))
            second = json.loads(await asyncio.wait_for(opened.recv(), 20))
            return [first["type"], second["type"]]

    assert asyncio.run(talk()) == ["welcome", "pong"]


def test_a_forged_client_and_scheme_are_not_believed(proxy: Proxy) -> None:
    """The address of this test is that of a proxy, so that its own counts as one in between."""
    number = {"nginx": 1, "caddy": 2, "nginx caddy": 3}[proxy.name]
    client, other = f"203.0.113.{number}", f"198.51.100.{number}"

    def remaining(said: str) -> int:
        answer = proxy.get("/api/v1/marks", X_Forwarded_For=said)
        return int(answer.headers["X-RateLimit-Remaining"])

    first = remaining(client)
    assert remaining(f"192.0.2.66, 192.0.2.67, {client}") == first - 1
    assert remaining(f"{client}, {other}") == first
    if "nginx" in proxy.name:  # which says itself by what it was asked
        forged = proxy.get("/api/v1/marks", X_Forwarded_Proto="https")
        assert "Strict-Transport-Security" not in forged.headers


def test_a_compressed_answer_is_what_it_says(proxy: Proxy) -> None:
    with httpx.stream(
        "GET",
        f"{proxy.url}/openapi.json",
        headers={"Accept-Encoding": "gzip"},
        timeout=20,
    ) as answer:
        raw = b"".join(answer.iter_raw())
    assert json.loads(gzip.decompress(raw))["openapi"]
