"""`jobs`: work that is done later, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from .described import (
    KNOWN,
    TEXT,
    Node,
    counted,
    path_parameter,
    required,
    schema,
    shown_as,
    signed_in,
)
from .feature import AddedContract, Feature, Reasons, has_trait, in_designs
from .tables import AddedTable, TableColumn
from .watching import Watched


def _wanted(design: Design) -> bool:
    later = (each.later for each in design.operations.values())
    return bool(design.jobs) or any(later)


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
            *([tenant] if has_trait(design, "tenant") else []),
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


# The operators' view, where callers sign in

_TAG = "Jobs"
_STATES = ("queued", "scheduled", "running", "done", "dead")
_MOST = 2**63 - 1
_NUMBER: Node = {"type": "integer", "minimum": 1, "maximum": _MOST}
_WHEN = schema("date-time")
_COUNT: Node = {"type": "integer"}


def _maybe(kind: Node) -> Node:
    return {"anyOf": [kind, {"type": "null"}]}


_SHOWN: Node = {
    "id": _COUNT,
    "name": TEXT,
    "state": {"type": "string", "enum": [*_STATES]},
    "priority": _COUNT,
    "failures": _COUNT,
    "error": _maybe(TEXT),
    "due_at": _WHEN,
    "created_at": _WHEN,
    "started_at": _maybe(_WHEN),
    "unique_key": _maybe(TEXT),
    "ordering_key": _maybe(TEXT),
    "request_id": TEXT,
}


def _parameter(name: str, told: str, kind: Node) -> Node:
    return {"name": name, "in": "query", "description": told, "schema": kind}


_QUERY = [
    _parameter("state", "Only those in this state.", _SHOWN["state"]),
    _parameter("name", "Only those of this name.", {**KNOWN, "maxLength": 100}),
    _parameter("before", "Only those with a lower number.", _NUMBER),
    _parameter(
        "limit",
        "How many at the most.",
        {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
    ),
]


def _contract(design: Design, prefix: str) -> AddedContract:
    if design.security is None:
        return AddedContract()
    ways = required(design)

    def called(name: str, summary: str, *errors: str, shown: str = "") -> Node:
        found = signed_in(ways, name, summary, *errors, shown=shown)
        return {**found, "tags": [_TAG]}

    one = {"parameters": [path_parameter("job_id", _NUMBER)]}
    listed = called("list_jobs", "List jobs, the latest first", "422", shown="jobs")
    shown = called("get_job", "Read one job", "404", "422", shown="job")
    again = called("replay_job", "Try a dead job again", "404", "409", "422")
    gone = called("drop_job", "Delete a job that does not run", "404", "409", "422")
    paths = {
        f"{prefix}/jobs": {"get": {**listed, "parameters": _QUERY}},
        f"{prefix}/jobs/{{job_id}}": {**one, "get": shown, "delete": gone},
        f"{prefix}/jobs/{{job_id}}/replay": {**one, "post": again},
    }
    listing = {"type": "array", "items": shown_as(**_SHOWN)}
    return AddedContract(
        tags=({"name": _TAG, "description": "What is done later, for operators."},),
        schemas={
            "jobs": shown_as(data=listing, next_before=_maybe(_COUNT)),
            "job": shown_as(**_SHOWN, payload={}),
        },
        paths=counted(design, paths),
    )


def _watched(design: Design) -> Watched | None:
    from .watching import jobs  # few designs ask for it

    return jobs.watched(design)


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
    permissions=("jobs:read", "jobs:write"),
    tables=_tables,
    contract=_contract,
    mapped=(("models.jobs", "JobRow"), ("models.jobs", "JobSchedule")),
    told=False,
    shares=("listening",),
    worker=True,
    consumes=lambda design: {each.on for each in design.jobs.values() if each.on},
    modules=("jobs",),
    watched=_watched,
)
