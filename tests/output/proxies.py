"""nginx and Caddy, as a project has them, before a service of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from projects import Project
from servers import free_port

_NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{ access_log off; include {folder}/site.conf; }}
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that runs before the service."""

    name: str
    url: str
    port: int

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.get(self.url + path, headers=named, timeout=20)


@contextmanager
def before(name: str, project: Project, folder: Path, behind: int) -> Iterator[Proxy]:
    """Yield a proxy of this name that runs before a port, or skip where it isn't installed."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI tries a real {name}: apt-get install {name}")
        pytest.skip(f"{name} is not installed: apt install {name}")
    port = free_port()
    started = {"nginx": _nginx, "caddy": _caddy}[name](project, folder, port, behind)
    with (folder / "output").open("wb") as log:
        process = subprocess.Popen(
            [program, *started],
            env={**os.environ, "HOME": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        found = Proxy(name, f"http://127.0.0.1:{port}", port)
        _wait_until_it_answers(found, process, folder)
        yield found
    finally:
        process.terminate()
        process.wait(20)


def _nginx(project: Project, folder: Path, port: int, behind: int) -> list[str]:
    text = (project.folder / "proxy/nginx.conf").read_text()
    for said, meant in (
        ("/var/cache/nginx/lab", f"{folder}/cache"),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
        ("listen 8080", f"listen 127.0.0.1:{port}"),
    ):
        assert said in text
        text = text.replace(said, meant)
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder))
    # What it keeps has to be its own user's, who is another one where root starts it.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    return ["-c", str(folder / "nginx.conf"), *user]


def _caddy(project: Project, folder: Path, port: int, behind: int) -> list[str]:
    text = (project.folder / "proxy/Caddyfile").read_text()
    for said, meant in (
        (":8080 {", f"http://127.0.0.1:{port} {{"),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
    ):
        assert said in text
        text = text.replace(said, meant)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
    file = str(folder / "Caddyfile")
    return ["run", "--config", file, "--adapter", "caddyfile"]


def _wait_until_it_answers(
    proxy: Proxy, process: subprocess.Popen[bytes], folder: Path
) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            proxy.get("/openapi.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail((folder / "output").read_text())
