"""What the documents of a project say beside what the rest of the model does."""

from __future__ import annotations

from typing import Literal

from ...record import Record

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


class TracedRequirement(Record, frozen=True):
    """A functional requirement, and what meets it."""

    id: str  # "FR-1"
    text: str  # what has to be possible, in one line
    operations: tuple[str, ...] = ()  # that meet it, each by name: "Product.list"


class TracedOperation(Record, frozen=True):
    """An operation, what it is for, and where it is done and tried."""

    name: str  # in the design: "Product.list"
    method: str  # "GET"
    path: str  # with the API's prefix: "/api/v1/products"
    tests: tuple[str, ...] = ()  # the files with tests of it
    requirements: tuple[str, ...] = ()  # that it meets: "FR-1"


class TracedGroup(Record, frozen=True):
    """The operations of one service."""

    name: str  # "Product"
    code: str  # the file of the service that does them
    operations: tuple[TracedOperation, ...]  # in the design's order


class TracedGoal(Record, frozen=True):
    """A quality that is asked for, and what shows whether it is there."""

    name: str  # "Availability"
    value: str  # "99.9%"
    measure: str = ""  # what measures it, as Markdown; empty for nothing


class Traces(Record, frozen=True):
    """What leads from the requirements to code and tests, and back."""

    requirements: tuple[TracedRequirement, ...] = ()  # in the design's order
    groups: tuple[TracedGroup, ...] = ()  # the same
    goals: tuple[TracedGoal, ...] = ()  # the same
    held: tuple[str, ...] = ()  # the files with tests of all operations


class Documents(Record, frozen=True):
    """What the pages of the documents say, each worked out where it is asked for."""

    pages: dict[str, Page]  # by the design's word, in their order: "security"
    traces: Traces | None = None  # which operations meet a requirement, and back
