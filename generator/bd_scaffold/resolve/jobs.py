"""Jobs: what they are given, and what starts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .. import names
from ..language.design import Design, Entity, FieldType
from ..language.jobs import Job
from ..language.scalars import ACCOUNT
from ..language.tree import Path
from ..record import Record, replace
from .composites import Part
from .enums import own_enum, own_enum_name
from .fields import Field, kind_of
from .types import Enum

if TYPE_CHECKING:
    from ..features.feature import Feature


class GivenToJob(Part, frozen=True):
    """A field of what a job is given."""

    @property
    def place(self) -> Path:
        """Where the design says what it is."""
        return ("jobs", self.type, "input", self.name)


class ResolvedJob(Record, frozen=True):
    """A job, as far as the design says what it means."""

    name: str
    written: Job
    fields: tuple[
        Field, ...
    ]  # of what it is given; those of value types tell themselves
    event: Mapping[str, FieldType] | None = (
        None  # what the event says that it starts on
    )

    @property
    def place(self) -> Path:
        """Where the design says it."""
        return ("jobs", self.name)

    @property
    def class_name(self) -> str:
        """What the class is called of what it is given: `SendReceipt`."""
        return names.pascal(self.name)


def jobs_of(
    design: Design, features: tuple[Feature, ...], shared: Mapping[str, Enum]
) -> tuple[ResolvedJob, ...]:
    """Return the jobs of a design, in its order."""
    events = events_of(design, features)
    return tuple(
        ResolvedJob(
            name=name,
            written=written,
            fields=tuple(_fields(design, shared, name)),
            event=events.get(written.on or ""),
        )
        for name, written in design.jobs.items()
    )


def events_of(
    design: Design, features: tuple[Feature, ...]
) -> Mapping[str, Mapping[str, FieldType]]:
    """Return the events that jobs can start on, with what they say."""
    return {
        name: fields
        for feature in features
        for name, fields in feature.events(design).items()
    }


def given_to(design: Design, job: ResolvedJob) -> Mapping[str, FieldType]:
    """Return the fields of what a job is given: a value type's are its parts."""
    said = job.written.input
    if job.event is not None:
        return job.event
    if isinstance(said, str):
        return design.types[said].fields if said in design.types else {}
    return said or {}


def _fields(design: Design, shared: Mapping[str, Enum], job: str) -> Iterator[Field]:
    """Yield the fields that a job says itself; a value type tells of its parts itself."""
    said = design.jobs[job].input
    if said is None or isinstance(said, str):
        return
    apart = Entity(fields=dict(said), operations=())
    for name, source in said.items():
        if source.type in (*design.types, *design.entities, ACCOUNT):
            continue  # values of parts tell of these themselves; the others can't be here
        kind = kind_of(design, job, source)
        enum = shared.get(source.type) if kind == "enum" else None
        if source.type == "enum":
            enum = own_enum(names.pascal(job), apart, name, ())
            former = tuple(
                called
                for then in dict.fromkeys((design.jobs[job].was, job))
                for field in dict.fromkeys((source.was, name))
                if then
                and field
                and (called := own_enum_name(names.pascal(then), field)) != enum.name
            )
            enum = replace(enum, was=next(iter(former), ""), former=former)
        part = GivenToJob(type=job, name=name, field="")
        yield Field(job, apart, name, source, kind, enum, part)
