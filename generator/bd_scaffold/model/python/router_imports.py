"""What a router imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...features.routes import Argument, Views
from ...features.use import Use
from ...operation import Operation
from .answers import (
    OF_INCLUSIONS,
    asks_for_related,
    names_fields,
    shown,
    some_of,
)
from .slices import (
    BATCHES,
    PLAIN_BUILDER,
    TOLD,
    Slice,
    builder_of,
    has_another_parent,
    key_of,
    results_of,
    takes_request,
    unit_of_work,
)


def uses(own: Slice, operations: Sequence[Operation]) -> Iterator[Use]:
    """Yield what a router uses, with the modules; some names more than once."""
    yield f"{own.package}.core.http.routing", "SliceRouter"
    for module, name in own.routes[-1:]:
        yield f"{own.package}.{module}", name
    if any(each.returned != "nothing" for each in operations):
        module, name = builder_of(own, operations)
        yield f"{own.package}.{module}", name
        if own.views is not None:
            yield from _of_views(own, own.views)
    if own.abridged:
        yield f"{own.package}.{PLAIN_BUILDER[0]}", PLAIN_BUILDER[1]
    for operation in operations:
        yield "fastapi", "Response"
        yield f"{own.package}.core.http.contract", "responses"
        if own.serving(operation):
            yield from _used_to_hand_on(own, operation)
        else:
            yield ".dependencies", f"{own.name}{unit_of_work(operation)}"
        yield from _used_by_parameters(own, operation)
        yield from _used_by_body(own, operation)


def _used_to_hand_on(own: Slice, operation: Operation) -> Iterator[Use]:
    """Yield what an operation is served with whose kind is a capability's own."""
    yield ".dependencies", f"{own.handle}_service"
    if served := own.serving(operation):
        _, more = served.calls(operation)
        told = filter(None, [served.told(operation)])
        for each in (served.given, *served.route(operation), *told, *more):
            yield from _of_argument(own, each)


def _used_by_parameters(own: Slice, operation: Operation) -> Iterator[Use]:
    other = has_another_parent(own, operation)
    of_key = own.packages[str(operation.key_of)] if other else ""
    for part in key_of(own, operation):
        yield f"{of_key}.schemas", part.alias
    if operation.relation:
        link = own.links[operation.relation]
        package = "" if link.target == own.name else own.packages[link.target]
        yield from ((f"{package}.schemas", part.alias) for part in link.key)
    if other:
        yield f"{of_key}.dependencies", f"{operation.key_of}ReadingDep"
    yield from _used_by_what_is_sent(own, operation)
    if takes_request(own, operation):
        yield "fastapi", "Request"
    for header in operation.http.parameters:
        yield from _of_argument(own, own.header(header))
    for dependency in own.dependencies(operation):
        yield from _of_argument(own, dependency)


def _used_by_what_is_sent(own: Slice, operation: Operation) -> Iterator[Use]:
    answer = own.answer(operation)
    if operation.query or answer:
        yield "typing", "Annotated"
        yield "fastapi", "Query"
    if operation.query:
        yield ".schemas", operation.query
    elif answer:
        yield from _of_argument(own, Argument("", (answer.query,)))
    if operation.body:
        yield ".schemas", operation.body
    if form := own.reading(operation):
        yield from _of_argument(own, Argument("", form.uses))
    if operation.item:
        yield ".schemas", operation.item
        yield f"{own.package}.{BATCHES}", "ManyOf"


def _used_by_body(own: Slice, operation: Operation) -> Iterator[Use]:
    if operation.repeats:
        yield from _used_by_each(own, operation)
        return
    if operation.returned == "page":
        yield f"{own.package}.core.queries", "ListQuery"
    if answer := own.answer(operation):
        yield ".schemas", f"{own.name}Read"
        yield from _of_argument(own, Argument("", (answer.builder, answer.shown)))
    elif operation.returned != "nothing":
        by_rows = own.abridged and operation.returned == "page"
        yield ".schemas", f"{own.name}{'ListItem' if by_rows else 'Read'}"
        yield shown(own, operation)
    yield from _used_to_choose(own, operation)
    for condition in operation.requires:
        yield from _of_argument(own, own.condition(condition))
    for each in own.finishes(operation):
        yield from _of_argument(own, Argument("", (each.call,)))
    if "Location" in operation.http.headers or operation.http.created:
        yield f"{own.package}.core.http.responses", "location"
    if operation.natural:
        yield ".schemas", f"{own.name}Create"


def _used_to_choose(own: Slice, operation: Operation) -> Iterator[Use]:
    """Yield what answers are made with of which a request says what they hold."""
    if own.sparse and operation.returned == "page":
        yield f"{own.package}.core.http.sparse_fields", "attributes_of"
        yield "dataclasses", "replace"
    if names_fields(own, operation):
        yield f"{own.package}.core.http.sparse_fields", "attributes_of"
        yield some_of(own, operation)
    if asks_for_related(own, operation):
        yield OF_INCLUSIONS, "INCLUSIONS"
        yield f"{own.package}.core.http.dependencies", "ReadingDep"
        if operation.returned == "one":
            yield "pydantic", "MISSING"


def _used_by_each(own: Slice, operation: Operation) -> Iterator[Use]:
    module = f"{own.package}.{BATCHES}"
    yield module, TOLD[operation.repeats]
    yield module, str(results_of(own, operation)).partition("[")[0]
    if operation.requires:
        yield module, "require_versions"
    if operation.returned != "nothing":
        yield ".schemas", f"{own.name}Read"


def _of_views(own: Slice, views: Views) -> Iterator[Use]:
    """Yield what makes builders, what they go by, and what says who asks."""
    yield from _of_argument(own, Argument("", (views.maker, views.rules)))
    yield from _of_argument(own, views.asking)
    yield from ((f"{own.package}.models", model) for _, model in own.owned)


def _of_argument(own: Slice, argument: Argument) -> Iterator[Use]:
    """Yield what an argument is made with; modules of `core` are the project's."""
    for module, name in argument.uses:
        inside = module.startswith("core.")
        yield f"{own.package}.{module}" if inside else module, name
