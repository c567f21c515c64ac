"""What Prometheus reads of jobs."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 3600)

ENDED = Counter(
    "jobs_ended",
    "Attempts by how they ended: done, failed, dead, lost or returned.",
    ["job", "outcome"],
)
DURATION = Histogram(
    "job_duration_seconds", "Time that an attempt took.", ["job"], buckets=_SECONDS
)
WAIT = Histogram(
    "job_wait_seconds",
    "Time from a job's being enqueued to an attempt.",
    ["job"],
    buckets=_SECONDS,
)
JOBS = Gauge("jobs", "Jobs in the table, by state.", ["job", "state"])
