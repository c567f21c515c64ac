"""`async: true`: an operation of the design's own that a job does, whose status is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from .described import (
    Node,
    counted,
    operation,
    path_parameter,
    required,
    schema,
    signed_in,
)
from .feature import AddedContract, Components, Feature, Reasons, has_trait, in_designs
from .tables import AddedTable, TableColumn, TableReference

_TAG = "Operations"


def _wanted(design: Design) -> bool:
    return any(each.later for each in design.operations.values())


def _tables(design: Design) -> Iterator[AddedTable]:
    """What was asked for, for whom, how far it is, and what came of it."""
    signs_in = design.security is not None
    tenants = has_trait(design, "tenant")
    account = TableColumn("account_id", "uuid", nullable=True)
    yield AddedTable(
        "async_operations",
        (
            TableColumn("id", "uuid", primary=True),
            TableColumn("name", "string", length=130),
            TableColumn("job_id", "bigint"),
            TableColumn("asked_by", "string", length=300),
            TableColumn("rights", "text"),
            *([account] if signs_in else []),
            *([TableColumn("tenant_id", "uuid", nullable=True)] if tenants else []),
            TableColumn("state", "string", length=10, nullable=True),
            TableColumn("result", "text", nullable=True),
            TableColumn("error", "text", nullable=True),
            TableColumn("progress_done", "bigint", nullable=True),
            TableColumn("progress_total", "bigint", nullable=True),
            TableColumn("progress_text", "string", length=200, nullable=True),
            TableColumn("created_at", "datetime"),
            TableColumn("started_at", "datetime", nullable=True),
            TableColumn("finished_at", "datetime", nullable=True),
            TableColumn("cancel_at", "datetime", nullable=True),
        ),
        references=(TableReference("account_id", "accounts"),) if signs_in else (),
        indexes=(*([("account_id",)] if signs_in else []), ("created_at",)),
    )


def _contract(design: Design, prefix: str) -> AddedContract:
    ways = required(design)

    def called(name: str, summary: str, *errors: str) -> Node:
        shown = "operation-status"
        if design.security is None:
            found = operation(name, summary, "200", *errors, shown=shown)
        else:
            found = signed_in(ways, name, summary, *errors, shown=shown)
            del found["responses"]["403"]  # what is another's is not there
            found["security"] = [{}, *ways]
        return {**found, "tags": [_TAG]}

    one = {"parameters": [path_parameter("operation_id", schema("uuid"))]}
    shown = called("get_operation", "Tell how far an operation is", "404", "422")
    ended = called("cancel_operation", "Cancel an operation", "404", "409", "422")
    paths = {
        f"{prefix}/operations/{{operation_id}}": {**one, "get": shown},
        f"{prefix}/operations/{{operation_id}}/cancel": {**one, "post": ended},
    }
    return AddedContract(
        tags=({"name": _TAG, "description": "What is done later, for who asked."},),
        paths=counted(design, paths),
    )


FEATURE = Feature(
    name="async_operations",
    said="operations: {Order.recount: {async: true}}",
    summary="Operations that take long are done later, and their status is asked for.",
    reasons=Reasons(
        9125,
        "What takes long is answered 202 and done by a job",
        "Some operations take longer than a client, or a proxy between, waits for an answer.",
        "The request stores a job in its transaction and is answered 202 with the address of a "
        "status. The job runs as whoever asked; the end of the operation is stored in the "
        "transaction of what it writes.",
        "Clients ask for the status until it has ended. A result is a copy of what was answered "
        "at that time, and is deleted after a day unless a setting says otherwise.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=("AsyncOperation", "AsyncOperationRow"),
    tables=_tables,
    contract=_contract,
    components=Components(
        headers={
            "Retry-After": {
                "description": "The seconds after which to ask again.",
                "schema": {"type": "integer"},
            }
        }
    ),
    mapped=(("models.async_operations", "AsyncOperationRow"),),
    told=False,
    worker=True,
    types=("uuid",),
    permissions=("jobs:read", "jobs:write"),
)
