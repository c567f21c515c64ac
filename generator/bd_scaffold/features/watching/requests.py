"""What is watched of requests: the budgets of the goals, and what each of them needs.

The windows and the rates are those of Google's SRE Workbook, chapter 5, "Alerting on SLOs".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from ...language.design import Design
from ...language.quantities import percent, seconds_of, share_of, time
from . import Alert, Field, Panel, Query, Recorded, Series, Told, Watched, database
from .scope import app, logs, running, scope
from .traffic import counter

_MONTH = 30 * 86400

_SERVED = 'route!~"/health/.*|/metrics"'
"""Probes are counted like any other request, and would hide how many of the others fail."""

_RECORDED = ("5m", "30m", "1h", "6h", "3d")

_OF_LOGS = {True: "'\"status\": 5'", False: "-E '\"milliseconds\": [0-9]{3,}'"}
"""What finds lines of requests that failed, and of those that took long."""


class _Windows(NamedTuple):
    long: str
    short: str
    seconds: int  # of the long one
    gone: Fraction  # what is gone of the month's budget by then
    speed: str  # how it is called
    severity: str
    held: str
    over: str  # when its short window has none of an incident any more


_WINDOWS = (
    _Windows("1h", "5m", 3600, Fraction(2, 100), "Fast", "page", "2m", "140m"),
    _Windows("6h", "30m", 6 * 3600, Fraction(5, 100), "Steady", "page", "15m", "165m"),
    _Windows("3d", "6h", 3 * 86400, Fraction(10, 100), "Slow", "ticket", "1h", "495m"),
)


class _Goal(NamedTuple):
    """Of so many requests, no more than a share may miss it."""

    name: str  # "Availability", "Latency95": of the alert
    series: str  # "failed", "slower_than_p95": of the recorded one
    allowed: Fraction
    says: str  # "Requests fail"
    bad: str  # the series that are bad, once they are a rate
    good_bucket: str = ""  # the upper bound below which an answer is good


def buckets(design: Design) -> tuple[float, ...]:
    """Return the bounds that histograms of requests need, for a share to be exact at each goal."""
    latency = design.requirements.quality.latency
    said = (seconds_of(each) for each in (latency.p50, latency.p95, latency.p99))
    return tuple(sorted({each for each in said if each}))


def watched(design: Design) -> Watched:
    """Return what is watched of requests and of what each of them needs."""
    goals = tuple(_goals(design))
    return Watched(
        name="requests",
        title="Requests",
        recorded=tuple(_recorded(design, goals)),
        alerts=(
            _away(design),
            *(each for goal in goals for each in _burns(design, goal)),
            *database.alerts(design),
        ),
        panels=(*_panels(scope(design)), *_budgets(goals)),
        fields=_FIELDS,
    )


def _goals(design: Design) -> Iterator[_Goal]:
    quality = design.requirements.quality
    if share := share_of(quality.availability):
        says = f"More requests fail than {percent(share)} availability allows"
        yield _Goal("Availability", "failed", 1 - share, says, 'status=~"5.."')
    latency = quality.latency
    said = {50: latency.p50, 95: latency.p95, 99: latency.p99}
    for percentile, text in said.items():
        if limit := seconds_of(text):
            says = f"More than {100 - percentile} % of requests take longer than {time(limit)}"
            allowed = Fraction(100 - percentile, 100)
            name, series = f"Latency{percentile}", f"slower_than_p{percentile}"
            yield _Goal(name, series, allowed, says, "", repr(limit))


def _share(own: str, goal: _Goal, window: str) -> str:
    """Return the share of requests that miss a goal: 0 where none does, nothing without any."""
    if not goal.good_bucket:
        every = f"sum(rate(http_requests_total{{{_SERVED},{own}}}[{window}]))"
        bad = f"sum(rate(http_requests_total{{{goal.bad},{_SERVED},{own}}}[{window}]))"
        return f"({bad} or 0 * {every}) / {every}"
    name = "http_request_duration_seconds"
    every = f"sum(rate({name}_count{{{_SERVED},{own}}}[{window}]))"
    labels = f'le="{goal.good_bucket}",{_SERVED},{own}'
    return f"1 - sum(rate({name}_bucket{{{labels}}}[{window}])) / {every}"


def _ratio(goal: _Goal, window: str) -> str:
    return f"service:http_requests_{goal.series}:ratio_rate{window}"


def _recorded(design: Design, goals: tuple[_Goal, ...]) -> Iterator[Recorded]:
    for goal in goals:
        for window in _RECORDED:
            yield Recorded(_ratio(goal, window), _share(scope(design), goal, window))
        left = f"1 - {_ratio(goal, '3d')} / {float(goal.allowed):.6g}"
        yield Recorded(f"service:http_requests_{goal.series}:budget_left3d", left)


def _burns(design: Design, goal: _Goal) -> Iterator[Alert]:
    for each in _WINDOWS:
        rate = each.gone * _MONTH / each.seconds
        threshold = float(rate * goal.allowed)
        if threshold >= 1:
            continue  # more than all requests never miss it
        yield _burn(design, goal, each, float(rate), threshold)


def _burn(
    design: Design, goal: _Goal, each: _Windows, rate: float, threshold: float
) -> Alert:
    both = " and ".join(
        f"{_ratio(goal, window)} > {threshold:.6g}"
        for window in (each.long, each.short)
    )
    pages = each.severity == "page"
    return Alert(
        name=f"{goal.name}Burns{each.speed}",
        query=both,
        held=each.held,
        severity="page" if pages else "ticket",
        summary=f"{goal.says}, {_speed(rate)} the budget allows",
        means=f"In the last {each.long}, and in the last {each.short} still, the share was above "
        f"{percent(threshold)}. At this rate the budget of 30 days, "
        f"{percent(goal.allowed)} of requests, is gone in {time(_MONTH / rate)}.",
        commands=(
            f"{logs(design, 'app')} | grep request | grep {_OF_LOGS[not goal.good_bucket]}",
            'curl -s "$SERVICE/health/ready"',
            database.statements(design),
        ),
        wake=(
            "At once." if pages else "Nobody: it is looked at on the next working day."
        ),
        incident=_incident(design, goal, each.over),
        quiet=tuple(_quiet(design, goal)),
    )


def _speed(rate: float) -> str:
    return "as fast as" if rate == 1 else f"{rate:g} times as fast as"


_INCIDENT = (30, 100, 400)
"""Minutes that are well, in which everything misses a goal, and that are well again."""

_PER_MINUTE = 600
_NIGHT, _DAY, _MOMENT = (360, 60), (360, _PER_MINUTE), (1, _PER_MINUTE)
_BY_THE_HOUR = (_NIGHT, _DAY, _MOMENT, (359, _PER_MINUTE), _NIGHT)
"""Minutes of a quiet day, and how many requests come in each of them."""


def _missing(minutes: Iterable[int], missed: Iterable[float]) -> str:
    return counter(*zip(minutes, missed, strict=True))


def _incident(design: Design, goal: _Goal, over: str) -> Told:
    """Return that half an hour is well, that everything misses a goal, and is well again."""
    bad = (0, _PER_MINUTE, 0)
    every = (_PER_MINUTE,) * len(bad)
    series = tuple(_seen(design, goal, _INCIDENT, every, bad))
    return Told(series, "125m", over)


def _quiet(design: Design, goal: _Goal) -> Iterator[Series]:
    """Yield a day on which a goal is missed by a quarter of what may miss it, or less.

    At noon a good deal fails for a minute: the short window sees that, the long one does not.
    """
    minutes, every = zip(*_BY_THE_HOUR, strict=True)
    bad = [float(goal.allowed) / 4 * each for each in every]
    bad[_BY_THE_HOUR.index(_MOMENT)] = min(float(goal.allowed) * 150_000, 300)
    yield from _seen(design, goal, minutes, every, bad)


def _seen(
    design: Design,
    goal: _Goal,
    minutes: Sequence[int],
    every: Sequence[float],
    bad: Sequence[float],
) -> Iterator[Series]:
    """Yield the series of requests in each minute, of which so many miss a goal."""
    labels = f'method="GET",route="/api/things",{app(design)}'
    good = [all_of - missed for all_of, missed in zip(every, bad, strict=True)]
    if not goal.good_bucket:
        for status, rates in (("200", good), ("500", bad)):
            name = f'http_requests_total{{status="{status}",{labels}}}'
            yield Series(name, _missing(minutes, rates))
        return
    name = "http_request_duration_seconds"
    within = f'{name}_bucket{{le="{goal.good_bucket}",{labels}}}'
    yield Series(within, _missing(minutes, good))
    yield Series(f"{name}_count{{{labels}}}", _missing(minutes, every))


def _away(design: Design) -> Alert:
    up = f"up{{{app(design)}}}"
    own = f'job="{design.name}"'
    return Alert(
        name="ServiceAway",
        query=f"absent(up{{{own}}}) or (sum by (job) (up{{{own}}}) == 0)",
        held="2m",
        severity="page",
        summary="No process of the service answers Prometheus",
        means="All processes are down, or Prometheus cannot reach any. No other alert can "
        "fire as long as this is so, since nothing is measured.",
        commands=(
            running(design, "app"),
            logs(design, "app") + " | tail -50",
            'curl -si "$SERVICE/health/live"',
        ),
        wake="At once.",
        incident=Told(
            (Series(up, "1x5 0x24 1x30"),), "15m", "35m", (("job", design.name),)
        ),
        # It begins anew, and one of two is rolled out.
        quiet=(
            Series(up, "1x700 0 1x739"),
            Series(up.replace("app-1", "app-2"), "1x900 0x5 1x534"),
        ),
    )


def _panels(own: str) -> tuple[Panel, ...]:
    requests = f"http_requests_total{{{_SERVED},{own}}}"
    seconds = f"http_request_duration_seconds_bucket{{{_SERVED},{own}}}"
    failed = f'http_requests_total{{status=~"5..",{_SERVED},{own}}}'
    return (
        Panel(
            "Requests by status",
            (Query(f"sum by (status) (rate({requests}[5m]))", "{{status}}"),),
            "reqps",
        ),
        Panel(
            "Share that fails",
            (
                Query(
                    f"(sum(rate({failed}[5m])) or 0 * sum(rate({requests}[5m]))) "
                    f"/ sum(rate({requests}[5m]))",
                    "5xx",
                ),
            ),
            "percentunit",
        ),
        Panel(
            "Time to the end of an answer",
            tuple(
                Query(
                    f"histogram_quantile({each / 100:g}, sum by (le) (rate({seconds}[5m])))",
                    f"{each} %",
                )
                for each in (50, 95, 99)
            ),
            "s",
        ),
        Panel(
            "The slowest routes, 95th percentile",
            (
                Query(
                    # Of a route that nobody asks it is no number, which is not above 0.
                    "topk(10, histogram_quantile(0.95, sum by (le, method, route) "
                    f"(rate({seconds}[5m]))) > 0)",
                    "{{method}} {{route}}",
                ),
            ),
            "s",
        ),
        *database.panels(own),
    )


def _budgets(goals: tuple[_Goal, ...]) -> Iterator[Panel]:
    """Yield how much of each budget three days like the last would have left."""
    if goals:
        queries = (
            Query(f"service:http_requests_{each.series}:budget_left3d", each.name)
            for each in goals
        )
        yield Panel("Budget left, of three days", tuple(queries), "percentunit", "stat")


_FIELDS = (
    Field("", "timestamp", "when, in UTC"),
    Field("", "level", "`debug`, `info`, `warning` or `error`"),
    Field("", "event", "what happened, always the same for the same: `request`"),
    Field("", "logger", "the module that says it"),
    Field("", "request_id", "of the request; the answer's `X-Request-ID` is the same"),
    Field("request", "method", "of the request"),
    Field("request", "path", "its path, or the template of it where paths are private"),
    Field("request", "status", "of the answer; 0 where the client was gone before it"),
    Field("request", "milliseconds", "from the request's arrival to the answer's end"),
)
