"""What a router knows of its entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...features.feature import Argument, Router, Use, Views
from ...operation import Operation, Precondition
from ...record import Record
from ..types import KeyPart, Nested, NestedLink


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

    def condition(self, name: Precondition) -> Argument:
        """Return what the service is told of a condition of a request."""
        return next(
            each.conditions[name] for each in self.added if name in each.conditions
        )
