"""The functions of a router, one for each operation, and what they import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...features.feature import Argument, Use, Views
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
from ...operation import Operation, OperationKind, OperationPython
from ...record import replace
from ..types import Filter, KeyPart, RouterCode
from .slice import Slice

_OK = 200
_BATCHES = "core.http.batch"
_TOLD: Mapping[OperationKind | None, str] = {
    "create": "created_each",
    "update": "changed_each",
    "delete": "deleted_each",
}
"""What answers with what became of each item, by what was done with it."""
_CALLED = {"get": "found", "nested_get": "found", "create": "made"}


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


def _responding(own: Slice, name: str) -> str:
    """Return the builder that a function answers with."""
    return name if own.views is None else f"{name}.{own.views.chosen}"


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
    if operation.repeats:
        arguments.append(_results(own, operation))
    elif operation.result:
        arguments.append(_shown(own, operation))
    if http.headers:
        arguments.append(named("headers", tuple_of(map(python_string, http.headers))))
    arguments.append(named("errors", tuple_of(map(str, http.errors))))
    if http.not_modified:
        arguments.append("conditional=True")
    answers = call("responses", *arguments)
    if http.created:
        made = (python_string(each) for each in ("Location", *http.headers))
        told = named("headers", tuple_of(made))
        told = call("responses", str(http.created), arguments[1], told, arguments[-1])
        yield named(
            "responses", Node("{", (after("**", answers), after("**", told)), "}")
        )
        return
    yield named("responses", answers)


def _shown(own: Slice, operation: Operation) -> str:
    return f"{own.name}{'Page' if operation.returned == 'page' else 'Read'}"


def _results(own: Slice, operation: Operation) -> str:
    """Return the class of what becomes of each item of an operation on many rows."""
    if operation.returned == "nothing":
        return "BatchRemovals"
    kind = "BatchCreations" if operation.repeats == "create" else "BatchChanges"
    return f"{kind}[{_shown(own, operation)}]"


def _parameters(own: Slice, operation: Operation) -> Iterator[Source]:
    for part in _key(own, operation):
        yield f"{part.parameter}: {part.alias}"
    if operation.relation:
        for part in own.links[operation.relation].key:
            yield f"{part.parameter}: {part.alias}"
    if operation.query:
        name = "key" if operation.natural else "query"
        yield after(f"{name}: ", subscript("Annotated", operation.query, "Query()"))
    if operation.body:
        yield f"body: {operation.body}"
    if operation.item:
        yield f"body: ManyOf[{operation.item}]"
    if _has_another_parent(own, operation):
        yield f"parents: {operation.key_of}ReadingDep"
    yield f"service: {own.name}{_unit_of_work(operation)}"
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
    http = operation.http
    located = "Location" in http.headers or http.created is not None
    paged = operation.returned == "page" and own.request
    return located or paged or operation.repeats is not None


def _body(own: Slice, operation: Operation) -> Iterator[Source]:
    if operation.returned == "page":
        yield from _listing(own, operation)
        return
    if operation.repeats:
        yield from _each(own, operation)
        return
    if operation.natural:
        yield from _replaced_or_made(own, operation)
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
    result = call(f"await service.{operation.call}", *arguments)
    if operation.returned == "nothing":
        yield result
        yield f"return Response(status_code={operation.http.status})"
        return
    name = _CALLED.get(operation.kind, "changed")
    yield after(f"{name} = ", result)
    yield after("return ", _answer(own, operation, name))


def _replaced_or_made(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield what gives the row with a natural key all values, or makes it, and says which."""
    made = call(f"{own.name}Create.model_construct", "**dict(key)", "**dict(body)")
    yield after("row = ", made)
    conditions = (own.condition(each).source for each in operation.requires)
    arguments = ("row", "dict(key)", "only_new=only_new", *conditions)
    yield after("found, is_new = ", call(f"await service.{operation.call}", *arguments))
    key = (f"found.{part.attribute}" for part in own.keys[own.name])
    yield f"place = location(request, {', '.join(key)}) if is_new else None"
    status = f"status={operation.http.created} if is_new else {operation.http.status}"
    builder = f"{_responding(own, 'response')}.one"
    yield after("return ", call(builder, "found", status, "location=place"))


def _each(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield what does something with each item, and tells what became of it."""
    if operation.requires:
        yield "require_versions(body.data, request)"
    asked = (f"{name}={name}" for name in operation.http.parameters if name.islower())
    done = call(f"await service.{operation.call}", "body.data", *asked)
    arguments = ["done", "request"]
    if operation.returned != "nothing":
        arguments.append(f"{_responding(own, 'response')}.shown")
    if operation.repeats == "create":
        key = (part.attribute for part in own.keys[own.name])
        arguments += map(python_string, (own.path, *key))
    yield after("done = ", done)
    yield after("return ", call(f"await {_TOLD[operation.repeats]}", *arguments))


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
    yield f"found = await service.{operation.call}({wanted})"
    arguments = "found, request" if own.request else "found"
    response = "row_response" if own.abridged else "response"
    builder = _responding(own, response)
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
        return f"{_responding(own, 'response')}.unless_known({name}, if_none_match)"
    arguments: list[Source] = [name]
    if http.status != _OK:
        arguments.append(f"status={http.status}")
    if "Location" in http.headers:
        key = (f"{name}.{part.attribute}" for part in own.keys[own.name])
        arguments.append(named("location", call("location", "request", *key)))
    return call(f"{_responding(own, 'response')}.one", *arguments)


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
    if operation.item:
        yield ".schemas", operation.item
        yield f"{own.package}.{_BATCHES}", "ManyOf"
    if _takes_request(own, operation):
        yield "fastapi", "Request"
    for header in operation.http.parameters:
        yield from _of_argument(own, own.header(header))
    for dependency in own.dependencies(operation):
        yield from _of_argument(own, dependency)


def _used_by_body(own: Slice, operation: Operation) -> Iterator[Use]:
    if operation.repeats:
        yield from _used_by_each(own, operation)
        return
    if operation.returned == "page":
        yield f"{own.package}.core.queries", "ListQuery"
    if operation.returned != "nothing":
        by_rows = own.abridged and operation.returned == "page"
        yield ".schemas", f"{own.name}{'ListItem' if by_rows else 'Read'}"
        yield ".schemas", _shown(own, operation)
    for condition in operation.requires:
        yield from _of_argument(own, own.condition(condition))
    if "Location" in operation.http.headers or operation.http.created:
        yield f"{own.package}.core.http.responses", "location"
    if operation.natural:
        yield ".schemas", f"{own.name}Create"


def _used_by_each(own: Slice, operation: Operation) -> Iterator[Use]:
    module = f"{own.package}.{_BATCHES}"
    yield module, _TOLD[operation.repeats]
    yield module, _results(own, operation).partition("[")[0]
    if operation.requires:
        yield module, "require_versions"
    if operation.returned != "nothing":
        yield ".schemas", f"{own.name}Read"


def _of_views(own: Slice, views: Views) -> Iterator[Use]:
    """Yield what makes builders, what they go by, and what says who asks."""
    yield from _of_argument(own, Argument("", (views.maker, views.rules)))
    yield from _of_argument(own, views.asking)


def _of_argument(own: Slice, argument: Argument) -> Iterator[Use]:
    """Yield what an argument is made with; modules of `core` are the project's."""
    for module, name in argument.uses:
        inside = module.startswith("core.")
        yield f"{own.package}.{module}" if inside else module, name
