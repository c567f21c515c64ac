"""What the functions of a router do, one for each operation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...features.routes import Served
from ...layout import (
    Source,
    after,
    call,
    lines,
    named,
    tuple_of,
)
from ...names import python_string
from ...operation import Operation
from ..types import Filter
from .answers import (
    asks_for_related,
    names_fields,
    needed,
    reading,
    responding,
    showing,
    with_related,
)
from .slices import (
    OK,
    TOLD,
    Slice,
    has_another_parent,
    key_of,
)

_CALLED = {"get": "found", "nested_get": "found", "create": "made"}


def body_of(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield the statements of the function that serves an operation."""
    if operation.returned == "page":
        yield from _listing(own, operation)
        return
    if operation.repeats:
        yield from _each(own, operation)
        return
    if operation.natural:
        yield from _replaced_or_made(own, operation)
        return
    if answer := own.answer(operation):
        key = (part.parameter for part in key_of(own, operation))
        found = call(f"await service.{operation.call}", *key, "query=query")
        yield after("found = ", found)
        yield f"return {responding(own, answer.name)}.{operation.returned}(found)"
        return
    if served := own.serving(operation):
        yield from _handed_on(own, operation, served)
        return
    yield from _about_one(own, operation)


def _handed_on(own: Slice, operation: Operation, served: Served) -> Iterator[Source]:
    """Yield what hands a row's key on, with what makes a service of a unit of work."""
    called, more = served.calls(operation)
    arguments: list[Source] = [f"{own.handle}_service"]
    arguments += [each.source for each in more if "=" not in each.source]
    arguments += [part.parameter for part in key_of(own, operation)]
    arguments += [each.source for each in more if "=" in each.source]
    arguments += [own.condition(each).source for each in operation.requires]
    result = call(f"await {called}", *arguments)
    if operation.returned == "one":
        yield after("changed = ", result)
        yield after("return ", _answer(own, operation, "changed"))
    else:
        yield after("return ", result)


def _about_one(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield what does something with one row, and answers with it."""
    if operation.kind == "nested_get":
        yield _of_parent(own, operation)
    arguments = _which(own, operation)
    if form := own.reading(operation):
        yield after("data = ", call(form.data, *_read_with(own, operation)))
        arguments.append("data=data")
    elif operation.body:
        arguments.append("data=body" if arguments else "body")
    arguments += [own.condition(each).source for each in operation.requires]
    if names_fields(own, operation):
        yield reading(f"{own.name}Read")
    result = _called(own, operation, arguments)
    if operation.returned == "nothing":
        yield result
        yield f"return Response(status_code={operation.http.status})"
        return
    name = _CALLED.get(operation.kind, "changed")
    yield after(f"{name} = ", result)
    if asks_for_related(own, operation):
        yield from _with_related_if_asked(own, operation, name)
    yield after("return ", _answer(own, operation, name))


def _which(own: Slice, operation: Operation) -> list[Source]:
    """Return the arguments by which a service finds the row that an operation is about."""
    if operation.kind == "nested_get":
        nested = own.nested[operation.http.path]
        of = "parent." if nested.by else ""
        return [f"{each.column}={of}{each.name}" for each in nested.filters]
    key: list[Source] = [part.parameter for part in key_of(own, operation)]
    if not operation.relation:
        return key
    link = own.links[operation.relation]
    other = [part.parameter for part in link.key]
    return [python_string(link.relationship), _whole(key), _whole(other)]


def _called(own: Slice, operation: Operation, arguments: Sequence[Source]) -> Source:
    """Return the call of the service that an operation comes to."""
    if not names_fields(own, operation):
        return call(f"await service.{operation.call}", *arguments)
    return call("await service.read", needed(own), *arguments)


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
    builder = f"{responding(own, 'response')}.one"
    answer = call(builder, "found", status, "location=place")
    yield after("return ", _finished(own, operation, answer))


def _each(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield what does something with each item, and tells what became of it."""
    if operation.requires:
        yield "require_versions(body.data, request)"
    asked = (f"{name}={name}" for name in operation.http.parameters if name.islower())
    done = call(f"await service.{operation.call}", "body.data", *asked)
    arguments = ["done", "request"]
    if operation.returned != "nothing":
        arguments.append(f"{responding(own, 'response')}.shown")
    if operation.repeats == "create":
        key = (part.attribute for part in own.keys[own.name])
        arguments += map(python_string, (own.path, *key))
    yield after("done = ", done)
    yield after("return ", call(f"await {TOLD[operation.repeats]}", *arguments))


def _with_related_if_asked(
    own: Slice, operation: Operation, name: str
) -> Iterator[Source]:
    """Yield the answer with more than the row, which the row's own tag would not stand for."""
    shown = with_related(showing(own, operation), f"[{name}]")
    yield "if query.include is not MISSING:"
    yield from indented(after("shown = ", shown), f"return shown.one({name})")


def _read_with(own: Slice, operation: Operation) -> Iterator[Source]:
    """Yield what a body of another form is read with."""
    yield from ("body", str(operation.body))
    yield f"{responding(own, 'response')}.one"
    yield "service"
    yield from (part.parameter for part in key_of(own, operation))
    yield from (own.condition(each).source for each in operation.requires)


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
    parents = "parents" if has_another_parent(own, operation) else "service"
    found = call(
        f"await {parents}.get", *(each.parameter for each in key_of(own, operation))
    )
    by_value = own.nested[operation.http.path].by
    return after("parent = ", found) if by_value else found


def _answer(own: Slice, operation: Operation, name: str) -> Source:
    http = operation.http
    if http.not_modified:
        return f"{showing(own, operation)}.unless_known({name}, if_none_match)"
    arguments: list[Source] = [name]
    if http.status != OK:
        arguments.append(f"status={http.status}")
    if "Location" in http.headers:
        key = (f"{name}.{part.attribute}" for part in own.keys[own.name])
        arguments.append(named("location", call("location", "request", *key)))
    answer = call(f"{showing(own, operation)}.one", *arguments)
    return _finished(own, operation, answer)


def _finished(own: Slice, operation: Operation, answer: Source) -> Source:
    """Return an answer as features of the design finish it."""
    for each in own.finishes(operation):
        answer = call(each.call[1], answer, *each.arguments)
    return answer


def indented(*sources: Source) -> Iterator[str]:
    """Yield statements as they stand below another one, line by line."""
    for each in sources:
        yield from (line.removeprefix("    ") for line in lines(each, 8))
