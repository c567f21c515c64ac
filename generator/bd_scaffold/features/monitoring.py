"""`monitoring`: Prometheus' rules, dashboards and runbooks follow from the goals of a design."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from ..language.goals import goals_of
from .feature import Feature, Reasons, in_designs
from .watching import Watched


def _wanted(design: Design) -> bool:
    return design.deployment.monitoring


def _remarks(design: Design) -> Iterator[Finding]:
    """What tells of a goal that is missed has a goal."""
    if not _wanted(design):
        return
    goals = goals_of(design.requirements.quality)
    if goals.keys() <= {"throughput"}:
        message = "No alert tells of requests that fail or are slow: there is no goal."
        hint = "Say one in `requirements.quality`: `availability: 99.9%`, `latency: {p95: 150ms}`."
        yield Finding(("deployment", "monitoring"), "BD1032", message, hint)


def _watched(design: Design) -> Watched:
    from .watching import requests  # few designs ask for it

    return requests.watched(design)


FEATURE = Feature(
    name="monitoring",
    said="deployment: {monitoring: true}",
    summary="Prometheus' rules, a dashboard and a runbook follow from the goals of the design.",
    reasons=Reasons(
        9127,
        "Alerts follow from the budgets of the goals",
        "A threshold on a rate of errors wakes people for a moment that nobody noticed, and "
        "says nothing of a fault that is small and lasts.",
        "Somebody is told by how fast the month's budget of a goal goes, over a long and a "
        "short window at once (Google's SRE Workbook, chapter 5). Each capability adds what is "
        "its own: late events, dead jobs, open breakers. Each rule has a test for promtool.",
        "Few requests make a budget's windows jumpy: below some requests a minute, one failure "
        "is a large share. Prometheus has to keep three days at least.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    remarks=_remarks,
    watched=_watched,
    measures={
        "availability": "`monitoring/rules.yaml`: `AvailabilityBurns…`",
        "latency": "`monitoring/rules.yaml`: `Latency…Burns…`",
    },
    told=False,
    commands=True,
)
