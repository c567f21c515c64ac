"""What the benchmarks share: designs, what a whole process costs, and how that is printed."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

FIELDS = """\
      name: string(100) unique search sort
      body: text?
      count: integer min(0) = 0 filter
      price: decimal(12,2) min(0) filter sort
      weight: float?
      active: boolean = true filter
      seen_at: datetime? filter
      due_on: date?
      state: enum(draft, open, closed) = draft filter
"""


def design(entities: int) -> str:
    """Return a design: eight scalars, an enum and one or two relations an entity."""
    parts = ["name: measured\nentities:\n"]
    for number in range(entities):
        parts.append(f"  Thing{number}:\n    fields:\n{FIELDS}")
        if number:
            parts.append(f"      before: Thing{number - 1}? on_delete(set_null)\n")
        if number % 2:
            parts.append(f"      under: Thing{number // 2} filter\n")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost, its children included."""

    cpu: float  # seconds
    memory: int  # MiB, at its peak

    def __str__(self) -> str:
        return f"{self.cpu:.2f} s {self.memory} MiB"


@dataclass(frozen=True, slots=True)
class Build:
    """A build of bd-scaffold, by the interpreter of the environment that it is installed in."""

    python: str = sys.executable

    def run(self, folder: Path, *arguments: str) -> Cost:
        """Return the cost of a command of this build."""
        return self.module(folder, "bd_scaffold", *arguments)

    def module(self, folder: Path, name: str, *arguments: str) -> Cost:
        """Return the cost of a module that this build's interpreter runs."""
        return cost(folder, self.environment, self.python, "-m", name, *arguments)

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which git finds the build's programs, and an author."""
        inherited = {k: v for k, v in os.environ.items() if k not in _LEFT_OUT}
        programs = (str(Path(self.python).parent), os.environ["PATH"])
        return inherited | _AUTHOR | {"PATH": os.pathsep.join(programs)}


_LEFT_OUT = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
_AUTHOR = {
    f"GIT_{role}_{field}": "bench@localhost"
    for role in ("AUTHOR", "COMMITTER")
    for field in ("NAME", "EMAIL")
}


def cost(folder: Path, environment: Mapping[str, str], *command: str) -> Cost:
    """Return what a command costs, its children included."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def cheapest(measures: Mapping[str, Callable[[], Cost]], runs: int) -> dict[str, Cost]:
    """Return the least that each thing cost, all of them run in turns.

    So a cold disk doesn't count, and a busy minute is everybody's.
    """
    costs = [{name: each() for name, each in measures.items()} for _ in range(runs)]
    return {
        name: min((run[name] for run in costs), key=lambda each: each.cpu)
        for name in measures
    }


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured at one size."""

    size: int
    costs: Mapping[str, Cost]
    ratios: Mapping[str, float]  # of CPU seconds


def result(size: int, costs: Mapping[str, Cost], beside: Mapping[str, str]) -> Result:
    """Return the costs at one size, and the ratios of some of them to what is beside them."""
    ratios = {
        f"{name} / {other}": round(costs[name].cpu / costs[other].cpu, 3)
        for name, other in beside.items()
        if name in costs and other in costs
    }
    return Result(size, costs, ratios)


@dataclass(frozen=True, slots=True)
class Options:
    """What a benchmark was asked for."""

    sizes: Sequence[int]
    runs: int
    before: Build | None  # an older build to measure in turns with this one
    json: bool


def options(description: str | None, sizes: Sequence[int]) -> Options:
    """Read the command line of a benchmark whose sizes are numbers of entities."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n")[0])
    parser.add_argument("sizes", metavar="ENTITIES", nargs="*", type=int)
    parser.add_argument("--runs", type=int, default=2, help="the cheapest of so many")
    parser.add_argument(
        "--before",
        metavar="PYTHON",
        help="the interpreter of another build's environment, measured in turns",
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    given = parser.parse_args()
    before = Build(given.before) if given.before else None
    return Options(given.sizes or sizes, given.runs, before, given.json)


def tell(asked: Options, measure: Callable[[int], Result]) -> None:
    """Print what each size costs, as soon as it is known where people read it."""
    results = []
    for size in asked.sizes:
        results.append(measure(size))
        if not asked.json:
            print(f"{size} entities", flush=True)
            for name, each in results[-1].costs.items():
                print(f"  {name:28} {each}")
            for name, ratio in results[-1].ratios.items():
                print(f"  {name:28} {ratio:.2f}", flush=True)
    if asked.json:
        print(json.dumps([asdict(each) for each in results], indent=2))
