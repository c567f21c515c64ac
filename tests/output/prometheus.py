"""A real Prometheus that scrapes processes of a project, by the project's own configuration."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from projects import Project
from servers import free_port

_SECONDS = 120.0
"""So long at the most until something is seen: a busy machine is no reason to fail."""


@dataclass(frozen=True, slots=True)
class Prometheus:
    """A running Prometheus."""

    url: str

    def ask(self, path: str, **said: str) -> Any:
        """Return the data of an answer of its API."""
        answer = httpx.get(f"{self.url}/api/v1/{path}", params=said, timeout=20).json()
        assert answer["status"] == "success", answer
        return answer["data"]

    def values(self, query: str) -> list[float]:
        """Return the values that a query has now."""
        found = self.ask("query", query=query)["result"]
        return [float(each["value"][1]) for each in found]

    def firing(self) -> set[str]:
        """Return the names of the alerts that fire, or would after their time."""
        return {each["labels"]["alertname"] for each in self.ask("alerts")["alerts"]}


def until_none(missing: Callable[[], object]) -> None:
    """Wait until nothing is missing any more."""
    ends = time.monotonic() + _SECONDS
    while found := missing():
        assert time.monotonic() < ends, found
        time.sleep(0.3)


@contextmanager
def scraping(
    project: Project, folder: Path, app: int, worker: int
) -> Iterator[Prometheus]:
    """Run a Prometheus each second, whose alerts wait for nothing."""
    program = shutil.which("prometheus")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI scrapes with a real Prometheus: apt-get install prometheus")
        pytest.skip("Prometheus is not installed: apt install prometheus")
    folder.mkdir()
    rules = (project.folder / "monitoring" / "rules.yaml").read_text()
    held = re.sub(r"^( +for: )\w+$", r"\g<1>0s", rules, flags=re.MULTILINE)
    (folder / "rules.yaml").write_text(held)
    said = (project.folder / "monitoring" / "prometheus.yml").read_text()
    for old, new in (("15s", "1s"), (":8000", f":{app}"), (":8001", f":{worker}")):
        assert old in said
        said = said.replace(old, new)
    (folder / "prometheus.yml").write_text(said)
    port = free_port()
    with (folder / "output").open("wb") as log:
        process = subprocess.Popen(
            [
                program,
                f"--config.file={folder}/prometheus.yml",
                f"--storage.tsdb.path={folder}/data",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    found = Prometheus(f"http://127.0.0.1:{port}")

    def silence() -> str:
        assert process.poll() is None, (folder / "output").read_text()
        try:
            return "" if httpx.get(f"{found.url}/-/ready").is_success else "not ready"
        except httpx.TransportError:
            return "no answer"

    try:
        until_none(silence)
        yield found
    finally:
        process.terminate()
        process.wait(20)
