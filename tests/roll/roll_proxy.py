"""The nginx of a project before whatever pods are ready, told of them as an ingress is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

_MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log warn;
worker_processes 1;
events {{}}
http {{
    log_format said '$status $upstream_status $upstream_addr $request_method $request_uri';
    access_log {folder}/access.log said;
    include {folder}/site.conf;
}}
"""


class Nginx:
    """A running nginx, with the configuration that `deployment.proxies` generates."""

    def __init__(self, project: Path, folder: Path, port: int) -> None:
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            if os.environ.get("CI"):
                pytest.fail("CI tries a real nginx: apt-get install nginx-light")
            pytest.skip("nginx is not installed: apt install nginx-light")
        self._folder = folder
        self._port = port
        self._said = (project / "proxy/nginx.conf").read_text(encoding="utf-8")
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        self._command = [program, "-c", str(folder / "nginx.conf"), *user]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def send_to(self, ports: Sequence[int], weights: Sequence[int] = ()) -> None:
        """Have requests go to some ports from now on; what runs is ended where it is."""
        (self._folder / "site.conf").write_text(self._site(ports, weights))
        if self._process is None:
            (self._folder / "nginx.conf").write_text(_MAIN.format(folder=self._folder))
            log = (self._folder / "output").open("wb")
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
            while not (self._folder / "pid").exists():
                assert self._process.poll() is None, self.says()
                time.sleep(0.02)
        else:
            subprocess.run([*self._command, "-s", "reload"], check=True)

    def answered_by(self) -> Counter[int]:
        """Return how many requests each port has answered."""
        lines = (self._folder / "access.log").read_text().splitlines()
        return Counter(int(each.split()[2].rpartition(":")[2]) for each in lines)

    def close(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)

    def says(self) -> str:
        """Return what it has complained of."""
        files = (self._folder / "output", self._folder / "error.log")
        return "".join(e.read_text()[-4000:] for e in files if e.exists())

    def _site(self, ports: Sequence[int], weights: Sequence[int]) -> str:
        folder = self._folder
        [name] = re.findall(r"proxy_cache_path (\S+)", self._said)
        lines = "\n".join(
            f"    server 127.0.0.1:{port} weight={weight};"
            for port, weight in zip(ports, weights or [1] * len(ports), strict=True)
        )
        text = self._said
        for said, meant in (
            (name, f"{folder}/cache"),
            ("    server 127.0.0.1:8000;", lines),
            ("listen 8080", f"listen 127.0.0.1:{self._port}"),
        ):
            assert text.count(said) == 1
            text = text.replace(said, meant)
        return text
