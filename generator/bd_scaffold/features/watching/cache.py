"""What is watched of kept answers: which share of requests finds one."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import app, logs, metrics, running, scope
from .traffic import counter


def watched(design: Design) -> Watched:
    """Return what is watched of kept answers."""
    return Watched(
        name="cache",
        title="Cache",
        alerts=(_passed(design),),
        panels=_panels(design),
        fields=(
            Field("cache_generations_unknown", "exception", "what the database said"),
        ),
        counted=True,
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
        means="The database does not say which answers still hold, on the connection that is "
        "kept for that, so each request is answered anew. Answers are right; the database has "
        "more to do.",
        commands=(
            metrics("cache_requests_total"),
            running(design),
            f"{logs(design, 'app', '15m')} | grep cache_generations_unknown",
        ),
        wake="Nobody, unless the database is at its limit: PoolFull, and the alerts of latency, "
        "tell that.",
        incident=Told(
            (
                Series(passed, counter((60, 60), (40, 0))),
                Series(hit, counter((60, 0), (40, 60))),
            ),
            "40m",
            "90m",
        ),
        # Nights have few requests; the database begins anew, and two minutes pass by.
        quiet=(
            Series(hit, counter((360, 5), (360, 60), (2, 0), (358, 60), (360, 5))),
            Series(passed, counter((720, 0), (2, 60), (718, 0))),
        ),
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
