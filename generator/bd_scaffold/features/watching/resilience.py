"""What is watched of other systems: open breakers, and how calls end."""

from __future__ import annotations

from collections.abc import Sequence

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import app, logs, metrics, scope, setting


def watched(design: Design, systems: Sequence[str]) -> Watched:
    """Return what is watched of calls to other systems."""
    return Watched(
        name="dependencies",
        title="Other systems",
        alerts=(_open(design, systems[0]),),
        panels=_panels(scope(design)),
        fields=(
            Field("dependency_call_failed", "dependency", "the other system"),
            Field("dependency_call_failed", "operation", "what was asked of it"),
            Field("dependency_call_failed", "outcome", "how the call ended"),
            Field("dependency_call_failed", "status", "what it answered, if it did"),
            Field("dependency_breaker", "state", "`closed`, `open` or `half_open`"),
        ),
    )


def _open(design: Design, name: str) -> Alert:
    series = (
        f'dependency_breaker_state{{dependency="{name}",state="open",{app(design)}}}'
    )
    query = (
        "max by (dependency) "
        f'(max_over_time(dependency_breaker_state{{state="open",{scope(design)}}}[2m])) == 1'
    )
    return Alert(
        name="BreakerOpen",
        query=query,
        held="5m",
        severity="page",
        summary="Calls to {{ $labels.dependency }} are refused, since those before them failed",
        means="The other system has failed so often that it is not asked, but for a call now "
        "and then that tries. What depends on it fails at once, or is answered otherwise.",
        commands=(
            f"{logs(design, 'app', '15m')} | grep dependency_",
            metrics("dependency_"),
            setting(design, "app", f"{name.upper()}_URL"),
        ),
        wake="At once where the service can do little without the other system; then wake "
        "whoever runs that.",
        # Half open for a moment each minute, and open again.
        incident=Told(
            (Series(series, "1 0 1 1 0 1 1 1 0 1 1x20 0x20"),),
            "20m",
            "40m",
            (("dependency", name),),
        ),
        quiet=(Series(series, "0x700 1x3 0x736"),),  # one open for three minutes
    )


def _panels(own: str) -> tuple[Panel, ...]:
    calls = f"sum by (dependency, outcome) (rate(dependency_calls_total{{{own}}}[5m]))"
    slow = (
        "histogram_quantile(0.95, sum by (le, dependency) "
        f"(rate(dependency_call_duration_seconds_bucket{{{own}}}[5m])))"
    )
    return (
        Panel(
            "Calls by outcome", (Query(calls, "{{dependency}} {{outcome}}"),), "reqps"
        ),
        Panel(
            "Duration of calls, 95th percentile", (Query(slow, "{{dependency}}"),), "s"
        ),
        Panel(
            "Open breakers",
            (
                Query(
                    "sum by (dependency) "
                    f'(dependency_breaker_state{{state="open",{own}}})',
                    "{{dependency}}",
                ),
            ),
        ),
        Panel(
            "Calls under way",
            (
                Query(
                    f"sum by (dependency) (dependency_calls_under_way{{{own}}})",
                    "{{dependency}}",
                ),
            ),
        ),
    )
