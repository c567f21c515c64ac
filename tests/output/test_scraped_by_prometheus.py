"""A real Prometheus scrapes a service under load: each panel and each rule has its data.

Then things fail for real, and what is to tell of them does.
"""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from noted_orders import working
from projects import Project, project_of
from prometheus import Prometheus, scraping, until_none
from servers import Server, administrator, free_port, serving
from websockets.sync.client import connect

DESIGN = """
name: lab
requirements: {quality: {availability: 99.9%, latency: {p50: 10s, p95: 20s, p99: 30s}}}
deployment: {monitoring: true, doctor: true}
cache: {store: redis}
messaging: {broker: redis}
api: {version: v2, versions: {v1: {without: [Item.pay]}}, rate_limit: 9000/second}
events: {ItemMade: {from: Item.create, fields: [id, name]}}
jobs: {tell: {on: ItemMade}}
resilience: {payments: {timeout: 2s, attempts: 1, breaker: {failures: 2, open: 60s}}}
security: {authentication: jwt, roles: {admin: ["*"]}, defaults: {read: public, write: public}}
realtime: {item: {of: Item, join: public, events: [ItemMade]}}
operations: {Item.pay: {on: item, method: post, access: public}}
entities:
  Item: {cache: 60s, retention: 90d, fields: {name: string(20)}}
"""

_MINE = {
    "src/lab/items/operations.py": (
        "raise self.not_written()",
        'await self.work.clients.payments.request("POST", "/payments")',
    ),
    "src/lab/jobs/handlers.py": (
        "raise self.not_written()",
        'if data.name == "Of no use": raise PermanentError("It is of no use.")',
    ),
    # What is measured each quarter of a minute is measured each other second.
    "src/lab/core/measuring.py": ("EVERY_SECONDS = 15.0", "EVERY_SECONDS = 2.0"),
}
"""What a team writes: an operation that calls another system, and a job that may die."""


