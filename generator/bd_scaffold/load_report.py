"""What a load test measured, held against the goals that the design has now."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from .language.design import Design
from .language.goals import AT_LEAST, UNITS, goals_of
from .record import Record

_FORMAT = 1


class ReportError(ValueError):
    """A file is no report of a load test."""


class Compared(Record, frozen=True):
    """A goal, and what was measured of it."""

    goal: str  # "p95"
    asked: float
    measured: float | None  # None where nothing was
    unit: str  # "ms"
    met: bool


class Report(Record, frozen=True):
    """What a load test comes to."""

    met: bool
    problem: str  # why it says nothing; empty where it says something
    requests: int
    seconds: float
    goals: tuple[Compared, ...]
    failures: tuple[str, ...]  # "3 × Product.get: status 500"


def report_of(design: Design, text: bytes) -> Report:
    """Return what a report says of the goals of a design; raise ReportError for another file."""
    said = _read(text)
    figures = said["measured"]
    problem = _line(said["problem"])
    goals = goals_of(design.requirements.quality)
    if not problem and not goals:
        problem = (
            "The design has no goal: say one in `quality`: `latency: {p95: 150ms}`."
        )
    if not problem and not figures:
        problem = "Nothing was measured."
    compared = tuple(
        _compared(name, asked, figures.get(name)) for name, asked in goals.items()
    )
    return Report(
        met=not problem and all(each.met for each in compared),
        problem=problem,
        requests=sum(said["requests"].values()),
        seconds=said["seconds"],
        goals=compared,
        failures=tuple(
            f"{each['count']} × {_line(each['operation'])}: {_line(each['reason'])}"
            for each in said["failures"]
        ),
    )


def lines(report: Report) -> Iterator[str]:
    """Yield a report as a table: each goal, what was measured, and whether it was met."""
    yield f"{report.requests} requests in {report.seconds:.0f} s."
    if report.goals:
        yield f"  {'goal':<14}{'asked':>12}{'measured':>12}"
    for each in report.goals:
        measured = "-" if each.measured is None else f"{each.measured:.6g}"
        word = "met" if each.met else "MISSED"
        yield f"  {each.goal:<14}{each.asked:>12.6g}{measured:>12}  {word} ({each.unit})"
    yield from report.failures
    if report.problem:
        yield report.problem


def _compared(name: str, asked: float, measured: float | None) -> Compared:
    met = measured is not None and (
        measured >= asked if name in AT_LEAST else measured <= asked
    )
    return Compared(name, asked, measured, UNITS[name], met)


def _read(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise ReportError("it is not JSON") from error
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        raise ReportError(f"it has no `format: {_FORMAT}`")
    forms = {
        "problem": isinstance(said.get("problem"), str),
        "seconds": _is_number(said.get("seconds")),
        "measured": _has_numbers(said.get("measured")),
        "requests": _has_numbers(said.get("requests")),
        "failures": _has_failures(said.get("failures")),
    }
    wrong = [name for name, right in forms.items() if not right]
    if wrong:
        raise ReportError(f"it has no {' and no '.join(wrong)} as a load test has")
    return said


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def _has_numbers(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_number, value.values()))


def _has_failures(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, Mapping)
        and _is_number(each.get("count"))
        and all(isinstance(each.get(name), str) for name in ("operation", "reason"))
        for each in value
    )


def _line(text: str) -> str:
    return " ".join(text.split())
