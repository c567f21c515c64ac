"""What is watched of a broker: whether it can be reached."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import logs, running, scope, worker


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
    )


def _away(design: Design) -> Alert:
    series = f'broker_failures_total{{loop="publishing",{worker(design)}}}'
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
            "env | grep -i broker  # which address it is asked at",
        ),
        wake="At once where other services act on the events; else in the morning.",
        incident=Told((Series(series, "0+1x30"),), "20m", (("loop", "publishing"),)),
        quiet=(Series(series, "0x700 1x740"),),
    )
