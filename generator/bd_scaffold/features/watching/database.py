"""What is watched of the database: whether it answers, and the pool of connections to it."""

from __future__ import annotations

from collections.abc import Iterator

from ...language.design import Design
from . import Alert, Panel, Query, Series, Told
from .scope import app, logs, metrics, scope, setting, sql


def alerts(design: Design) -> Iterator[Alert]:
    """Yield the alerts that each design has of its database."""
    yield _away(design)
    yield _pool(design)


def panels(own: str) -> Iterator[Panel]:
    """Yield the panels that each design has of its database."""
    yield Panel(
        "Round trip to the database",
        (Query(f"database_round_trip_seconds{{{own}}}", "{{instance}}"),),
        "s",
    )
    yield Panel(
        "Connections to the database",
        (
            Query(f"database_connections_in_use{{{own}}}", "{{instance}} in use"),
            Query(f"database_connections_kept{{{own}}}", "{{instance}} kept"),
        ),
    )


def statements(design: Design) -> str:
    """Return the command that shows what the database is busy with."""
    if design.database.engine != "postgresql":
        return 'fuser -v "$DATABASE_FILE"  # who has it open'
    return sql(
        design,
        "SELECT state, wait_event, now() - query_start, left(query, 80) FROM "
        "pg_stat_activity WHERE state <> 'idle' ORDER BY query_start LIMIT 20",
    )


def _away(design: Design) -> Alert:
    seen = f"measured_timestamp_seconds{{{app(design)}}}"
    return Alert(
        name="DatabaseAway",
        query=f"time() - max(measured_timestamp_seconds{{{scope(design)}}}) > 120",
        held="2m",
        severity="page",
        summary="No process of the service has reached the database for two minutes",
        means="The database is down, cannot be reached, or is not migrated. Nothing is answered "
        "but from what is kept, and gauges such as the oldest event stay as they were.",
        commands=(
            'curl -s "$SERVICE/health/ready"',
            statements(design),
            f"{logs(design, 'app')} | grep not_measured",
        ),
        wake="At once.",
        # It is asked each minute, and for half an hour no more.
        incident=Told((Series(seen, "0+60x9 540x30 2400+60x20"),), "20m", "45m"),
        quiet=(Series(seen, "0+60x700 42000x2 42180+60x737"),),
    )


def _pool(design: Design) -> Alert:
    in_use = f"database_connections_in_use{{{app(design)}}}"
    size = f"database_connections_kept{{{app(design)}}}"
    own = scope(design)
    return Alert(
        name="PoolFull",
        query=f"database_connections_in_use{{{own}}} >= database_connections_kept{{{own}}}",
        held="10m",
        severity="ticket",
        summary="All connections of {{ $labels.instance }} to the database are in use",
        means="Each connection of the pool has been in use for ten minutes: requests open "
        "more, and wait for five seconds at most where there are none. Statements are slow, or "
        "`DATABASE_POOL_SIZE` is too small.",
        commands=(
            metrics("database_"),
            statements(design),
            setting(design, "app", "DATABASE_POOL_SIZE"),
        ),
        wake="Nobody: where requests fail of it, the alerts of availability do.",
        incident=Told(
            (Series(in_use, "2x5 10x24 2x30"), Series(size, "10x60")),
            "25m",
            "40m",
            (("instance", "app-1"), ("job", design.name)),
        ),
        quiet=(Series(in_use, "2x700 10x5 3x735"), Series(size, "10x1440")),
    )
