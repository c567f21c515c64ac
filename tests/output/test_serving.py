"""A real server process answers a real client, and ends politely."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from projects import Project
from servers import Server, administrator, serving

# In each design, something that needs nothing else, and two bodies for it.
_SIMPLE = {
    "notes": ("notes", {"title": "one", "body": None}, {"title": "two"}),
    "shop": ("tags", {"label": "one"}, {"label": "two"}),
    "everything": ("tags", {"label": "one"}, {"label": "two"}),
}


@pytest.fixture(
    params=[
        "shop",
        *(
            pytest.param(each, marks=pytest.mark.thorough)
            for each in ("notes", "everything")
        ),
    ]
)
def server(
    request: pytest.FixtureRequest, create: Callable[[str], Project], tmp_path: Path
) -> Iterator[Server]:
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path}/served.db"}
    with serving(create(request.param), tmp_path / "log", **environment) as server:
        yield server


def test_it_serves_until_it_is_told_to_end(server: Server) -> None:
    path, first, second = _SIMPLE[server.project.name]
    headers = _headers(server)
    with httpx.Client(base_url=server.url, headers=headers) as client:
        _create_read_update_delete(client, f"/api/v1/{path}", first, second)
        assert client.get("/health/live").json() == {"status": "ok"}
        assert "http_requests_total" in client.get("/metrics").text
        assert client.get("/openapi.json").json()["openapi"].startswith("3.1")
        assert client.get("/nowhere").json()["error"]["code"] == "NOT_FOUND"
    place = f"/api/v1/{path}"
    assert _answer_to_a_slow_request(server, place, first, headers) == 201
    # Uvicorn ends, then passes the signal on, which only the first process of a container survives.
    assert server.process.wait(timeout=30) in (0, -signal.SIGTERM)
    assert "Application shutdown complete" in server.log.read_text()


def _create_read_update_delete(
    client: httpx.Client, path: str, first: dict[str, str], second: dict[str, str]
) -> None:
    created = client.post(path, json=first)
    assert created.status_code == 201, created.text
    place = created.headers["Location"]
    assert client.get(place).json() == created.json()
    assert client.get(path).json()["data"] == [created.json()]
    changed = client.patch(place, json=second)
    assert changed.status_code == 200, changed.text
    assert changed.json().items() >= second.items()
    assert client.put(place, json=second).status_code == 200
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def _headers(server: Server) -> dict[str, str]:
    """Return what whoever may do everything sends along, where not everybody may."""
    if server.project.name != "shop":
        return {}
    database = server.log.with_name("served.db")
    return administrator(server, DATABASE_URL=f"sqlite:///{database}")


def _answer_to_a_slow_request(
    server: Server, path: str, body: dict[str, str], headers: dict[str, str]
) -> int:
    """Send half a request, tell the server to end, send the rest; return the status."""
    content = json.dumps(body).encode()
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: test\r\n{said}Content-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(head + content[:4])
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.process.poll() is None
        client.sendall(content[4:])
        status = client.recv(4096).split(b" ")[1]
    return int(status)
