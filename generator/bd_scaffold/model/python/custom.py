"""The modules of operations of the design's own: their service, and their router."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...features.routes import Argument
from ...features.use import Use
from ...layout import (
    WIDTH,
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
from ...names import docstring, python_string
from ...operation import Operation, OperationPython
from ...record import Record, replace
from ...resolve.custom import IN_QUERY, CustomOperation, Owner
from ..types import KeyPart, RouterCode, ServiceCode
from ..types.custom import Answer
from .shown import Shown

_OK = 200
_TAKEN = frozenset({"data", "models", "schemas", "self"})


class Called(Record, frozen=True):
    """One operation as its code knows it."""

    custom: CustomOperation
    operation: Operation
    answers: Answer
    key: Sequence[KeyPart]
    has_input: bool
    shown: Shown | None = None
    secured: bool = False
    untold: Sequence[
        str
    ] = ()  # headers that such a row has in answers of its own operations
    outcome: Operation | None = None  # how its answer is read, where it is done later

    @property
    def is_later(self) -> bool:
        """True where a job does it."""
        return self.custom.written.later

    @property
    def input(self) -> str:
        """The class of what it is given."""
        return f"{self.custom.stem}Input"

    @property
    def output(self) -> str:
        """The class of the fields that it answers."""
        return f"{self.custom.stem}Output"

    @property
    def store(self) -> str:
        """What loads of its rows what stands in other tables; nothing where none does."""
        if self.shown is None or not self.shown.is_completed:
            return ""
        return f"{self.shown.name}Repository"

    @property
    def rule(self) -> str:
        """What says who may call it."""
        return rule_name(self.custom.name)

    @property
    def builder(self) -> str:
        """What builds its answers."""
        if self.shown is not None:
            return f"{self.shown.handle}_response"
        return f"{self.operation.id}_response"


class Module(Record, frozen=True):
    """The operations of one owner, as their modules know them."""

    owner: Owner
    package: str  # of the whole project
    own: Shown | None  # the entity that they belong to
    handle: str  # of what makes its service: "order"
    called: Sequence[Called]
    was: str = ""  # the name that the entity had before

    @property
    def name(self) -> str:
        """The class of the service."""
        return service_name(self.owner)


def rule_name(name: str) -> str:
    """Return what says who may call an operation: `MAY_RECOUNT`."""
    return f"MAY_{name.upper()}"


def done_by(name: str) -> str:
    """Return what a worker has of an operation that is done later: `DO_RECOUNT`."""
    return f"DO_{name.upper()}"


def service_name(owner: Owner) -> str:
    """Return the class of the operations of an owner."""
    return f"{owner.name}Operations"


# The service


def service_of(own: Module) -> ServiceCode:
    """Return what the module of the service says above its methods."""
    return ServiceCode(
        imports="\n".join(imports(_used_by_service(own), own.package)),
        head=block(
            Node(f"class {own.name}(", ("OperationService",), "):", shared=True)
        ),
    )


def _used_by_service(own: Module) -> Iterator[Use]:
    yield f"{own.package}.core.operations", "OperationService"
    if own.own is not None:
        yield f"{own.package}.core.db.unit_of_work", "UnitOfWork"
        yield ".dependencies", f"{own.handle}_service"
    # Whole modules, so that these lines stay as they are when operations come and go.
    for each in own.called:
        if each.custom.is_of_row or each.shown is not None:
            yield own.package, "models"
        if each.has_input or each.answers == "fields":
            yield ".", "operation_schemas as schemas"
        if each.is_later:
            yield f"{own.package}.core.async_operations.progress", "Progress"


def method_of(own: Module, each: Called) -> str:
    """Return the head of the method that the team writes."""
    parameters = ["self"]
    if each.custom.is_of_row and own.own is not None:
        name = own.own.variable
        taken = {*_TAKEN, "progress"} if each.is_later else _TAKEN
        name = "row" if name in taken else name
        parameters.append(f"{name}: models.{own.own.class_name}")
    if each.has_input:
        parameters.append(f"data: schemas.{each.input}")
    if each.is_later:
        parameters.append("progress: Progress")
    head = Node(
        f"async def {each.custom.name}(", tuple(parameters), f") -> {_returned(each)}:"
    )
    return block(replace(head, shared=True), 4)


def _returned(each: Called) -> str:
    if each.shown is None:
        return f"schemas.{each.output}" if each.answers == "fields" else "None"
    shown = f"models.{each.shown.class_name}"
    return f"list[{shown}]" if each.answers == "many" else shown


def docstring_of(each: Called) -> str:
    """Return the docstring of the method."""
    said = each.custom.written.description or ""
    summary = f"{each.operation.summary}."
    return docstring(f"{summary}\n\n{said}" if said else summary, 8, summary=True)


# The router


def router_of(own: Module) -> RouterCode:
    """Return what stands above the functions of the router."""
    router = call(
        "SliceRouter", named("tags", texts([own.owner.tag])), "route_class=ExactRoute"
    )
    objects = [block(after("router = ", router))]
    for each in own.called:
        if each.answers == "fields" and not each.is_later:
            builder = call("ResponseBuilder", each.output)
            objects.append(block(after(f"{each.builder} = ", builder)))
    reads = {each.custom.reads for each in own.called}
    given = [("reading", "Reading"), ("writing", "Writing")]
    kinds = [
        kind for kind, read in zip(given, (True, False), strict=True) if read in reads
    ]
    functions = [_dependency(own, name, word) for name, word in kinds]
    aliases = [block(_alias(own, name, word)) for name, word in kinds]
    return RouterCode(
        imports="\n".join(imports(_used_by_router(own, kinds), own.package)),
        objects="\n\n\n".join(["\n".join(objects), *functions, "\n".join(aliases)]),
    )


def _dependency(own: Module, name: str, word: str) -> str:
    head = Node(f"async def _{name}(", (f"work: {word}Dep",), f") -> {own.name}:")
    return f"{block(replace(head, shared=True))}\n    return {own.name}(work)"


def _alias(own: Module, name: str, word: str) -> Source:
    kind = subscript("Annotated", own.name, f"Depends(_{name})")
    return after(f"{word}Operations = ", kind)


def python_of(each: Called) -> OperationPython:
    """Return the function that serves an operation."""
    http = each.operation.http
    route = call(f"@router.{http.method}", *_route(each))
    parameters = tuple(_parameters(each))
    head = Node(f"async def {each.operation.id}(", parameters, ") -> Response:")
    return OperationPython(
        route=block(replace(route, shared=True)),
        head=block(replace(head, shared=True)),
        body="\n".join(block(line, 4) for line in _body(each)),
    )


def _route(each: Called) -> Iterator[Source]:
    http = each.operation.http
    yield python_string(http.path)
    if http.status != _OK:
        yield f"status_code={http.status}"
    if each.secured:
        of_row = ["of_row=True"] if each.custom.is_of_row else []
        asked = call("allowed", each.rule, *of_row)
        yield named("dependencies", collection([asked]))
    arguments: list[Source] = [str(http.status)]
    if each.is_later:
        arguments = [done_by(each.custom.name)]
    elif each.answers != "nothing":
        arguments.append(model_of(each))
    if http.headers:
        arguments.append(named("headers", tuple_of(map(python_string, http.headers))))
    arguments.append(named("errors", tuple_of(map(str, http.errors))))
    told = "taken" if each.is_later else "responses"
    yield named("responses", call(told, *arguments))


def model_of(each: Called) -> Source:
    """Return the class of what it answers."""
    if each.shown is None:
        return each.output
    read = f"{each.shown.name}Read"
    if each.answers != "many":
        return read
    return replace(subscript("RootModel", f"list[{read}]"), shared=True)


def _parameters(each: Called) -> Iterator[Source]:
    if each.custom.is_of_row:
        for part in each.key:
            yield f"{part.parameter}: {part.alias}"
    if each.has_input and each.custom.method in IN_QUERY:
        yield after("query: ", subscript("Annotated", each.input, "Query()"))
    elif each.has_input:
        yield f"body: {each.input}"
    yield f"operations: {'Reading' if each.custom.reads else 'Writing'}Operations"
    if _shows(each) and each.shown is not None and each.shown.views is not None:
        yield each.shown.views.asking.source


def _shows(each: Called) -> bool:
    """Tell whether what it answers is shown by the request itself."""
    return each.shown is not None and not each.is_later


def _accepted(each: Called) -> Iterator[Source]:
    """Yield what a request does for something that is done later."""
    key = tuple_of([part.parameter for part in each.key])
    if each.custom.is_of_row:
        found = call(
            "await operations.service.get", *(part.parameter for part in each.key)
        )
        yield after("row = ", found) if each.secured else found
        if each.secured:
            yield call("await require", each.rule, "row", "operations.work")
    given: list[Source] = ["operations.work", done_by(each.custom.name)]
    given += [named("key", key)] if each.custom.is_of_row else []
    if each.has_input:
        query = each.custom.method in IN_QUERY
        given.append(f"data={'query' if query else 'body'}")
    yield call("return await accept", *given)


def _body(each: Called) -> Iterator[Source]:
    if each.is_later:
        yield from _accepted(each)
        return
    arguments: list[Source] = []
    if each.custom.is_of_row:
        found = call(
            "await operations.service.get", *(part.parameter for part in each.key)
        )
        yield after("row = ", found)
        if each.secured:
            yield call("await require", each.rule, "row", "operations.work")
        arguments.append("row")
    if each.has_input:
        arguments.append("query" if each.custom.method in IN_QUERY else "body")
    result = call(f"await operations.{each.custom.name}", *arguments)
    if each.answers == "nothing":
        yield result
        yield f"return Response(status_code={each.operation.http.status})"
        return
    yield _result(result)
    if each.store:
        rows = "result" if each.answers == "many" else "[result]"
        yield after("store = ", call(each.store, "operations.work"))
        yield f"await store.complete({rows})"
    views = each.shown.views if each.shown is not None else None
    builder = each.builder if views is None else f"{each.builder}.{views.chosen}"
    shown = f"{builder}.{'many' if each.answers == 'many' else 'one'}"
    if not each.untold:
        yield call(f"return {shown}", "result")
        return
    yield call(f"answer = {shown}", "result")
    for name in each.untold:  # it would be about what is asked here
        yield f"del answer.headers[{python_string(name)}]"
    yield "return answer"


def _result(called: Node) -> Source:
    assigned = after("result = ", called)
    if len(f"    result = {called.head}") <= WIDTH:
        return assigned
    return f"result = (\n{block(called, 8)}\n    )"


def _used_by_router(own: Module, kinds: Sequence[tuple[str, str]]) -> Iterator[Use]:
    http = f"{own.package}.core.http"
    yield "typing", "Annotated"
    yield from (("fastapi", name) for name in ("Depends", "Response"))
    if not all(each.is_later for each in own.called):
        yield f"{http}.contract", "responses"
    yield f"{http}.operations", "ExactRoute"
    yield f"{http}.routing", "SliceRouter"
    yield ".operations", own.name
    for _, word in kinds:
        yield f"{http}.dependencies", f"{word}Dep"
    for each in own.called:
        yield from _used_by_call(each)
        if each.is_later:
            yield f"{own.package}.core.async_operations.accepting", "accept"
            yield f"{own.package}.core.async_operations.accepting", "taken"
            yield ".async_operations", done_by(each.custom.name)
        elif each.answers == "fields":
            yield f"{http}.responses", "ResponseBuilder"
        if _shows(each) and each.shown is not None:
            yield from _used_to_show(own, each.shown)
        if each.secured:
            of_entity = own.own is not None
            yield ".access" if of_entity else ".operation_access", each.rule
            yield f"{http}.operation_access", "allowed"
            if each.custom.is_of_row:
                yield f"{http}.operation_access", "require"


def _used_by_call(each: Called) -> Iterator[Use]:
    if each.answers == "fields" and not each.is_later:
        yield ".operation_schemas", each.output
    if each.answers == "many" and not each.is_later:
        yield "pydantic", "RootModel"
    if each.has_input:
        yield ".operation_schemas", each.input
        if each.custom.method in IN_QUERY:
            yield "fastapi", "Query"
    if each.custom.is_of_row:
        yield from ((".schemas", part.alias) for part in each.key)


def _used_to_show(own: Module, shown: Shown) -> Iterator[Use]:
    yield from shown_by(own, shown)
    if shown.views is not None:
        yield from _of_argument(own, shown.views.asking)


def shown_by(own: Module, shown: Shown) -> Iterator[Use]:
    """Yield what shows rows of an entity, and the class of such an answer."""
    package = (
        "" if own.own is not None and own.own.name == shown.name else shown.package
    )
    if shown.is_completed:
        yield f"{package}.repository", f"{shown.name}Repository"
    yield f"{package}.router", f"response as {shown.handle}_response"
    yield f"{package}.schemas", f"{shown.name}Read"


def _of_argument(own: Module, argument: Argument) -> Iterator[Use]:
    for module, name in argument.uses:
        inside = module.startswith("core.")
        yield f"{own.package}.{module}" if inside else module, name
