"""What is watched of events: how long the oldest has waited in the outbox."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import app, logs, running, scope, sql, worker
from .traffic import counter, gauge


def watched(design: Design) -> Watched:
    """Return what is watched of events."""
    return Watched(
        name="events",
        title="Events",
        alerts=(_late(design), _refused(design)),
        panels=_panels(scope(design)),
        fields=(
            Field("event_not_handed_on", "event_name", "which event it is"),
            Field(
                "event_not_handed_on", "failures", "how often it could not be handed on"
            ),
            Field("event_not_handed_on", "again_in", "seconds until it is tried again"),
            Field("event_not_handed_on", "error", "what was in the way"),
        ),
        counted=True,
    )


def _late(design: Design) -> Alert:
    series = f"events_oldest_seconds{{{app(design)}}}"
    return Alert(
        name="OutboxLate",
        query=f"max(events_oldest_seconds{{{scope(design)}}}) > 300",
        held="5m",
        severity="page",
        summary="An event has waited in the outbox for more than five minutes",
        means="The relay hands nothing on, or not as fast as events come: no worker runs, or "
        "whoever takes them is away. Nothing is lost, and requests go on; others learn late.",
        commands=(
            running(design, "worker"),
            sql(
                design,
                "SELECT name, count(*), min(occurred_at), max(failures) FROM outbox "
                "GROUP BY name",
            ),
            f"{logs(design, 'worker', '15m')} | grep -e event_not_handed_on -e broker",
        ),
        wake="At once where other services act on the events; else in the morning.",
        incident=Told((Series(series, "0+60x29 0x30"),), "20m", "35m"),
        # Busy at noon, and a roll-out in which no relay runs for four minutes.
        quiet=(
            Series(series, gauge((600, 1), (120, 45), (1, 60), (1, 240), (718, 0))),
        ),
    )


def _refused(design: Design) -> Alert:
    series = f'events_refused_total{{event="Placed",{worker(design)}}}'
    return Alert(
        name="EventsRefused",
        query=f"sum by (event) (increase(events_refused_total{{{scope(design)}}}[15m])) > 1",
        held="5m",
        severity="ticket",
        summary="{{ $labels.event }} could not be handed on several times",
        means="Whoever takes the event refuses it. It is tried again, later each time, and "
        "events of the same row wait behind it.",
        commands=(
            f"{logs(design, 'worker', '1h')} | grep event_not_handed_on",
            sql(
                design,
                "SELECT number, name, failures, retry_at FROM outbox WHERE failures > 0 "
                "ORDER BY number LIMIT 20",
            ),
            "git log --oneline -10  # whether the event or its jobs changed",
        ),
        wake="Nobody; OutboxLate does where it lasts.",
        incident=Told(
            (Series(series, "0+1x29 30x40"),), "25m", "55m", (("event", "Placed"),)
        ),
        # One is refused now and then, and handed on at the second try.
        quiet=(Series(series, counter((400, 0), (1, 1), (600, 0), (1, 1), (438, 0))),),
    )


def _panels(own: str) -> tuple[Panel, ...]:
    return (
        Panel(
            "Age of the oldest event",
            (Query(f"max(events_oldest_seconds{{{own}}})", "oldest"),),
            "s",
        ),
        Panel(
            "Events that wait",
            (Query(f"max(events_waiting{{{own}}})", "in the outbox"),),
        ),
        Panel(
            "Events handed on",
            (
                Query(
                    f"sum by (event) (rate(events_relayed_total{{{own}}}[5m]))",
                    "{{event}}",
                ),
            ),
            "ops",
        ),
        Panel(
            "From an event to its being handed on, 95th percentile",
            (
                Query(
                    "histogram_quantile(0.95, sum by (le) "
                    f"(rate(event_wait_seconds_bucket{{{own}}}[15m])))",
                    "95 %",
                ),
            ),
            "s",
        ),
    )
