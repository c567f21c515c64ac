"""What is watched of a broker: whether it can be reached."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import logs, running, scope, setting, worker
from .traffic import counter


def watched(design: Design) -> Watched:
    """Return what is watched of the broker."""
    return Watched(
        name="broker",
        title="Broker",
        alerts=(_away(design),),
        panels=(
            Panel(
                "Failures of the broker",
                (
                    Query(
                        f"sum by (loop) (rate(broker_failures_total{{{scope(design)}}}[5m]))",
                        "{{loop}}",
                    ),
                ),
                "ops",
            ),
        ),
        fields=(
            Field("broker_unavailable", "loop", "who asked the broker"),
            Field("broker_unavailable", "again_in", "seconds until it is asked again"),
            Field("broker_unavailable", "error", "what it, or the way to it, said"),
        ),
        counted=True,
    )


def _away(design: Design) -> Alert:
    series = f'broker_failures_total{{loop="events",{worker(design)}}}'
    return Alert(
        name="BrokerAway",
        query="sum by (loop) "
        f"(increase(broker_failures_total{{{scope(design)}}}[15m])) > 1",
        held="5m",
        severity="page",
        summary="The broker does not answer {{ $labels.loop }}",
        means="The broker can't be reached, or does not confirm. Events wait in the database "
        "and requests go on; others learn of nothing until it is back.",
        commands=(
            running(design),
            f"{logs(design, 'worker', '15m')} | grep broker_unavailable",
            setting(design, "worker", "BROKER_URL"),
        ),
        wake="At once where other services act on the events; else in the morning.",
        incident=Told(
            (Series(series, "0+1x29 30x40"),), "20m", "55m", (("loop", "events"),)
        ),
        # It begins anew each night, which one try meets.
        quiet=(Series(series, counter((700, 0), (1, 1), (739, 0))),),
    )
