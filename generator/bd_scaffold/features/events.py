"""`events`: others are told of changes of rows, which are recorded with these."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..record import replace
from .feature import Feature, Reasons, Repository, Usage, has_trait, in_designs
from .tables import AddedTable, TableColumn
from .watching import Watched


def _wanted(design: Design) -> bool:
    return bool(design.events)


def _tables(design: Design) -> Iterator[AddedTable]:
    """What is to be told of, in the order in which it was recorded."""
    tenant = TableColumn("tenant_id", "uuid", nullable=True)
    principal = TableColumn("principal_id", "uuid", nullable=True)
    yield AddedTable(
        "outbox",
        (
            TableColumn("number", "bigint", primary=True, numbered=True),
            TableColumn("id", "uuid"),
            TableColumn("name", "string", length=60),
            TableColumn("version", "integer"),
            TableColumn("aggregate_type", "string", length=60),
            TableColumn("aggregate_id", "text"),
            TableColumn("data", "text"),
            *([principal] if design.security is not None else []),
            *([tenant] if has_trait(design, "tenant") else []),
            TableColumn("request_id", "string", length=128),
            TableColumn("traceparent", "string", length=55, nullable=True),
            TableColumn("occurred_at", "datetime"),
            TableColumn("failures", "integer"),
            TableColumn("retry_at", "datetime", nullable=True),
        ),
        indexes=(("aggregate_type", "aggregate_id", "number"),),
    )


def _form(usage: Usage) -> Feature:
    """Return it with what knows the names of transitions, where events tell these apart."""
    design = usage.design
    if design is None or not _names_count(design, usage):
        return FEATURE
    base = ("core.db.named_changes", "NamedChanges")
    return replace(FEATURE, repository=Repository(base=base, first=True))


def _names_count(design: Design, usage: Usage) -> bool:
    """Tell whether an event tells of a transition, or of updates, which none of them is."""
    transitions = usage.written.transitions
    owner = next(
        (name for name, each in design.entities.items() if each is usage.written), ""
    )
    told = (
        each.partition(".") for said in design.events.values() for each in said.from_
    )
    names = {operation for of, _, operation in told if of == owner}
    return bool(transitions) and bool(names & {"update", *transitions})


def _watched(design: Design) -> Watched | None:
    from .watching import events  # few designs ask for it

    return events.watched(design)


FEATURE = Feature(
    name="events",
    said="events: {OrderPlaced: {from: Order.place}}",
    summary="Others are told of changes of rows, of each that is stored and of no other.",
    reasons=Reasons(
        9118,
        "Events are recorded with the changes that they tell of",
        "A message that is sent before the commit may tell of what is rolled back; one "
        "that is sent after it is lost where the process ends in between.",
        "An event is a row of an outbox, stored in the transaction of the change. A relay "
        "in the worker hands it on, and deletes the row in the same transaction.",
        "Each such change stores an additional row. Events come at least once, and in "
        "their order for each row that they tell of.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    form=_form,
    classes=("NamedChanges", "OutboxEvent"),
    tables=_tables,
    mapped=(("models.events", "EVENTS"), ("models.outbox", "OutboxEvent")),
    told=False,
    shares=("listening",),
    follows=True,
    worker=True,
    events=lambda design: {name: {} for name in design.events},
    modules=("recorded",),
    watched=_watched,
)
