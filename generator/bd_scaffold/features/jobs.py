"""`jobs`: work that is done later, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from .feature import AddedTable, Feature, Reasons, TableColumn, in_designs


def _wanted(design: Design) -> bool:
    return bool(design.jobs)


def _tables(design: Design) -> Iterator[AddedTable]:
    """What waits, runs and failed; and when each schedule started its job last."""
    tenant = TableColumn("tenant_id", "uuid", nullable=True)
    yield AddedTable(
        "jobs",
        (
            TableColumn("id", "bigint", primary=True, numbered=True),
            TableColumn("name", "string", length=100),
            TableColumn("state", "string", length=10),
            TableColumn("rank", "integer"),
            TableColumn("payload", "text"),
            TableColumn("unique_key", "string", length=200, nullable=True),
            TableColumn("ordering_key", "string", length=200, nullable=True),
            TableColumn("due_at", "datetime"),
            TableColumn("deadline_at", "datetime", nullable=True),
            TableColumn("kept_seconds", "integer", nullable=True),
            TableColumn("claims", "integer"),
            TableColumn("failures", "integer"),
            TableColumn("error", "text", nullable=True),
            TableColumn("worker", "string", length=100, nullable=True),
            TableColumn("request_id", "string", length=128),
            TableColumn("created_at", "datetime"),
            TableColumn("started_at", "datetime", nullable=True),
            *([tenant] if _divided(design) else []),
        ),
        unique=(("name", "unique_key"),),
        indexes=(
            ("state", "name", "rank", "id"),
            ("state", "due_at"),
            ("ordering_key", "name", "id"),
        ),
    )
    yield AddedTable(
        "job_schedules",
        (
            TableColumn("name", "string", length=100, primary=True),
            TableColumn("last_at", "datetime"),
        ),
    )


def _divided(design: Design) -> bool:
    """Tell whether rows belong to tenants, so that a job is done in one."""
    return any("tenant" in each.traits for each in design.entities.values())


FEATURE = Feature(
    name="jobs",
    said="jobs: {send_receipt: …}",
    summary="Work that is done later, in a process of its own, and once.",
    reasons=Reasons(
        9117,
        "Jobs wait in a table of the database",
        "Work that a request starts and does not wait for must not be lost when a process "
        "ends, and must not be done for a transaction that is rolled back.",
        "A job is a row that is stored in the transaction of what asks for it. Workers claim "
        "rows in batches, renew a lease on them while they run, and complete each in the "
        "transaction of its effects.",
        "No broker has to be run. The database does the work of one, some thousands of jobs "
        "a second; effects outside of it happen at least once.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=("JobRow", "JobSchedule"),
    packages={
        "cronsim": "a package that reads schedules",
        "tzdata": "a package that has time zones",
    },
    tables=_tables,
    mapped=(("models.jobs", "JobRow"), ("models.jobs", "JobSchedule")),
    told=False,
    worker=True,
)
