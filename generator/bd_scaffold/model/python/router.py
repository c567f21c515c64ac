"""The functions of a router, one for each operation, and what they import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...features.feature import Argument, Router, Use, Views
from ...layout import (
    Node,
    Source,
    after,
    block,
    call,
    collection,
    imports,
    lines,
    named,
    subscript,
    texts,
    tuple_of,
)
from ...names import python_string
from ...operation import Operation, OperationPython, Precondition
from ...record import Record, replace
from ..types import Filter, KeyPart, Nested, NestedLink, RouterCode
from .answers import (
    OF_INCLUSIONS,
    asks_for_related,
    names_fields,
    needed,
    reading,
    responding,
    showing,
    shown,
    some_of,
    with_related,
)

_OK = 200
_CALLED = {"get": "found", "nested_get": "found", "create": "made"}


class Slice(Record, frozen=True):
    """What a router knows of its entity, and of those under whose paths it is listed."""

    name: str  # of the entity: "OrderLine"
    package: str  # of the whole project: "shop"
    keys: Mapping[str, Sequence[KeyPart]]  # by entity
    packages: Mapping[str, str]  # of the slices, by entity
    nested: Mapping[str, Nested]  # by its path
    links: Mapping[str, NestedLink]  # by its field
    request: bool  # what builds a page is told the request
    abridged: bool  # the rows of lists leave out what the row itself shows
    added: Sequence[Router]  # what capabilities add to it
    including: bool = False  # answers have related rows in each of theirs
    sparse: bool = False  # a request may name the fields that an answer has

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


def served(own: Slice, operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Return operations with the functions that serve them."""
    return tuple(replace(each, python=_python(own, each)) for each in operations)


def router_of(own: Slice, operations: Sequence[Operation]) -> RouterCode:
    """Return what stands above the functions of a router."""
    routes = [f"route_class={name}" for _, name in own.routes]
    router = call("APIRouter", named("tags", texts([own.name])), *routes)
    objects = [block(after("router = ", router))]
    if any(each.returned != "nothing" for each in operations):
        builder = _made(own, _builder(own, operations), f"{own.name}Read")
        objects.append(block(after("response = ", builder)))
    if own.abridged:
        rows = _made(own, _PLAIN_BUILDER, f"{own.name}ListItem")
        objects.append(block(after("row_response = ", rows)))
    return RouterCode(
        imports="\n".join(imports(_uses(own, operations), own.package)),
        objects="\n".join(objects),
    )


def _builder(own: Slice, operations: Iterable[Operation]) -> Use:
    """Return the class of what builds responses, with its module."""
    shows_one = any(each.returned == "one" for each in operations)
    found = (each.builder for each in own.added if each.builder and shows_one)
    return next(found, _PLAIN_BUILDER)


def _made(own: Slice, builder: Use, schema: str) -> Node:
    """Return what builds responses; where they differ by who asks, what has one for each view."""
    _, name = builder
    if own.views is None:
        return call(name, schema)
    return call(own.views.maker[1], name, schema, own.views.rules[1])


_PLAIN_BUILDER: Use = ("core.http.responses", "ResponseBuilder")


def _python(own: Slice, operation: Operation) -> OperationPython:
    route = call(f"@router.{operation.http.method}", *_route(own, operation))
    parameters = tuple(_parameters(own, operation))
    head = Node(f"async def {operation.id}(", parameters, ") -> Response:")
    return OperationPython(
        route=block(replace(route, shared=True)),
        head=block(replace(head, shared=True)),
        body=_text(_body(own, operation)),
    )


def _indented(*sources: Source) -> Iterator[str]:
    """Yield statements as they stand below another one, line by line."""
    for each in sources:
        yield from (line.removeprefix("    ") for line in lines(each, 8))


def _text(sources: Iterable[Source]) -> str:
    return "\n".join(block(each, 4) for each in sources)


def _route(own: Slice, operation: Operation) -> Iterator[Source]:
    http = operation.http
    yield python_string(http.path)
    if http.status != _OK:
        yield f"status_code={http.status}"
    asked = [each.source for each in own.dependencies(operation)]
    if asked:
        yield named("dependencies", collection(asked))
    arguments: list[Source] = [str(http.status)]
    if operation.result:
        arguments.append(shown(own, operation)[1])
    if names_fields(own, operation):
        arguments.append(f"some={some_of(own, operation)[1]}")
    if http.headers:
        arguments.append(named("headers", tuple_of(map(python_string, http.headers))))
    arguments.append(named("errors", tuple_of(map(str, http.errors))))
    if http.not_modified:
        arguments.append("conditional=True")
    yield named("responses", call("responses", *arguments))


