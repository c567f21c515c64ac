"""Work that is done later, in a process of its own."""

from pathlib import Path

from capability import Capability

_JOBS = """\
  tidy: {every: "0 3 * * *", time_zone: Europe/Berlin, description: Tidies.}
  ship: {input: {item: uuid, state: State, note: "text?"}, attempts: 8, queue: mail, priority: 5, concurrency: 4}
  count: {deadline: 1h}
"""  # noqa: E501 - a line each, as designs of steps are short

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("jobs on", "jobs off"): [
            ("on_delete(set_null)\n", f"on_delete(set_null)\njobs:\n{_JOBS}"),
        ],
    },
    later={
        ("job renamed", "job renamed back"): [
            ("  ship: {input", "  send: {was: ship, input"),
        ],
        ("job given more", "job given less"): [
            ('note: "text?"', 'note: "text?", count: integer'),
        ],
        ("job tried otherwise", "job tried as before"): [
            ("attempts: 8, queue: mail, priority: 5, concurrency: 4", "timeout: 30s"),
        ],
        ("job scheduled otherwise", "job scheduled as before"): [
            ('every: "0 3 * * *", time_zone: Europe/Berlin', 'every: "0 4 * * mon"'),
        ],
        ("job without a deadline", "job with a deadline"): [
            ("count: {deadline: 1h}", "count: {backoff: 1m, description: Counts.}"),
        ],
        ("job removed", "job added"): [("  count: {deadline: 1h}\n", "")],
    },
    destructive={"jobs off": ["drop:job_schedules", "drop:jobs"]},
)
