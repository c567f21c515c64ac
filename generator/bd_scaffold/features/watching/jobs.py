"""What is watched of jobs: those that died, and how long those wait that are due."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import app, logs, package, run, running, scope, sql, worker
from .traffic import counter, gauge


def watched(design: Design) -> Watched:
    """Return what is watched of jobs.

    They are counted by the label `job`, which a scrape has, too: it is `exported_job` then.
    """
    return Watched(
        name="jobs",
        title="Jobs",
        alerts=(_dead(design), _late(design)),
        panels=_panels(scope(design)),
        fields=_FIELDS,
        counted=True,
    )


def _dead(design: Design) -> Alert:
    labels = f'exported_job="send_mail",outcome="dead",{worker(design)}'
    series = f"jobs_ended_total{{{labels}}}"
    dead = f'jobs_ended_total{{outcome="dead",{scope(design)}}}'
    # A job may die before its worker is asked for the first time: the series begins at 1.
    query = (
        f"sum by (exported_job) (increase({dead}[15m]) > 0 or "
        f"({dead} unless {dead} offset 15m) > 0)"
    )
    jobs = f"python -m {package(design)}.jobs"
    return Alert(
        name="JobsDead",
        query=query,
        held="0m",
        severity="ticket",
        summary="Attempts of {{ $labels.exported_job }} have come to their end without success",
        means="A job has failed as often as it may, or at something that no attempt mends. "
        "What it was to do is not done, and nobody does it until it is replayed.",
        commands=(
            run(design, "worker", f"{jobs} list --state dead"),
            f"{logs(design, 'worker', '1h')} | grep job_dead",
            run(design, "worker", f"{jobs} replay $ID  # once the cause is mended"),
        ),
        wake="Nobody, unless what the job does cannot wait until the morning.",
        incident=Told(
            (Series(series, "_x5 1x55"),),
            "10m",
            "30m",
            (("exported_job", "send_mail"),),
        ),
        # Three that died days ago; another worker, and one that begins anew.
        quiet=(
            Series(series, "3x720 0x720"),
            Series(series.replace("worker-1", "worker-2"), "_x500 0x940"),
            Series(series.replace("dead", "done"), counter((720, 30), (720, 5))),
            Series(series.replace("dead", "failed"), counter((1440, 0.1))),
        ),
    )


def _late(design: Design) -> Alert:
    late = f'jobs_oldest_due_seconds{{exported_job="send_mail",{app(design)}}}'
    query = f"max by (exported_job) (jobs_oldest_due_seconds{{{scope(design)}}}) > 300"
    return Alert(
        name="JobsLate",
        query=query,
        held="5m",
        severity="page",
        summary="{{ $labels.exported_job }} has been due for more than five minutes",
        means="Jobs are due and no worker starts them: none runs, all are busy, or they cannot "
        "reach the database. Nothing is lost: they wait in the database.",
        commands=(
            running(design, "worker"),
            sql(
                design,
                "SELECT name, state, count(*), min(due_at) FROM jobs GROUP BY name, state",
            ),
            f"{logs(design, 'worker', '15m')} | tail -50",
        ),
        wake="At once where people wait for what the jobs do; more workers may be started at "
        "any time.",
        incident=Told(
            (Series(late, "0+60x29 0x30"),),
            "20m",
            "35m",
            (("exported_job", "send_mail"),),
        ),
        # Busy at noon, and a roll-out in which no worker runs for four minutes.
        quiet=(Series(late, gauge((600, 0), (120, 45), (1, 60), (1, 240), (718, 2))),),
    )


def _panels(own: str) -> tuple[Panel, ...]:
    ended = f"sum by (exported_job, outcome) (rate(jobs_ended_total{{{own}}}[5m]))"
    return (
        Panel(
            "Attempts by outcome",
            (Query(ended, "{{exported_job}} {{outcome}}"),),
            "ops",
        ),
        Panel(
            "Longest wait of what is due",
            (
                Query(
                    f"max by (exported_job) (jobs_oldest_due_seconds{{{own}}})",
                    "{{exported_job}}",
                ),
            ),
            "s",
        ),
        Panel(
            "Jobs by state",
            # Each worker counts the whole table.
            (
                Query(
                    f"max by (state) (sum by (instance, state) (jobs{{{own}}}))",
                    "{{state}}",
                ),
            ),
        ),
        Panel(
            "Duration of an attempt, 95th percentile",
            (
                Query(
                    "histogram_quantile(0.95, sum by (le, exported_job) "
                    f"(rate(job_duration_seconds_bucket{{{own}}}[15m])))",
                    "{{exported_job}}",
                ),
            ),
            "s",
        ),
    )


_FIELDS = (
    Field("job_dead", "job", "the job's name"),
    Field("job_dead", "id", "its number, which a replay asks for"),
    Field("job_dead", "error", "what the last attempt failed at"),
    Field("job_failed", "again_in", "seconds until the next attempt"),
)
