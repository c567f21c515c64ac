"""What a capability adds to the router of an entity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..operation import Operation, OperationKind, Precondition, Returned
from ..record import Record
from .absent import NOTHING
from .use import Call, Use


class Argument(Record, frozen=True):
    """An argument in the generated code, and what it is made with."""

    source: str  # "if_match: IfMatch = MISSING"
    uses: tuple[Use, ...]


class Views(Record, frozen=True):
    """How answers differ by who asks: what makes builders of them, and which one is asked."""

    maker: Use  # what is called with the builder's class, the schema and the rules
    rules: Use
    asking: Argument  # the parameter of functions that says who asks
    chosen: str  # what the router's object is asked for: "seen_by(principal)"
    chosen_at_work: str = ""  # the same, where a unit of work says who asks


class Answer(Record, frozen=True):
    """How a router answers an operation that shows something else than rows."""

    builder: Use  # the class of what builds its answers
    name: str  # of the object that does: "history"
    shown: Use  # the class of what comes back
    query: Use  # the class of its query's parameters


class Finish(Record, frozen=True):
    """What the answers of some operations are passed through."""

    call: Use  # what is called with the answer
    arguments: tuple[str, ...]  # and with what else
    of: Callable[[Operation], bool]  # whether an operation's is


class Reading(Record, frozen=True):
    """How bodies are read of some operations, which have another form, too."""

    of: Callable[[Operation], bool]  # whether an operation's are
    kind: (
        Call  # what stands behind the type of its schema, and what is called with that
    )
    data: str  # what is called for what the service is given
    extra: str  # what OpenAPI is told of the other form
    uses: tuple[Use, ...]


class Served(Record, frozen=True):
    """How a router serves operations of a kind that is a capability's own.

    Their functions get no service, and hand on what makes one of a unit of work.
    """

    route: Callable[[Operation], Iterable[Argument]]  # arguments of its route
    given: Argument  # the parameter of the function whose method is called
    calls: Callable[[Operation], tuple[str, Sequence[Argument]]]
    """What is called, and with what beside the service and the row's key."""
    told: Callable[[Operation], Argument | None] = lambda _operation: None
    """What OpenAPI is told of answers otherwise: a call, which gets them behind its own."""


class Router(Record, frozen=True):
    """What a capability adds to the router of an entity."""

    builder: Use | None = None  # the class of what builds its responses
    views: Views | None = None  # where these are not the same for all
    route: Use | None = None  # the class of its routes
    headers: Mapping[str, Argument] = NOTHING  # of requests
    conditions: Mapping[Precondition, Argument] = NOTHING
    """What the service is told of each condition of a request."""
    dependencies: Callable[[Operation], Iterable[Argument]] = lambda _operation: ()
    """What is asked before an operation, and before its body is read."""
    answers: Mapping[Returned, Answer] = NOTHING  # of its own operations
    finish: Finish | None = None
    reading: Reading | None = None
    serves: Mapping[OperationKind, Served] = NOTHING
