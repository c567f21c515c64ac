"""What is watched of failures that no answer shows: loops, mails, and stores that are away."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import app, logs, running, scope, setting, worker
from .traffic import counter


def loops(design: Design) -> Watched:
    """Return what is watched of the loops that a worker runs."""
    failed = f'unseen_failures_total{{kind="loop",{scope(design)}}}'
    series = f'unseen_failures_total{{kind="loop",name="messages",{worker(design)}}}'
    alert = Alert(
        name="WorkerLoopFails",
        query=f"sum by (name) (increase({failed}[15m])) > 5",
        held="10m",
        severity="page",
        summary="The worker's loop {{ $labels.name }} fails again and again",
        means="What the loop does is not done: it fails, and is begun anew after a pause of "
        "half a minute at most. Its name says what it is: `jobs`, `events`, `messages`.",
        commands=(
            f"{logs(design, 'worker')} | grep worker_loop_failed",
            running(design, "worker"),
            'curl -si "$SERVICE/health/ready"',
        ),
        wake="At once, unless the database is away, of which other alerts tell.",
        incident=Told(
            (Series(series, counter((30, 2), (40, 0))),),
            "25m",
            "55m",
            (("name", "messages"),),
        ),
        # The database begins anew: each loop fails three times.
        quiet=(Series(series, counter((700, 0), (1, 3), (739, 0))),),
    )
    return Watched(
        name="worker",
        title="Worker",
        alerts=(alert,),
        panels=(
            Panel(
                "Loops that failed",
                (Query(f"sum by (name) (rate({failed}[5m]))", "{{name}}"),),
                "ops",
            ),
        ),
        fields=(
            Field("worker_loop_failed", "loop", "which loop of the worker it is"),
            Field("worker_loop_failed", "again_in", "seconds until it is begun anew"),
        ),
    )


def mails(design: Design) -> Watched:
    """Return what is watched of what is done after an answer, such as sending a mail."""
    failed = f'unseen_failures_total{{kind="background",{scope(design)}}}'
    series = f'unseen_failures_total{{kind="background",name="mail",{app(design)}}}'
    # The first failure of a process is the beginning of its series.
    query = (
        f"sum by (name) (increase({failed}[15m]) > 0 or "
        f"({failed} unless {failed} offset 15m) > 0)"
    )
    alert = Alert(
        name="MailsFail",
        query=query,
        held="0m",
        severity="ticket",
        summary="What is done after an answer has failed: {{ $labels.name }}",
        means="Somebody was answered that a mail comes, and none does: people cannot verify "
        "their address or choose a new password. They may ask again.",
        commands=(
            f"{logs(design, 'app', '1h')} | grep background_f",
            setting(design, "app", "MAIL_URL"),
            running(design, "app"),
        ),
        wake="Nobody at night; at once in the daytime where it lasts, for nobody new gets in.",
        incident=Told((Series(series, "_x5 1x55"),), "10m", "30m", (("name", "mail"),)),
        quiet=(Series(series, "2x720 0x720"),),
    )
    return Watched(
        name="mails",
        title="After an answer",
        alerts=(alert,),
        panels=(_panel(design, "What failed after an answer", "background"),),
        fields=(Field("background_failed", "name", "`mail`, `register` or `forget`"),),
    )


def cached(design: Design) -> Watched:
    """Return what is watched of the store that keeps answers for all processes."""
    return _store(
        design,
        name="cache",
        alert="CacheStoreAway",
        event="cache_store_unavailable",
        address="CACHE_URL",
        title="Store of answers",
        means="Redis does not answer in time, so each process keeps answers for itself. Answers "
        "are right; more of them are made by the database.",
    )


def limited(design: Design) -> Watched:
    """Return what is watched of the store that counts requests for all processes."""
    return _store(
        design,
        name="limits",
        alert="LimitStoreAway",
        event="rate_limit_storage_unavailable",
        address="RATE_LIMIT_STORAGE",
        title="Store of limits",
        means="Redis does not answer in time, so each process counts requests for itself: a "
        "caller has the limit once for each process.",
    )


def _store(
    design: Design,
    *,
    name: str,
    alert: str,
    event: str,
    address: str,
    title: str,
    means: str,
) -> Watched:
    labels = f'kind="store",name="{name}"'
    series = f"unseen_failures_total{{{labels},{app(design)}}}"
    failed = f"unseen_failures_total{{{labels},{scope(design)}}}"
    away = Alert(
        name=alert,
        query=f"sum by (name) (increase({failed}[10m])) > 2",
        held="5m",
        severity="ticket",
        summary="Redis does not answer, and each process goes on alone: {{ $labels.name }}",
        means=means,
        commands=(
            f"{logs(design, 'app')} | grep {event}",
            setting(design, "app", address),
            running(design),
        ),
        wake="Nobody, unless the alerts of latency or PoolFull follow.",
        incident=Told(
            (Series(series, counter((30, 12), (40, 0))),),
            "20m",
            "50m",
            (("name", name),),
        ),
        # Redis begins anew: it is away for two tries.
        quiet=(Series(series, counter((700, 0), (1, 2), (739, 0))),),
    )
    return Watched(
        name=f"{name}_store",
        title=title,
        alerts=(away,),
        panels=(_panel(design, "Times that it did not answer", "store", name),),
        fields=(Field(event, "cause", "what Redis, or the way to it, said"),),
    )


def _panel(design: Design, title: str, kind: str, name: str = "") -> Panel:
    """Return a panel of failures, at 0 where a service is up and none has come yet."""
    only = f'kind="{kind}",' + (f'name="{name}",' if name else "")
    rate = f"sum(rate(unseen_failures_total{{{only}{scope(design)}}}[5m]))"
    none = f"0 * sum(up{{{scope(design)}}})"
    return Panel(title, (Query(f"{rate} or {none}", "failures"),), "ops")
