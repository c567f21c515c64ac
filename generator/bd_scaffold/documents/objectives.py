"""From an objective to what may fail in a month, and to when somebody is told of it.

The windows and the rates are those of Google's SRE Workbook, chapter 5, "Alerting on SLOs".
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..language.quantities import a_second, percent, rounded, seconds_of, share_of, time
from ..language.sections import Quality
from ..model.types.figures import Alert, Figure

MONTH = 30 * 86400

WORKBOOK = "Google, The Site Reliability Workbook, chapter 5"
_AVAILABILITY = "`requirements.quality.availability`"

_WINDOWS = (
    ("1h", "5m", 3600, Fraction(2, 100), "page the on-call"),
    ("6h", "30m", 6 * 3600, Fraction(5, 100), "page the on-call"),
    ("3d", "6h", 3 * 86400, Fraction(10, 100), "open a ticket"),
)
"""The long window, the short one, the long one's seconds, what is gone of the budget by then."""

_SERVED = 'route!~"/health/.*|/metrics"'
"""Probes are counted like any other request, and would hide how many of the others fail."""

_FAILED = f'sum(rate(http_requests_total{{{{status=~"5..",{_SERVED}}}}}[{{window}}]))'
_ALL = f"sum(rate(http_requests_total{{{{{_SERVED}}}}}[{{window}}]))"


def objectives(quality: Quality) -> Iterator[Figure]:
    """Yield what an availability allows in 30 days."""
    share = share_of(quality.availability)
    if share is None:
        return
    failing = 1 - share
    yield Figure("Availability", percent(share), _AVAILABILITY)
    yield Figure(
        "Error budget in 30 days, as a full outage",
        time(float(failing * MONTH)),
        _AVAILABILITY,
        f"30 × 86,400 s × {percent(failing)}",
    )
    rate = a_second(quality.throughput)
    if rate:
        yield Figure(
            "Error budget in 30 days, in requests",
            rounded(rate * MONTH * float(failing)),
            f"{_AVAILABILITY}, `requirements.quality.throughput`",
            f"{rounded(rate)}/s × 30 × 86,400 s × {percent(failing)}",
        )


def alerts(quality: Quality) -> Iterator[Alert]:
    """Yield by how fast the budget may go until somebody is told."""
    share = share_of(quality.availability)
    if share is None:
        return
    failing = 1 - share
    for long, short, length, gone, means in _WINDOWS:
        rate = gone * MONTH / length
        threshold = float(rate * failing)
        if threshold >= 1:
            continue  # more than all requests never fail
        both = " and ".join(
            f"{_FAILED.format(window=window)} / {_ALL.format(window=window)} > {threshold:.6g}"
            for window in (long, short)
        )
        yield Alert(
            budget=percent(gone),
            long=long,
            short=short,
            rate=f"{float(rate):g}",
            threshold=percent(threshold),
            means=means,
            rule=both,
        )


def latencies(quality: Quality) -> Iterator[Figure]:
    """Yield what Prometheus is asked for each goal of latency."""
    goals = {50: quality.latency.p50, 95: quality.latency.p95, 99: quality.latency.p99}
    for percentile, goal in goals.items():
        limit = seconds_of(goal)
        if limit is None:
            continue
        name = "http_request_duration_seconds_bucket"
        buckets = f"sum by (le) (rate({name}{{{_SERVED}}}[5m]))"
        yield Figure(
            f"Latency, {percentile}th percentile",
            time(limit),
            f"`requirements.quality.latency.p{percentile}`",
            f"histogram_quantile({percentile / 100:g}, {buckets}) > {limit:g}",
        )
