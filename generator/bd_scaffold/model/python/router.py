"""The functions of a router, one for each operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...features.use import Use
from ...layout import (
    Node,
    Source,
    after,
    block,
    call,
    collection,
    imports,
    named,
    subscript,
    texts,
    tuple_of,
)
from ...names import python_string
from ...operation import Operation, OperationPython
from ...record import replace
from ..types import RouterCode
from .answers import (
    asks_for_related,
    names_fields,
    shown,
    some_of,
)
from .router_bodies import body_of
from .router_imports import uses
from .slices import (
    OK,
    PLAIN_BUILDER,
    Slice,
    builder_of,
    has_another_parent,
    key_of,
    results_of,
    takes_request,
    unit_of_work,
)


def served(own: Slice, operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Return operations with the functions that serve them."""
    return tuple(replace(each, python=_python(own, each)) for each in operations)


def router_of(own: Slice, operations: Sequence[Operation]) -> RouterCode:
    """Return what stands above the functions of a router."""
    # Of several classes, the last is all of them.
    routes = [f"route_class={name}" for _, name in own.routes[-1:]]
    router = call("SliceRouter", named("tags", texts([own.name])), *routes)
    objects = [block(after("router = ", router))]
    if any(each.returned != "nothing" for each in operations):
        builder = _made(own, builder_of(own, operations), f"{own.name}Read")
        objects.append(block(after("response = ", builder)))
    if own.abridged:
        rows = _made(own, PLAIN_BUILDER, f"{own.name}ListItem")
        objects.append(block(after("row_response = ", rows)))
    answers = filter(None, map(own.answer, operations))
    for other, name in dict.fromkeys((each.builder, each.name) for each in answers):
        made = _made(own, other, f"{own.name}Read")
        objects.append(block(after(f"{name} = ", made)))
    return RouterCode(
        imports="\n".join(imports(uses(own, operations), own.package)),
        objects="\n".join(objects),
    )


def _made(own: Slice, builder: Use, schema: str) -> Node:
    """Return what builds responses; where they differ by who asks, what has one for each view."""
    _, name = builder
    if own.views is None:
        return call(name, schema)
    more = [f'"{each}": {model}.__access__' for each, model in own.owned]
    rows = [Node("{", tuple(more), "}")] if more else []
    return call(own.views.maker[1], name, schema, own.views.rules[1], *rows)


def _python(own: Slice, operation: Operation) -> OperationPython:
    route = call(f"@router.{operation.http.method}", *_route(own, operation))
    parameters = tuple(_parameters(own, operation))
    head = Node(f"async def {operation.id}(", parameters, ") -> Response:")
    return OperationPython(
        route=block(replace(route, shared=True)),
        head=block(replace(head, shared=True)),
        body=_text(body_of(own, operation)),
    )


def _text(sources: Iterable[Source]) -> str:
    return "\n".join(block(each, 4) for each in sources)


def _route(own: Slice, operation: Operation) -> Iterator[Source]:
    http = operation.http
    yield python_string(http.path)
    if http.status != OK:
        yield f"status_code={http.status}"
    asked = [each.source for each in own.dependencies(operation)]
    if asked:
        yield named("dependencies", collection(asked))
    arguments: list[Source] = [str(http.status)]
    if operation.repeats:
        arguments.append(results_of(own, operation))
    elif operation.result:
        arguments.append(shown(own, operation)[1])
    if names_fields(own, operation):
        arguments.append(f"some={some_of(own, operation)[1]}")
    if http.headers:
        arguments.append(named("headers", tuple_of(map(python_string, http.headers))))
    arguments.append(named("errors", tuple_of(map(str, http.errors))))
    if http.not_modified:
        arguments.append("conditional=True")
    answers = _told(own, operation, call("responses", *arguments))
    if http.created:
        made = (python_string(each) for each in ("Location", *http.headers))
        told = named("headers", tuple_of(made))
        told = call("responses", str(http.created), arguments[1], told, arguments[-1])
        yield named(
            "responses", Node("{", (after("**", answers), after("**", told)), "}")
        )
        return
    yield named("responses", answers)
    yield from _added_to_route(own, operation)


def _told(own: Slice, operation: Operation, answers: Source) -> Source:
    """Return what is told of answers, as a capability has it that serves the operation."""
    served = own.serving(operation)
    told = served.told(operation) if served else None
    if told is None:
        return answers
    name, _, argument = told.source.partition(" ")
    return call(name, argument, answers)


def _added_to_route(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield the arguments of a route that capabilities add behind all others."""
    if form := own.reading(operation):
        yield f"openapi_extra={form.extra}"
    if served := own.serving(operation):
        yield from (each.source for each in served.route(operation))


def _parameters(own: Slice, operation: Operation) -> Iterator[Source]:
    yield from _sent(own, operation)
    if has_another_parent(own, operation):
        yield f"parents: {operation.key_of}ReadingDep"
    if served := own.serving(operation):
        yield served.given.source
    else:
        yield f"service: {own.name}{unit_of_work(operation)}"
    if asks_for_related(own, operation):
        yield "work: ReadingDep"
    if takes_request(own, operation):
        yield "request: Request"
    if own.views is not None and operation.returned != "nothing":
        yield own.views.asking.source
    asked = (own.header(each).source for each in operation.http.parameters)
    yield from filter(None, asked)


def _sent(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield what stands in a request: in its path, its query and its body."""
    related = own.links[operation.relation].key if operation.relation else ()
    for part in (*key_of(own, operation), *related):
        yield f"{part.parameter}: {part.alias}"
    if operation.query:
        yield _query(operation.query, "key" if operation.natural else "query")
    elif answer := own.answer(operation):
        yield _query(answer.query[1])
    if operation.body:
        yield after("body: ", _body_type(own, operation))
    if operation.item:
        many = subscript("ManyOf", operation.item)
        yield after("body: ", replace(many, shared=True))


def _query(kind: str, name: str = "query") -> Source:
    return after(f"{name}: ", subscript("Annotated", kind, "Query()"))


def _body_type(own: Slice, operation: Operation) -> Source:
    """Return the type of a body: its schema, and what else it may be."""
    schema = str(operation.body)
    form = own.reading(operation)
    if form is None:
        return schema
    other, (marks,) = form.kind
    return subscript("Annotated", f"{schema} | {other}", f"{marks}({schema})")
