"""What is watched of rooms: how many are connected, and why connections end."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import app, logs, metrics, running, scope
from .traffic import counter

_FAULTS = "failed|full|slow"
"""Reasons that are the service's: something broke, there was no room, it could not follow."""


def watched(design: Design) -> Watched:
    """Return what is watched of rooms."""
    return Watched(
        name="realtime",
        title="Real time",
        alerts=(_dropped(design),),
        panels=_panels(scope(design)),
        fields=(
            Field("realtime_connection_failed", "connection", "the connection's id"),
            Field(
                "realtime_room_failed", "room", "the room whose events were not read"
            ),
        ),
        counted=True,
    )


def _dropped(design: Design) -> Alert:
    series = f'realtime_dropped_total{{reason="failed",{app(design)}}}'
    query = (
        f'sum by (reason) (rate(realtime_dropped_total{{reason=~"{_FAULTS}",'
        f"{scope(design)}}}[5m])) > 0.1"
    )
    return Alert(
        name="SocketsDropped",
        query=query,
        held="5m",
        severity="page",
        summary="Connections end since they are {{ $labels.reason }}",
        means="`failed`: something broke while a connection was served. `full`: a process has "
        "as many connections as it may. `slow`: clients do not read as fast as they are told. "
        "Clients connect again and go on where they were.",
        commands=(
            metrics("realtime_"),
            f"{logs(design, 'app', '15m')} | grep realtime_",
            running(design, "app"),
        ),
        wake="At once for `failed` and `full`; `slow` can wait.",
        incident=Told(
            (Series(series, "0+30x29 900x30"),), "20m", "45m", (("reason", "failed"),)
        ),
        # A roll-out ends all of them, some go to sleep, and now and then one is too slow.
        quiet=(
            Series(series, counter((700, 0), (1, 1), (739, 0))),
            Series(
                series.replace("failed", "restarting"),
                counter((600, 0), (1, 900), (839, 0)),
            ),
            Series(series.replace("failed", "slow"), counter((1440, 0.5))),
            Series(series.replace("failed", "idle"), counter((1440, 20))),
        ),
    )


def _panels(own: str) -> tuple[Panel, ...]:
    frames = f"sum by (direction) (rate(realtime_messages_total{{{own}}}[5m]))"
    ended = f"sum by (reason) (rate(realtime_dropped_total{{{own}}}[5m]))"
    return (
        Panel(
            "Open connections",
            (Query(f"sum by (instance) (realtime_sockets{{{own}}})", "{{instance}}"),),
        ),
        Panel("Frames", (Query(frames, "{{direction}}"),), "ops"),
        Panel("Connections ended", (Query(ended, "{{reason}}"),), "ops"),
    )
