"""The goals of a design that a load test measures, as numbers."""

from __future__ import annotations

from .quantities import a_second, seconds_of, share_of
from .sections import Quality

UNITS = {
    "p50": "ms",
    "p95": "ms",
    "p99": "ms",
    "throughput": "requests in a second",
    "availability": "of all requests",
}
"""What the number of each goal counts."""

AT_LEAST = ("throughput", "availability")
"""The goals of which more is better."""


def goals_of(quality: Quality) -> dict[str, float]:
    """Return the goals that a design says in numbers, by name."""
    latency = quality.latency
    said = {"p50": latency.p50, "p95": latency.p95, "p99": latency.p99}
    times = ((name, seconds_of(text)) for name, text in said.items())
    found = {name: time * 1000 for name, time in times if time is not None}
    if rate := a_second(quality.throughput):
        found["throughput"] = rate
    if share := share_of(quality.availability):
        found["availability"] = float(share)
    return found
