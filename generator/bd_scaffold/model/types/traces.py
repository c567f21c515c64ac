"""What leads from the requirements to code and tests, and back."""

from __future__ import annotations

from ...record import Record


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
    tests: str = ""  # links to the files with tests of it, as Markdown
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
    held: str = ""  # links to the files with tests of all operations, as Markdown
