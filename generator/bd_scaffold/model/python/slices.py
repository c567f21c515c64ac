"""What is known of an entity where its router is written, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...features.routes import Answer, Argument, Finish, Reading, Router, Served, Views
from ...features.use import Use
from ...layout import Source, subscript
from ...operation import Operation, OperationKind, Precondition
from ...record import Record, replace
from ..types import KeyPart, Nested, NestedLink

OK = 200


PLAIN_BUILDER: Use = ("core.http.responses", "ResponseBuilder")


BATCHES = "core.http.batch"


TOLD: Mapping[OperationKind | None, str] = {
    "create": "created_each",
    "update": "changed_each",
    "delete": "deleted_each",
}
"""What answers with what became of each item, by what was done with it."""


class Slice(Record, frozen=True):
    """What a router knows of its entity, and of those under whose paths it is listed."""

    name: str  # of the entity: "OrderLine"
    package: str  # of the whole project: "shop"
    keys: Mapping[str, Sequence[KeyPart]]  # by entity
    packages: Mapping[str, str]  # of the slices, by entity
    nested: Mapping[str, Nested]  # by its path
    links: Mapping[str, NestedLink]  # by its field
    path: str  # of its list, under the API's prefix
    request: bool  # what builds a page is told the request
    abridged: bool  # the rows of lists leave out what the row itself shows
    added: Sequence[Router]  # what capabilities add to it
    handle: str = ""  # in names of functions: "order_line"
    including: bool = False  # answers have related rows in each of theirs
    sparse: bool = False  # a request may name the fields that an answer has
    owned: Sequence[tuple[str, str]] = ()
    """The rows inside of its own that not everybody sees whole, with their mapped class."""

    @property
    def views(self) -> Views | None:
        """How its answers differ by who asks, if they do."""
        return next((each.views for each in self.added if each.views), None)

    @property
    def routes(self) -> list[Use]:
        """The class of its routes, with its module, where that is not the framework's."""
        return [each.route for each in self.added if each.route]

    def header(self, name: str) -> Argument:
        """Return the parameter of a function for a header of a request."""
        return next(each.headers[name] for each in self.added if name in each.headers)

    def dependencies(self, operation: Operation) -> Iterator[Argument]:
        """Yield what is asked before an operation."""
        for each in self.added:
            yield from each.dependencies(operation)

    def answer(self, operation: Operation) -> Answer | None:
        """Return how an operation is answered that shows something else than rows."""
        found = (each.answers.get(operation.returned) for each in self.added)
        return next(filter(None, found), None)

    def reading(self, operation: Operation) -> Reading | None:
        """Return how the body of an operation is read, if not by its schema alone."""
        found = (each.reading for each in self.added if each.reading)
        return next((each for each in found if each.of(operation)), None)

    def serving(self, operation: Operation) -> Served | None:
        """Return how an operation is served whose kind is a capability's own."""
        found = (each.serves.get(operation.kind) for each in self.added)
        return next(filter(None, found), None)

    def finishes(self, operation: Operation) -> Iterator[Finish]:
        """Yield what the answer of an operation is passed through."""
        found = (each.finish for each in self.added if each.finish)
        yield from (each for each in found if each.of(operation))

    def condition(self, name: Precondition) -> Argument:
        """Return what the service is told of a condition of a request."""
        return next(
            each.conditions[name] for each in self.added if name in each.conditions
        )


def builder_of(own: Slice, operations: Iterable[Operation]) -> Use:
    """Return the class of what builds responses, with its module."""
    shows_one = any(each.returned == "one" for each in operations)
    found = (each.builder for each in own.added if each.builder and shows_one)
    return next(found, PLAIN_BUILDER)


def results_of(own: Slice, operation: Operation) -> Source:
    """Return the class of what becomes of each item of an operation on many rows."""
    if operation.returned == "nothing":
        return "BatchRemovals"
    kind = "BatchCreations" if operation.repeats == "create" else "BatchChanges"
    return replace(subscript(kind, f"{own.name}Read"), shared=True)


def unit_of_work(operation: Operation) -> str:
    """Return how the dependency ends that gives a service a unit of work of the right kind."""
    return "ReadingDep" if operation.http.method == "get" else "ServiceDep"


def key_of(own: Slice, operation: Operation) -> Sequence[KeyPart]:
    """Return the parts of the key in an operation's path."""
    return own.keys[operation.key_of] if operation.key_of else ()


def has_another_parent(own: Slice, operation: Operation) -> bool:
    """Tell whether the key in the path is that of another entity's row."""
    return operation.key_of not in (None, own.name)


def takes_request(own: Slice, operation: Operation) -> bool:
    """Tell whether the function of an operation is told the request."""
    http = operation.http
    located = "Location" in http.headers or http.created is not None
    paged = operation.returned == "page" and own.request
    return located or paged or operation.repeats is not None
