"""Jobs as a model has them: what they are given, and how they are run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language.sections import seconds
from ..layout import Node, Source, block, call, named
from ..names import docstring, python_string
from ..record import replace
from ..resolve import Resolved
from ..resolve.jobs import ResolvedJob, given_to
from .custom import property_of
from .events import properties_told
from .types import Entity, Job, Jobs, Property

_UTC = "UTC"
_USUAL = {"attempts": 5, "backoff": 10, "timeout": 300, "priority": 0}


def jobs_of(resolved: Resolved, entities: Sequence[Entity] = ()) -> Jobs:
    """Return all jobs of a design."""
    told = {
        each.written.on: tuple(properties_told(resolved, entities, each.written.on))
        for each in resolved.jobs
        if each.written.on in resolved.design.events
    }
    listed = tuple(
        _job(resolved, each, told.get(each.written.on or "")) for each in resolved.jobs
    )
    given = (each.class_name for each in listed if each.class_name)
    return Jobs(
        listed=listed,
        given=tuple(sorted(given)),
        scheduled=any(each.every for each in listed),
        dtos=None,
    )


def _job(
    resolved: Resolved, each: ResolvedJob, told: tuple[Property, ...] | None
) -> Job:
    written = each.written
    input_ = properties_of(resolved, each) if told is None else told
    made = Job(
        name=each.name,
        was=written.was or "",
        class_name=each.class_name if input_ else "",
        input=input_,
        every=written.every or "",
        time_zone=(written.time_zone or _UTC) if written.every else "",
        on=written.on or "",
        attempts=written.attempts,
        backoff=seconds(written.backoff),
        timeout=seconds(written.timeout),
        deadline=seconds(written.deadline) if written.deadline else 0,
        queue=written.queue,
        priority=written.priority,
        concurrency=written.concurrency or 0,
        description=written.description or "",
        definition="",
        method="",
        docstring="",
    )
    return replace(
        made,
        definition=block(call("Job", *_definition(made)), 4, tail=","),
        method=_method(made),
        docstring=_docstring(made),
    )


def properties_of(resolved: Resolved, each: ResolvedJob) -> tuple[Property, ...]:
    """Return the fields of what a job is given."""
    said = each.written.input
    found = each.fields
    if isinstance(said, str):
        found = tuple(f for f in resolved.fields if f.part and f.entity_name == said)
    enums = {field.name: field.enum for field in found if field.enum is not None}
    return tuple(
        property_of(resolved, name, source, enums.get(name))
        for name, source in given_to(resolved.design, each).items()
    )


def _definition(job: Job) -> Iterator[Source]:
    """Yield what a job is said by; what is as usual is left out."""
    yield python_string(job.name)
    if job.class_name:
        yield f"payloads.{job.class_name}"
    for name, usual in _USUAL.items():
        if getattr(job, name) != usual:
            yield f"{name}={getattr(job, name)}"
    if job.deadline:
        yield f"deadline={job.deadline}"
    if job.queue != "default":
        yield named("queue", python_string(job.queue))
    if job.concurrency:
        yield f"concurrency={job.concurrency}"
    if job.every:
        zone = [] if job.time_zone == _UTC else [python_string(job.time_zone)]
        yield named("schedule", call("Schedule", python_string(job.every), *zone))
    if job.on:
        yield named("on", python_string(job.on))
    if job.was:
        yield named("was", python_string(job.was))


def _method(job: Job) -> str:
    parameters = [
        "self",
        *([f"data: payloads.{job.class_name}"] if job.class_name else []),
    ]
    head = Node(f"async def {job.name}(", tuple(parameters), ") -> None:")
    return block(replace(head, shared=True), 4)


def _docstring(job: Job) -> str:
    summary = f"{job.name.replace('_', ' ').capitalize()}."
    said = job.description
    return docstring(f"{summary}\n\n{said}" if said else summary, 8, summary=True)
