"""Jobs start on what a broker carries: each of them once, and what can't be read is kept."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from . import messaging
from .feature import Feature, in_designs
from .tables import AddedTable, TableColumn
from .watching import Watched


def _is_wanted(design: Design) -> bool:
    consumes = any(job.on for job in design.jobs.values())
    return consumes and messaging.is_wanted(design)


def _tables(_design: Design) -> Iterator[AddedTable]:
    """What came from the broker, and no job could be made of."""
    yield AddedTable(
        "dead_letters",
        (
            TableColumn("number", "bigint", primary=True, numbered=True),
            TableColumn("id", "text"),
            TableColumn("channel", "text"),
            TableColumn("key", "text"),
            TableColumn("body", "bytes"),
            TableColumn("failures", "integer"),
            TableColumn("error", "text"),
            TableColumn("died_at", "datetime"),
        ),
    )


def _watched(design: Design) -> Watched | None:
    from .watching import inbox  # few designs ask for it

    return inbox.watched(design)


FEATURE = Feature(
    name="inbox",
    said="jobs: {send_receipt: {on: OrderPlaced}}",
    summary="Jobs start on what a broker carries; what can't be read is kept as a dead letter.",
    used_by=in_designs(_is_wanted),
    wanted=_is_wanted,
    classes=("DeadLetter",),
    tables=_tables,
    mapped=(("models.dead_letters", "DeadLetter"),),
    told=False,
    worker=True,
    modules=("dead_letters",),
    watched=_watched,
)
