"""A cluster of one machine, to which a project's own `roll-out.sh` speaks.

It does with the project's manifests what a cluster would: Jobs, Deployments with their strategy,
probes and grace periods, and a proxy that is told of ready pods a while later. `kubectl` is a
script that hands on its arguments.
"""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import roll_objects
from roll_objects import Deployment, Image, Template, built, named, selected
from roll_pods import Pod, done
from roll_proxy import Nginx

_CRASHES = 2
_KUBECTL = """#!{python} -S
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect({address!r})
    asked.sendall(json.dumps([os.getcwd(), *sys.argv[1:]]).encode() + b"\\n")
    said = json.loads(asked.makefile().read())
print(said["out"], end="")
print(said["err"], end="", file=sys.stderr)
sys.exit(said["code"])
"""


@dataclass
class Said:
    """What `kubectl` answers."""

    out: str = ""
    err: str = ""
    code: int = 0


@dataclass
class _Run:
    """One attempt at a Job."""

    template: Template
    thread: threading.Thread | None = None
    state: str = "running"


class Cluster:
    """What runs, and what is wanted of it."""

    def __init__(
        self,
        folder: Path,
        proxy: Nginx,
        secrets: Mapping[str, str],
        *,
        speed: float = 1,
    ) -> None:
        """Be a cluster in which `speed` shortens what the manifests say, but for two times.

        In the pause of `preStop` a proxy has to hear of it, and for the deadline of a roll-out
        nobody waits where a pod has crashed some times.
        """
        self._folder = folder
        self._proxy = proxy
        self._secrets = secrets
        self._speed = speed
        self.patience = 150.0
        self.images: dict[str, Image] = {}
        self.pods: list[Pod] = []
        self.calls: list[list[str]] = []
        self._wanted: dict[str, Deployment] = {}
        self._jobs: dict[str, _Run] = {}
        self._later: dict[str, Template] = {}
        self._progress: dict[str, float] = {}
        self._sent: Sequence[int] = ()
        self._switch: Mapping[str, int] | None = None
        self._is_over = False
        self._lock = threading.RLock()
        self._address = str(folder / "api")
        self._write_kubectl()
        self._server = socketserver.ThreadingUnixStreamServer(
            self._address, self._handler()
        )
        self._threads = [
            threading.Thread(target=each, daemon=True)
            for each in (self._server.serve_forever, self._control, self._route)
        ]
        for each in self._threads:
            each.start()

    def roll_out(
        self, project: Path, environment: str, *arguments: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the script of a project that rolls out, or with `--contract` the other one."""
        is_last = "--contract" in arguments
        script = "deploy/kubernetes/" + ("contract.sh" if is_last else "roll-out.sh")
        return subprocess.run(
            ["sh", script, environment, *([] if is_last else arguments)],
            cwd=project,
            env={
                **os.environ,
                "PATH": f"{self._folder / 'tools'}:{os.environ['PATH']}",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def close(self) -> None:
        """End all that runs."""
        self._is_over = True
        self._server.shutdown()
        for each in self.pods:
            each.leave()
        for each in self.pods:
            each.join()

    def wait_for_proxy(self) -> None:
        """Wait until the proxy sends requests to somebody."""
        while not self._sent:
            time.sleep(0.05)

    def serving(self, name: str) -> list[Pod]:
        """Return the pods of a Deployment that are ready, and not on their way out."""
        pods = [each for each in [*self.pods] if each.owner == name]
        return [each for each in pods if each.is_ready and not each.is_leaving]

    def start_beside(self, overlay: Path, count: int) -> None:
        """Start a second set of pods of the API, and wait until it is ready."""
        wanted = roll_objects.deployment(built(overlay), "depot")
        beside = replace(wanted, name="beside")
        with self._lock:
            for _ in range(count):
                self._start(beside)
        while len(self.serving("beside")) < count:
            time.sleep(0.05)

    def switch(self, **shares: int) -> None:
        """Have requests go to sets of pods, by their shares of a hundred, from now on."""
        self._switch = shares
        ports: dict[int, int] = {}
        for name, share in shares.items():
            pods = self.serving(name)
            ports |= {each.port: share // len(pods) for each in pods}
        self._proxy.send_to([*ports], [*ports.values()])

    # What controllers do

    def _control(self) -> None:
        """Bring each Deployment nearer to what is wanted of it, as its strategy says."""
        while not self._is_over:
            with self._lock:
                for each in self._wanted.values():
                    self._nearer(each)
            time.sleep(0.05)

    def _nearer(self, wanted: Deployment) -> None:
        there = [e for e in self.pods if self._is_of(e, wanted) and not e.is_leaving]
        new = [each for each in there if each.template == wanted.template]
        old = [each for each in there if each.template != wanted.template]
        room = wanted.replicas + wanted.surge - len(there)
        for _ in range(min(room, wanted.replicas - len(new))):
            self._start(wanted)
        old.sort(key=lambda each: each.is_ready)
        for each in old:
            ready = sum(e.is_ready for e in there if not e.is_leaving)
            if not each.is_ready or ready - 1 >= wanted.replicas - wanted.unavailable:
                each.leave()
                self._progress[wanted.name] = time.monotonic()

    def _is_of(self, pod: Pod, wanted: Deployment) -> bool:
        return pod.owner == wanted.name

    def _start(self, wanted: Deployment) -> None:
        image = self.images[wanted.template.tag]
        secrets, logs = self._secrets, self._folder
        pod = Pod(wanted.name, wanted.template, image, secrets, logs, self._speed)
        self.pods.append(pod)
        self._progress[wanted.name] = time.monotonic()

    def _is_rolled_out(self, wanted: Deployment) -> bool:
        there = [e for e in self.pods if self._is_of(e, wanted) and not e.is_leaving]
        new = [each for each in there if each.template == wanted.template]
        return len(there) == len(new) == sum(each.is_ready for each in new) > 0

    def _route(self) -> None:
        """Tell the proxy which pods were ready half of a pause ago, of which it hears by now."""
        known: deque[tuple[float, list[int]]] = deque()
        while not self._is_over:
            if self._switch is not None:
                time.sleep(0.05)
                continue
            pods = [each for each in [*self.pods] if self._is_served(each)]
            known.append((time.monotonic(), sorted(each.port for each in pods)))
            pause = max((each.template.pause for each in pods), default=0)
            heard = time.monotonic() - pause / 2
            while len(known) > 1 and known[1][0] <= heard:
                known.popleft()
            ports = known[0][1]
            if ports and ports != self._sent and known[0][0] <= heard:
                self._proxy.send_to(ports)
                self._sent = ports
            time.sleep(0.05)

    def _is_served(self, pod: Pod) -> bool:
        is_api = any(
            each.component == "api" and self._is_of(pod, each)
            for each in [*self._wanted.values()]
        )
        return is_api and pod.is_ready and not pod.is_leaving

    # What `kubectl` is asked for

    def _write_kubectl(self) -> None:
        tools = self._folder / "tools"
        tools.mkdir(parents=True)
        text = _KUBECTL.format(python=sys.executable, address=self._address)
        (tools / "kubectl").write_text(text)
        (tools / "kubectl").chmod(0o755)

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        cluster = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                folder, *asked = json.loads(self.rfile.readline())
                said = cluster.asked(Path(folder), asked)
                self.wfile.write(json.dumps(vars(said)).encode())

        return Handler

    def asked(self, folder: Path, arguments: Sequence[str]) -> Said:
        """Do what `kubectl` is asked for."""
        self.calls.append([*arguments])
        options, words = _parsed(arguments)
        match words:
            case ["apply"]:
                overlay = folder / options["kustomize"]
                return self._apply(overlay, options.get("selector"))
            case ["get", *_]:
                return self._get(words, options)
            case ["delete", "job", *names]:
                for each in names:
                    self._jobs.pop(each, None)
                return Said()
            case ["create", "job", name]:
                self._run_job(name, self._later[options["from"].partition("/")[2]])
                return Said()
            case ["wait", "job", name]:
                return self._wait(self._jobs[name], options["timeout"])
            case ["logs", name]:
                return Said(out=self._log(name.partition("/")[2]).read_text())
            case ["rollout", "status", name]:
                return self._status(self._wanted[name.partition("/")[2]])
        raise AssertionError(f"this kubectl knows nothing of {arguments}")

    def _apply(self, overlay: Path, selector: str | None) -> Said:
        every = built(overlay)
        objects = selected(every, selector) if selector else every
        with self._lock:
            for name, found in named(objects, "Job").items():
                if name not in self._jobs:
                    self._run_job(name, roll_objects.template(every, found))
            for name, found in named(objects, "CronJob").items():
                assert found["spec"]["suspend"], f"nothing plays the clock of {name}"
                made = found["spec"]["jobTemplate"]
                self._later[name] = roll_objects.template(every, made)
            for name in named(objects, "Deployment"):
                self._wanted[name] = roll_objects.deployment(every, name)
                self._progress[name] = time.monotonic()
        return Said()

    def _get(self, words: Sequence[str], options: Mapping[str, str]) -> Said:
        match words:
            case ["get", "cronjob", name]:
                return Said(out=_image(self._later[name]))
            case ["get", "job", name]:
                is_done = self._jobs[name].state == "succeeded"
                return Said(out="1" if is_done else "")
        return self._get_pods(options["selector"], options["output"])

    def _get_pods(self, selector: str, output: str) -> Said:
        component = selector.rpartition("=")[2]
        owners = [e.name for e in self._wanted.values() if e.component == component]
        pods = [e for e in [*self.pods] if e.owner in owners and not e.is_gone]
        if "deletionTimestamp" in output:
            return Said(out=" ".join("now" for each in pods if each.is_leaving))
        return Said(out=" ".join(_image(each.template) for each in pods))

    def _run_job(self, name: str, template: Template) -> None:
        run = self._jobs[name] = _Run(template)

        def work() -> None:
            image, log = self.images[run.template.tag], self._log(name)
            # backoffLimit is what a cluster has patience for, not we.
            is_done = done(run.template, image, self._secrets, log)
            run.state = "succeeded" if is_done else "failed"

        run.thread = threading.Thread(target=work, daemon=True)
        run.thread.start()

    def _wait(self, run: _Run, timeout: str) -> Said:
        if run.thread is not None:
            run.thread.join(float(timeout.rstrip("s")))
        return Said(code=0 if run.state == "failed" else 1)

    def _log(self, job: str) -> Path:
        return self._folder / f"{job}.log"

    def _status(self, wanted: Deployment) -> Said:
        """Wait until it is rolled out, or makes no progress for as long as it may."""
        while not self._is_rolled_out(wanted):
            waited = time.monotonic() - self._progress[wanted.name]
            pods = [each for each in [*self.pods] if each.template == wanted.template]
            has_crashed = any(each.starts > _CRASHES for each in pods)
            if has_crashed or waited > min(self.patience, wanted.deadline):
                said = f"error: deployment {wanted.name!r} exceeded its deadline\n"
                return Said(err=said, code=1)
            time.sleep(0.05)
        return Said(out=f"deployment {wanted.name!r} successfully rolled out\n")


def _image(template: Template) -> str:
    return f"depot:{template.tag}"


def _parsed(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Part options from words; an option's value stands behind it, or after `=`."""
    options: dict[str, str] = {}
    words: list[str] = []
    rest = iter(arguments)
    for each in rest:
        if each == "--ignore-not-found":
            continue
        if each.startswith("--"):
            name, there, value = each[2:].partition("=")
            options[name] = value if there else next(rest)
        else:
            words.append(each)
    return options, words