class _Payments(BaseHTTPRequestHandler):
    """The other system: it answers, until it is told to fail."""

    protocol_version = "HTTP/1.1"
    fails = False

    def do_POST(self) -> None:
        body = b"{}"
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(500 if type(self).fails else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def _payments() -> Iterator[str]:
    _Payments.fails = False
    with ThreadingHTTPServer(("127.0.0.1", 0), _Payments) as server:
        server.daemon_threads = True  # its connections are kept alive
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@contextmanager
def _redis(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    program = shutil.which("redis-server")
    assert program, "No Redis: `apt install redis-server`."
    port, folder = free_port(), folder / "redis"
    folder.mkdir()
    said = ["--port", str(port), "--dir", str(folder), "--save", ""]
    process = subprocess.Popen([program, *said], stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.kill()
        process.wait()


def _project(folder: Path) -> Project:
    project = project_of(DESIGN, "lab", folder)
    handlers = project.folder / "src/lab/jobs/handlers.py"
    handlers.write_text(
        handlers.read_text().replace(
            "JobHandlers\n", "JobHandlers, PermanentError\n", 1
        )
    )
    for file, (old, new) in _MINE.items():
        path = project.folder / file
        assert old in path.read_text(), file
        path.write_text(path.read_text().replace(old, new))
    return project


def _loaded(server: Server, headers: dict[str, str]) -> None:
    """Do what clients do: write, read, listen, call others, and err."""
    token = headers["Authorization"].partition(" ")[2]
    with (
        httpx.Client(base_url=f"{server.url}/api/v2", headers=headers) as client,
        connect(f"ws://127.0.0.1:{server.port}/realtime") as socket,
    ):
        socket.send(json.dumps({"type": "authenticate", "token": token}))
        assert json.loads(socket.recv())["type"] == "welcome"
        for number in range(10):
            made = client.post("/items", json={"name": f"Item {number}"})
            assert made.status_code == 201, made.text
            item = f"/items/{made.json()['id']}"
            for path in (item, item, "/items"):
                assert httpx.get(f"{server.url}/api/v2{path}").is_success
            assert client.post(f"{item}/pay").is_success
        said = {"channel": "item", "id": made.json()["id"]}
        socket.send(json.dumps({"type": "join", **said}))
        assert json.loads(socket.recv())["type"] == "joined"
        assert client.get("/nowhere").status_code == 404
        assert httpx.get(f"{server.url}/api/v1/items").is_success


def _panels(project: Project) -> dict[str, str]:
    """Return the queries of the dashboard by the titles of their panels."""
    text = (project.folder / "monitoring" / "dashboard.json").read_text()
    return {
        f"{panel['title']}, {target['legendFormat']}": target["expr"]
        for panel in json.loads(text)["panels"]
        for target in panel.get("targets", ())
    }


def _series(project: Project) -> set[str]:
    """Return each series that a rule asks for, with the labels that it has to have."""
    text = (project.folder / "monitoring" / "rules.yaml").read_text()
    recorded = {*re.findall(r"- record: (\S+)", text)}
    asked = recorded | {*re.findall(r"[a-z_:][a-z0-9_:]*\{[^}]*\}", text)}
    return {each for each in asked if not _ONLY_WHERE_IT_FAILS.search(each)}


_ONLY_WHERE_IT_FAILS = re.compile(
    r'status=~"5|result="passed"|kind="(?:store|background)"'
)
"""Series that begin with a failure, of which rules and panels take nothing for none."""


BEGUN = {
    each: each
    for each in ("http_request_duration_seconds_count", "job_duration_seconds_count")
}
"""What the API and the worker count, each in a process of its own."""


def _silent(prometheus: Prometheus, queries: dict[str, str]) -> dict[str, Any]:
    """Return the queries that have no data, or none that is a number."""
    found = {name: prometheus.values(query) for name, query in queries.items()}
    return {
        name: (queries[name], values)
        for name, values in found.items()
        if not values or any(map(math.isnan, values))
    }


def test_what_is_watched_is_there_and_what_fails_is_told(tmp_path: Path) -> None:
    project = _project(tmp_path / "lab")
    panels = _panels(project)
    series = {each: each for each in _series(project)}
    with ExitStack() as stack:
        redis, process = stack.enter_context(_redis(tmp_path))
        port = free_port()
        at: dict[str, Any] = {
            "DATABASE_URL": f"sqlite:///{tmp_path}/lab.db",
            "BROKER_URL": redis,
            "CACHE_URL": redis,
            "PAYMENTS_URL": stack.enter_context(_payments()),
            "WORKER_IN_APP": "false",
            "WORKER_PORT": str(port),
        }
        app = stack.enter_context(serving(project, tmp_path / "app.log", **at))
        log = tmp_path / "worker.log"
        stack.enter_context(working(project, log, **at))
        prometheus = stack.enter_context(
            scraping(project, tmp_path / "prometheus", app.port, port)
        )
        until_none(lambda: prometheus.values("sum(up)") != [2] and log.read_text())

        headers = administrator(app, **at)
        _loaded(app, headers)
        # What began between two scrapes has no rate before it goes on.
        until_none(lambda: _silent(prometheus, BEGUN))
        _loaded(app, headers)
        until_none(lambda: _silent(prometheus, panels))
        until_none(lambda: _silent(prometheus, series))
        rules = [
            rule
            for group in prometheus.ask("rules")["groups"]
            for rule in group["rules"]
        ]
        assert {each["health"] for each in rules} == {"ok"}
        assert prometheus.firing() == set()

        with httpx.Client(base_url=f"{app.url}/api/v2") as client:
            _Payments.fails = True
            made = client.post("/items", json={"name": "Of no use"}).json()
            for _ in range(20):
                assert client.post(f"/items/{made['id']}/pay").status_code >= 500
            told = {"AvailabilityBurnsFast", "AvailabilityBurnsSteady", "BreakerOpen"}
            told |= {"JobsDead"}
            until_none(lambda: told - prometheus.firing())

            process.kill()  # Redis
            told = {"BrokerAway", "CacheStoreAway"}
            until_none(lambda: client.get("/items") and told - prometheus.firing())

        app.process.kill()
        until_none(lambda: {"ServiceAway"} - prometheus.firing())
