"""What is watched of kept answers: which share of requests finds one."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Panel, Query, Series, Told, Watched
from .scope import app, logs, running, scope


def watched(design: Design) -> Watched:
    """Return what is watched of kept answers."""
    return Watched(
        name="cache", title="Cache", alerts=(_passed(design),), panels=_panels(design)
    )


def _passed(design: Design) -> Alert:
    own = scope(design)
    passed = f'cache_requests_total{{entity="Product",result="passed",{app(design)}}}'
    hit = passed.replace("passed", "hit")
    query = (
        f'sum(rate(cache_requests_total{{result="passed",{own}}}[10m])) '
        f"/ sum(rate(cache_requests_total{{{own}}}[10m])) > 0.5"
    )
    return Alert(
        name="CachePassedBy",
        query=query,
        held="10m",
        severity="ticket",
        summary="Most requests pass by the cache, in which nothing can be kept",
        means="The store of kept answers does not answer, so each request is answered by the "
        "database. Answers are right; the database has more to do.",
        commands=(
            "curl -s \"$SERVICE/metrics\" | grep '^cache_'",
            running(design),
            f"{logs(design, 'app', '15m')} | grep -i cache",
        ),
        wake="Nobody, unless the database is at its limit (`PoolFull`, or an alert of latency).",
        incident=Told((Series(passed, "0+60x60"), Series(hit, "500x60")), "40m"),
        quiet=(Series(hit, "0+60x1440"), Series(passed, "2x1440")),
    )


def _panels(design: Design) -> tuple[Panel, ...]:
    own = scope(design)
    rate = f"sum by (entity) (rate(cache_requests_total{{{own}}}[5m]))"
    hits = rate.replace("{job", '{result=~"hit|waited",job')
    return (
        Panel(
            "Answers found", (Query(f"{hits} / {rate}", "{{entity}}"),), "percentunit"
        ),
        Panel("Kept answers", (Query(f"sum(cache_entries{{{own}}})", "answers"),)),
        Panel("Their size", (Query(f"sum(cache_bytes{{{own}}})", "bytes"),), "bytes"),
        Panel(
            "Let go of",
            (
                Query(
                    f"sum by (reason) (rate(cache_evictions_total{{{own}}}[5m]))",
                    "{{reason}}",
                ),
            ),
            "ops",
        ),
    )