def _parameters(own: Slice, operation: Operation) -> Iterator[Source]:
    for part in _key(own, operation):
        yield f"{part.parameter}: {part.alias}"
    if operation.relation:
        for part in own.links[operation.relation].key:
            yield f"{part.parameter}: {part.alias}"
    if operation.query:
        yield after("query: ", subscript("Annotated", operation.query, "Query()"))
    if operation.body:
        yield f"body: {operation.body}"
    if _has_another_parent(own, operation):
        yield f"parents: {operation.key_of}ReadingDep"
    yield f"service: {own.name}{_unit_of_work(operation)}"
    if asks_for_related(own, operation):
        yield "work: ReadingDep"
    if _takes_request(own, operation):
        yield "request: Request"
    if own.views is not None and operation.returned != "nothing":
        yield own.views.asking.source
    asked = (own.header(each).source for each in operation.http.parameters)
    yield from filter(None, asked)


def _unit_of_work(operation: Operation) -> str:
    """Return how the dependency ends that gives a service a unit of work of the right kind."""
    return "ReadingDep" if operation.http.method == "get" else "ServiceDep"


def _key(own: Slice, operation: Operation) -> Sequence[KeyPart]:
    return own.keys[operation.key_of] if operation.key_of else ()


def _has_another_parent(own: Slice, operation: Operation) -> bool:
    return operation.key_of not in (None, own.name)


def _takes_request(own: Slice, operation: Operation) -> bool:
    located = "Location" in operation.http.headers
    return located or (operation.returned == "page" and own.request)


def _body(own: Slice, operation: Operation) -> Iterator[Source]:
    if operation.returned == "page":
        yield from _listing(own, operation)
        return
    arguments: list[Source] = [part.parameter for part in _key(own, operation)]
    if operation.relation:
        link = own.links[operation.relation]
        other = [part.parameter for part in link.key]
        arguments = [python_string(link.relationship), _whole(arguments), _whole(other)]
    if operation.kind == "nested_get":
        yield _of_parent(own, operation)
        nested = own.nested[operation.http.path]
        of = "parent." if nested.by else ""
        arguments = [f"{each.column}={of}{each.name}" for each in nested.filters]
    if operation.body:
        arguments.append("data=body" if arguments else "body")
    arguments += [own.condition(each).source for each in operation.requires]
    called = operation.call
    if names_fields(own, operation):
        yield reading(f"{own.name}Read")
        arguments.insert(0, needed(own))
        called = "read"
    result = call(f"await service.{called}", *arguments)
    if operation.returned == "nothing":
        yield result
        yield f"return Response(status_code={operation.http.status})"
        return
    name = _CALLED.get(operation.kind, "changed")
    yield after(f"{name} = ", result)
    if asks_for_related(own, operation):
        yield from _with_related_if_asked(own, operation, name)
    yield after("return ", _answer(own, operation, name))


def _with_related_if_asked(
    own: Slice, operation: Operation, name: str
) -> Iterator[Source]:
    """Yield the answer with more than the row, which the row's own tag would not stand for."""
    shown = with_related(showing(own, operation), f"[{name}]")
    yield "if query.include is not MISSING:"
    yield from _indented(after("shown = ", shown), f"return shown.one({name})")


def _listing(own: Slice, operation: Operation) -> Iterator[Source]:
    wanted = "ListQuery.of(query)"
    if nested := own.nested.get(operation.http.path):
        yield _of_parent(own, operation)
        of = "parent." if nested.by else ""
        given = (_given(each, of) for each in nested.filters)
        yield after("wanted = ", call("ListQuery.of", "query", *given))
        wanted = "wanted"
    elif operation.given:
        given = (f"{name}=True" for name in operation.given)
        yield after("wanted = ", call("ListQuery.of", "query", *given))
        wanted = "wanted"
    if own.sparse:
        row = f"{own.name}ListItem" if own.abridged else f"{own.name}Read"
        yield reading(row)
        yield after("wanted = ", call("replace", wanted, f"reads={needed(own)}"))
        wanted = "wanted"
    yield f"found = await service.{operation.call}({wanted})"
    arguments = "found, request" if own.request else "found"
    response = "row_response" if own.abridged else "response"
    builder = f"{responding(own, response)}{'.only(reads)' * own.sparse}"
    if own.including:
        yield after("shown = ", with_related(builder, "found.items"))
        builder = "shown"
    yield f"return {builder}.{operation.call}({arguments})"


def _given(each: Filter, of: str) -> Source:
    """Return what a filter is given of a path: a parameter, or all of a key at once."""
    parts = each.through.given if each.through else each.given
    if len(parts) > 1:
        return named(each.attribute, tuple_of(parts))
    return f"{each.attribute}={of}{each.name}"


