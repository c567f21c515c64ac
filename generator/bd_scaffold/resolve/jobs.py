"""Jobs: what they are given, and what starts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .. import names
from ..language.design import Design, FieldType
from ..language.jobs import Job
from ..language.tree import Path
from ..record import Record
from .composites import Part
from .fields import Field
from .said_fields import fields_said, parts_of_said
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
    if job.event is not None:
        return job.event
    return parts_of_said(design, job.written.input)


def _fields(design: Design, shared: Mapping[str, Enum], job: str) -> Iterator[Field]:
    """Yield the fields that a job says itself."""
    written = design.jobs[job]
    return fields_said(
        design,
        shared,
        job,
        written.input,
        stem=names.pascal(job),
        formers=lambda source, name: [
            (names.pascal(then), called)
            for then in dict.fromkeys((written.was, job))
            for called in dict.fromkeys((source.was, name))
            if then and called
        ],
        part=lambda name: GivenToJob(type=job, name=name, field=""),
    )
