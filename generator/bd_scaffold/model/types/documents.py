"""What the documents of a project say beside what the rest of the model does."""

from __future__ import annotations

from typing import Literal

from ...record import Record
from .figures import DatabasePage, ScalabilityPage

Grade = Literal["low", "medium", "high"]


class Milestone(Record, frozen=True):
    """Something that can be seen to be done."""

    name: str  # what is there then: "The catalogue is public"
    due: str = ""  # by when, where the design says so: "2027-03-31"


class Phase(Record, frozen=True):
    """A stretch of the roadmap."""

    name: str  # in the design: "Catalogue"
    goal: str = ""  # what is true at its end, in one line
    delivers: tuple[str, ...] = ()  # requirements that it meets: "FR-1"
    after: tuple[str, ...] = ()  # phases that are done before it: "Catalogue"
    needs: tuple[str, ...] = ()  # what else it waits for, a line each
    starts: str = ""  # its first day, where the design says so: "2027-01-11"
    ends: str = ""  # its last day, the same
    milestones: tuple[Milestone, ...] = ()  # on the way, in the design's order


class Risk(Record, frozen=True):
    """Something that may go wrong on the way."""

    risk: str  # what may happen, in one line
    likelihood: Grade | None = None  # how likely that is
    impact: Grade | None = None  # how bad it would be
    response: str = ""  # what is done about it, in one line
    phase: str = ""  # the phase that it is about, if it is about one


class Roadmap(Record, frozen=True):
    """In which order the system is built, as the design says it."""

    phases: tuple[Phase, ...] = ()  # in the design's order
    risks: tuple[Risk, ...] = ()  # the same


class Page(Record, frozen=True):
    """One page of the documents."""

    title: str  # its heading: "Security Implementation"
    file: str  # its name in `docs/`: "security-implementation.md"
    summary: str  # what it tells, in a sentence for the index
    nothing: str = ""  # what it says instead, where the design has nothing for it


class Documents(Record, frozen=True):
    """What the pages of the documents say, each worked out where it is asked for."""

    pages: dict[str, Page]  # by the design's word, in their order: "security"
    database: DatabasePage | None = None  # of the database page
    scalability: ScalabilityPage | None = None  # of the scalability plan