def _whole(key: Sequence[Source]) -> Source:
    """Return a key as one value: its part, or all of them at once."""
    return key[0] if len(key) == 1 else tuple_of(key)


def _of_parent(own: Slice, operation: Operation) -> Source:
    """Return the statement that finds the row under whose path others are, or refuses."""
    parents = "parents" if _has_another_parent(own, operation) else "service"
    found = call(
        f"await {parents}.get", *(each.parameter for each in _key(own, operation))
    )
    by_value = own.nested[operation.http.path].by
    return after("parent = ", found) if by_value else found


def _answer(own: Slice, operation: Operation, name: str) -> Source:
    http = operation.http
    if http.not_modified:
        return f"{showing(own, operation)}.unless_known({name}, if_none_match)"
    arguments: list[Source] = [name]
    if http.status != _OK:
        arguments.append(f"status={http.status}")
    if "Location" in http.headers:
        key = (f"{name}.{part.attribute}" for part in own.keys[own.name])
        arguments.append(named("location", call("location", "request", *key)))
    return call(f"{showing(own, operation)}.one", *arguments)


# Imports


def _uses(own: Slice, operations: Sequence[Operation]) -> Iterator[Use]:
    yield "fastapi", "APIRouter"
    for module, name in own.routes:
        yield f"{own.package}.{module}", name
    if any(each.returned != "nothing" for each in operations):
        module, name = _builder(own, operations)
        yield f"{own.package}.{module}", name
        if own.views is not None:
            yield from _of_views(own, own.views)
    if own.abridged:
        yield f"{own.package}.{_PLAIN_BUILDER[0]}", _PLAIN_BUILDER[1]
    for operation in operations:
        yield "fastapi", "Response"
        yield f"{own.package}.core.http.contract", "responses"
        yield ".dependencies", f"{own.name}{_unit_of_work(operation)}"
        yield from _used_by_parameters(own, operation)
        yield from _used_by_body(own, operation)


def _used_by_parameters(own: Slice, operation: Operation) -> Iterator[Use]:
    other = _has_another_parent(own, operation)
    of_key = own.packages[str(operation.key_of)] if other else ""
    for part in _key(own, operation):
        yield f"{of_key}.schemas", part.alias
    if operation.relation:
        link = own.links[operation.relation]
        package = "" if link.target == own.name else own.packages[link.target]
        yield from ((f"{package}.schemas", part.alias) for part in link.key)
    if other:
        yield f"{of_key}.dependencies", f"{operation.key_of}ReadingDep"
    if operation.query:
        yield "typing", "Annotated"
        yield "fastapi", "Query"
        yield ".schemas", operation.query
    if operation.body:
        yield ".schemas", operation.body
    if _takes_request(own, operation):
        yield "fastapi", "Request"
    for header in operation.http.parameters:
        yield from _of_argument(own, own.header(header))
    for dependency in own.dependencies(operation):
        yield from _of_argument(own, dependency)


def _used_by_body(own: Slice, operation: Operation) -> Iterator[Use]:
    if operation.returned == "page":
        yield f"{own.package}.core.queries", "ListQuery"
    if operation.returned != "nothing":
        by_rows = own.abridged and operation.returned == "page"
        yield ".schemas", f"{own.name}{'ListItem' if by_rows else 'Read'}"
        yield shown(own, operation)
    if own.sparse and (operation.returned == "page" or names_fields(own, operation)):
        yield f"{own.package}.core.http.sparse_fields", "attributes_of"
    if own.sparse and operation.returned == "page":
        yield "dataclasses", "replace"
    if names_fields(own, operation):
        yield some_of(own, operation)
    if asks_for_related(own, operation):
        yield OF_INCLUSIONS, "INCLUSIONS"
        yield f"{own.package}.core.http.dependencies", "ReadingDep"
        if operation.returned == "one":
            yield "pydantic", "MISSING"
    for condition in operation.requires:
        yield from _of_argument(own, own.condition(condition))
    if "Location" in operation.http.headers:
        yield f"{own.package}.core.http.responses", "location"


def _of_views(own: Slice, views: Views) -> Iterator[Use]:
    """Yield what makes builders, what they go by, and what says who asks."""
    yield from _of_argument(own, Argument("", (views.maker, views.rules)))
    yield from _of_argument(own, views.asking)


def _of_argument(own: Slice, argument: Argument) -> Iterator[Use]:
    """Yield what an argument is made with; modules of `core` are the project's."""
    for module, name in argument.uses:
        inside = module.startswith("core.")
        yield f"{own.package}.{module}" if inside else module, name
