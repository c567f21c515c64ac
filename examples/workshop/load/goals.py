"""What a load test comes to: what was measured beside what goals.toml asks."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("goals.toml")

PERCENTILES = {"p50": 50, "p95": 95, "p99": 99}
AT_LEAST = ("throughput", "availability")
_UNITS = {"throughput": "/s", "availability": ""}

MET, MISSED, NOTHING = 0, 1, 2
"""What the process ends with: the goals are met, one isn't, or nothing can be said."""


def read(file: Path = FILE) -> dict[str, float]:
    """Return the goals: milliseconds, requests in a second, a share of all requests."""
    found = tomllib.loads(file.read_text("utf-8"))
    unknown = found.keys() - {*PERCENTILES, *AT_LEAST}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise ValueError(f"{file} has goals that nothing measures: {names}")
    return {name: float(value) for name, value in found.items()}


@dataclass(frozen=True)
class Verdict:
    """A goal, and whether it was met."""

    goal: str
    asked: float
    measured: float
    met: bool

    def __str__(self) -> str:
        word = "met" if self.met else "MISSED"
        unit = _UNITS.get(self.goal, " ms")
        return (
            f"{self.goal:<14}{_number(self.asked) + unit:>12}"
            f"{_number(self.measured) + unit:>14}  {word}"
        )


@dataclass
class Measured:
    """Requests, as they are answered."""

    seconds: float = 0
    times: list[float] = field(default_factory=list)  # ms, of what did not fail
    requests: Counter[str] = field(default_factory=Counter)  # by operation
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)  # and reason

    def note(self, operation: str, milliseconds: float, failure: str) -> None:
        """Count a request; one that failed took no time that anybody would praise."""
        self.requests[operation] += 1
        if failure:
            self.failures[operation, failure] += 1
        else:
            self.times.append(milliseconds)

    def figures(self) -> dict[str, float]:
        """Return what there is to say of all requests; nothing of none."""
        total = self.requests.total()
        if not total or not self.seconds:
            return {}
        ordered = sorted(self.times)
        found: dict[str, float] = {
            "throughput": len(ordered) / self.seconds,
            "availability": len(ordered) / total,
        }
        for name, percentile in PERCENTILES.items():
            if ordered:
                found[name] = ordered[ceil(len(ordered) * percentile / 100) - 1]
        return found


@dataclass(frozen=True)
class Report:
    """What a load test comes to."""

    measured: Measured
    verdicts: tuple[Verdict, ...]
    problem: str  # why nothing can be said; empty where something can
    without_rows: tuple[str, ...] = ()  # operations that found no row to be about

    @property
    def code(self) -> int:
        """What the process ends with."""
        if self.problem:
            return NOTHING
        return MET if all(each.met for each in self.verdicts) else MISSED

    def to_json(self) -> str:
        """Return the report as `bd-scaffold load` reads it."""
        counted = self.measured
        said: dict[str, Any] = {
            "format": 1,
            "met": self.code == MET,
            "problem": self.problem,
            "seconds": round(counted.seconds, 3),
            "measured": counted.figures(),
            "goals": [asdict(each) for each in self.verdicts],
            "requests": dict(counted.requests),
            "failures": [
                {"operation": operation, "reason": reason, "count": count}
                for (operation, reason), count in counted.failures.most_common()
            ],
            "without_rows": self.without_rows,
        }
        return json.dumps(said, indent=2, ensure_ascii=False) + "\n"

    def lines(self) -> Iterator[str]:
        """Yield the same for people."""
        total = self.measured.requests.total()
        yield f"{total} requests in {self.measured.seconds:.0f} s, ramp-up left out."
        if self.verdicts:
            yield f"{'goal':<14}{'asked':>12}{'measured':>14}"
            yield from map(str, self.verdicts)
        for (operation, reason), count in self.measured.failures.most_common(20):
            yield f"{count} × {operation}: {reason}"
        if self.problem:
            yield self.problem


def report(
    measured: Measured,
    goals: Mapping[str, float],
    problem: str = "",
    without_rows: tuple[str, ...] = (),
) -> Report:
    """Return what was measured beside the goals."""
    figures = measured.figures()
    if not problem and not goals:
        problem = "There is no goal: `requirements.quality` of design.yaml says them."
    if not problem and not figures:
        problem = "Nothing was asked for, so nothing was measured."
    if not problem and without_rows:
        problem = (
            f"There was no row to ask for, so nobody asked for {', '.join(without_rows)}: "
            "store some, or write 0 as their weight in load/mix.toml."
        )
    verdicts = _verdicts(goals, figures) if figures else ()
    return Report(measured, tuple(verdicts), problem, without_rows)


def _verdicts(
    goals: Mapping[str, float], figures: Mapping[str, float]
) -> Iterator[Verdict]:
    for name, asked in goals.items():
        if name not in figures:  # nothing was answered well
            yield Verdict(name, asked, 0, met=False)
            continue
        measured = figures[name]
        met = measured >= asked if name in AT_LEAST else measured <= asked
        yield Verdict(name, asked, measured, met)


def _number(value: float) -> str:
    return f"{value:.6g}"
