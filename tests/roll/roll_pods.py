"""Pods as a kubelet has them: started, asked by probes, started again, and ended with patience."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kill_processes import free_port
from roll_objects import Image, Probe, Template

_SECONDS = {
    "REQUEST_TIMEOUT": 60,
    "WORKER_PATIENCE_SECONDS": 25,
    "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": 0,
}
"""Settings that are part of how a pod ends, and what each is where nothing says it."""

_BACK_OFF = 10.0
"""Seconds before a container that ended is started again; each time twice as many."""


class Pod:
    """One process of a version, in the cluster's hands."""

    _numbers = itertools.count(1)

    def __init__(
        self,
        name: str,
        template: Template,
        image: Image,
        secrets: Mapping[str, str],
        logs: Path,
        speed: float,
    ) -> None:
        self.owner = name
        """The Deployment that it belongs to."""
        self.name = f"{name}-{template.tag}-{next(self._numbers)}"
        self.template = template
        self.port = free_port()
        self.is_ready = False
        self.is_leaving = False
        self.is_gone = False
        self.was_killed = False
        """It did not end within its grace period."""
        self.starts = 0
        self.readied = 0
        """How often it became ready."""
        self._image = image
        self._speed = speed
        self._environment = self._all(secrets)
        self.log = logs / f"{self.name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._leave = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Have it end, as when its Deployment lets go of it; don't wait for it."""
        self.is_leaving = True
        self._leave.set()

    def join(self) -> None:
        """Wait until it has ended."""
        self._thread.join()

    def says(self) -> str:
        """Return the end of its log."""
        return self.log.read_text(errors="replace")[-3000:]

    # Its environment, and its command

    def _all(self, secrets: Mapping[str, str]) -> dict[str, str]:
        given = {**self._image.environment, **self.template.environment, **secrets}
        for name, usual in _SECONDS.items():
            if seconds := float(given.get(name, usual)):
                given[name] = str(max(1, round(seconds / self._speed)))
        # Each pod has an address of its own; these share one.
        if "WORKER_PORT" in given:
            given["WORKER_PORT"] = str(self.port)
        return {
            **os.environ,
            "PYTHONPATH": str(self._image.folder / "src"),
            "PYTHONUNBUFFERED": "1",
            **given,
        }

    def _command(self) -> list[str]:
        said = [*(self.template.command or self._image.command)]
        if "--port" in said:
            said[said.index("--port") + 1] = str(self.port)
        if said[0] == "python":
            return [sys.executable, *said[1:]]
        return [sys.executable, "-m", *said]

    # What a kubelet does

    def _live(self) -> None:
        pause = _BACK_OFF / self._speed
        while not self._leave.is_set():
            self._start()
            self._watch()
            self.is_ready = False
            if not self._leave.wait(0):
                self._leave.wait(pause)
                pause *= 2
        self._end()
        self.is_gone = True

    def _start(self) -> None:
        self.starts += 1
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self._image.folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def _watch(self) -> None:
        """Ask what its probes ask, until it ends, fails or is to leave."""
        if not self._has_started():
            self._kill()
            return
        probes = self.template.probes
        due = dict.fromkeys(("readiness", "liveness"), 0.0)
        failed = dict.fromkeys(due, 0)
        while self._runs and not self._leave.is_set():
            for kind in due:
                probe, now = probes[kind], time.monotonic()
                if now < due[kind]:
                    continue
                due[kind] = now + probe.period / self._speed
                is_well = self._answers(probe)
                failed[kind] = 0 if is_well else failed[kind] + 1
                is_over = failed[kind] >= probe.failures
                if kind == "readiness":
                    self.readied += is_well and not self.is_ready
                    self.is_ready = (is_well or self.is_ready) and not is_over
                elif is_over:
                    self._kill()
                    return
            self._leave.wait(max(0.01, min(due.values()) - time.monotonic()))

    def _has_started(self) -> bool:
        probe = self.template.probes["startup"]
        for _ in range(probe.failures):
            if self._leave.wait(probe.period / self._speed) or not self._runs:
                return True  # what comes next sees which of them it is
            if self._answers(probe):
                return True
        return False

    def _answers(self, probe: Probe) -> bool:
        url = f"http://127.0.0.1:{self.port}{probe.path}"
        try:
            with urllib.request.urlopen(url, timeout=probe.timeout) as answer:
                return bool(200 <= answer.status < 400)
        except (urllib.error.URLError, OSError):
            return False

    @property
    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _end(self) -> None:
        """`preStop`, SIGTERM, and SIGKILL where the grace period is over."""
        if not self._runs or self._process is None:
            return
        over = time.monotonic() + self.template.grace / self._speed
        time.sleep(self.template.pause)
        self._process.terminate()
        try:
            self._process.wait(max(0.1, over - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.was_killed = True
            self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()


def done(
    template: Template, image: Image, secrets: Mapping[str, str], log: Path
) -> bool:
    """Run a Job's pod to its end; tell whether that was a success."""
    python, *rest = [*template.command]
    command = [sys.executable, *rest]
    if python != "python":
        command = [sys.executable, "-m", python, *rest]
    with log.open("ab") as said:
        ended = subprocess.run(
            command,
            cwd=image.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(image.folder / "src"),
                **template.environment,
                **secrets,
            },
            stdout=said,
            stderr=said,
            check=False,
        )
    return ended.returncode == 0
