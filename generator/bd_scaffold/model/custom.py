"""Operations of the design's own, put together: what they are given and answer, and their code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import names
from ..features.feature import Feature, Usage
from ..language import access_expression as said
from ..language.access_folding import ANONYMOUS, Caller, folded
from ..language.custom import Custom
from ..language.design import Design, Entity, FieldType
from ..language.fields import FLAGS
from ..operation import STATUSES, HttpEndpoint, Operation, refused
from ..operation import Refusal as Reason
from ..record import replace
from ..resolve import Resolved, ResolvedEntity
from ..resolve.custom import IN_QUERY, CustomOperation, Side, fields_of_side
from ..resolve.fields import Field
from ..resolve.naming import package_of
from ..resolve.types import Enum
from ..resolve.values import default_of, schema_of
from . import custom_tests
from .custom_later import later
from .entities import key_parts
from .owned import views_of
from .python import custom as python
from .python import later as python_later
from .python.access import rules_of_calls
from .python.shown import Shown
from .types import (
    CustomGroup,
    PartOf,
    Property,
    Refusal,
)
from .types import CustomOperation as Made
from .types.custom import Answer

_OK, _NO_CONTENT = 200, 204
_OF_CALLS: tuple[Reason, ...] = ("bad_gateway", "unavailable", "timed_out")
"""Why what needs another system may be refused, whoever asks for it."""

_HANDLES = {"entity": "{}", "area": "{}_area", "project": "project"}
_SUMMARIES = {
    "item": "{} of one {}",
    "collection": "{} of the {}",
    "none": "{} of {}",
}


def custom_groups(resolved: Resolved) -> Iterator[CustomGroup]:
    """Yield the operations of the design's own, by what they belong to."""
    owners = dict.fromkeys(each.owner.name for each in resolved.custom)
    for name in owners:
        yield _group(
            resolved, [each for each in resolved.custom if each.owner.name == name]
        )


def refusals_of(design: Design) -> Iterator[Refusal]:
    """Yield what operations may be refused with, each once."""
    found = {}
    for each in design.operations.values():
        for code, written in each.errors.items():
            text = written.message or f"{names.words(names.pascal(code.lower()))}."
            message = text[:1].upper() + text[1:]
            found[code] = Refusal(
                code=code,
                class_name=f"{names.pascal(code.lower())}Error",
                status=written.status,
                message=message,
                message_source=names.python_string(message),
            )
    yield from (found[code] for code in sorted(found))


def _group(resolved: Resolved, found: Sequence[CustomOperation]) -> CustomGroup:
    owner = found[0].owner
    entity = resolved.entities.get(owner.name)
    called = [_called(resolved, each) for each in found]
    module = python.Module(
        owner=owner,
        package=package_of(resolved.design),
        own=None if entity is None else _shown(resolved, entity),
        handle="" if entity is None else entity.names.handle,
        called=called,
        was=(entity.written.was or "") if entity is not None else "",
    )
    tests = custom_tests.tests_of(resolved, module)
    return CustomGroup(
        name=owner.name,
        was=(entity.written.was or "") if entity is not None else "",
        kind=owner.kind,
        label=owner.label,
        handle=_HANDLES[owner.kind].format(owner.plural),
        tag=owner.tag,
        package=owner.package,
        directory=owner.directory,
        tests=owner.tests,
        operations=tuple(
            _made(resolved, module, each, text)
            for each, text in zip(called, tests.operations, strict=True)
        ),
        service=python.service_of(module),
        router=python.router_of(module),
        apart=owner.kind == "area",
        samples=tests.samples,
        maker=f"{module.handle}_service" if entity is not None else "",
        access=_access(resolved, module),
        later=python_later.module_of(module),
        dtos=None,
    )


def _access(resolved: Resolved, module: python.Module) -> str:
    """Return the module of rules of what is no entity's, whose slice would have them."""
    if resolved.design.security is None or module.own is not None:
        return ""
    found = [each.custom for each in module.called]
    return rules_of_calls(
        module.package,
        module.owner.singular,
        {each.name: each.reads for each in found},
        {each.name: each.rule.tree if each.rule else None for each in found},
    )


def _shown(resolved: Resolved, entity: ResolvedEntity) -> Shown:
    own = entity.names
    return Shown(
        name=own.name,
        class_name=own.class_name,
        handle=own.handle,
        variable=own.variable,
        package=own.package,
        views=views_of(resolved, entity),
        is_completed=_has_more(entity),
    )


def _has_more(entity: ResolvedEntity) -> bool:
    """True for rows that are shown with lists of keys, or with rows that they own."""
    linked = any(not each.source.nested for each in entity.links)
    return linked or any(each.source.owned for each in entity.inverses)


def _called(resolved: Resolved, each: CustomOperation) -> python.Called:
    answers, shown = answer_of(resolved, each.written)
    design = resolved.design
    entity = resolved.entities.get(each.owner.name)
    has_input = bool(fields_of_side(design, each.written, "input"))
    of_row = each.is_of_row and entity is not None
    operation = _operation(resolved, each, answers, shown)
    outcome = None
    if each.written.later:
        operation, outcome = later(each, operation, _features(resolved, ""))
    return python.Called(
        custom=each,
        operation=operation,
        answers=answers,
        key=key_parts(entity.names, entity.key) if of_row and entity else (),
        has_input=has_input,
        shown=_shown(resolved, shown) if shown is not None else None,
        secured=design.security is not None,
        untold=(
            _untold(operation, shown) if shown is not None and answers == "one" else ()
        ),
        outcome=outcome,
    )


def _untold(operation: Operation, shown: ResolvedEntity) -> tuple[str, ...]:
    """Return the headers by which an entity's own builder says more than an operation does."""
    if operation.returned == "one":
        return ()
    own = replace(operation, returned="one", http=replace(operation.http, headers=()))
    told = (f.operation(own).http.headers for f in shown.features if f.router.builder)
    return tuple(name for headers in told for name in headers)


def answer_of(
    resolved: Resolved, written: Custom
) -> tuple[Answer, ResolvedEntity | None]:
    """Return what an operation answers, and the entity where it answers one, or several."""
    output = written.output
    if isinstance(output, str):
        entity = resolved.entities.get(output.removesuffix("[]"))
        if entity is not None:
            return ("many" if output.endswith("[]") else "one"), entity
    if fields_of_side(resolved.design, written, "output"):
        return "fields", None
    return "nothing", None


def _operation(
    resolved: Resolved,
    each: CustomOperation,
    answers: Answer,
    shown: ResolvedEntity | None,
) -> Operation:
    design, written = resolved.design, each.written
    has_input = bool(fields_of_side(design, written, "input"))
    in_body = has_input and each.method not in IN_QUERY
    of_body: tuple[Reason, ...] = ("too_large", "unsupported_media_type")
    nothing = answers == "nothing"
    of_own = shown is not None and shown.name == each.owner.name
    operation = Operation(
        name=each.name,
        kind="custom",
        id=each.id,
        summary=_summary(each),
        call=each.name,
        # The version of a row is told of its own operations alone.
        returned="one" if answers == "one" and of_own else "nothing",
        errors=(
            *(("not_found",) if each.is_of_row else ()),
            *(() if each.reads else ("conflict",)),
            *(of_body if in_body else ()),
            "invalid",
            *(_OF_CALLS if written.calls and not written.later else ()),
        ),
        http=HttpEndpoint(
            method=each.method,
            path=each.path,
            status=_NO_CONTENT if nothing else _OK,
            errors=(),
        ),
        python=None,
        key_of=each.owner.name if each.is_of_row else None,
        body=f"{each.stem}Input" if in_body else None,
        result=(
            None
            if nothing
            else shown.name if shown is not None else f"{each.stem}Output"
        ),
    )
    if design.security is not None:
        operation = _secured(design, operation, each)
    for feature in _features(resolved, each.owner.name):
        operation = feature.operation(operation)
    own = (error.status for error in written.errors.values() if not written.later)
    statuses = {STATUSES[error] for error in operation.errors} | {*own}
    http = replace(operation.http, errors=tuple(sorted(statuses)))
    return replace(operation, http=http)


def _summary(each: CustomOperation) -> str:
    words = each.name.replace("_", " ").capitalize()
    label = each.owner.label
    if each.is_of_row:
        label = each.owner.singular.replace("_", " ")
    return _SUMMARIES[each.written.on].format(words, label)


def _secured(design: Design, operation: Operation, each: CustomOperation) -> Operation:
    """Return an operation with what follows from who may call it."""
    roles = frozenset(design.security.roles if design.security else ())
    anonymous = Caller(ANONYMOUS, roles, signed_in=False)
    open_ = each.rule is not None and folded(each.rule.meant, anonymous) is not False
    operation = refused(operation, "unauthenticated")
    if each.rule is None or each.rule.meant != said.Name(said.PUBLIC) or each.is_of_row:
        operation = refused(operation, "forbidden")
    return replace(operation, security="optional" if open_ else "required")


def _features(resolved: Resolved, owner: str) -> Iterator[Feature]:
    """Yield the capabilities of the owner, or those that all operations have."""
    entity = resolved.entities.get(owner)
    if entity is not None:
        yield from entity.features
        return
    nothing = Usage(
        written=Entity(fields={}),
        design=resolved.design,
        modifiers=dict.fromkeys(FLAGS, ()),
    )
    used = (each for each in resolved.features if each.used_by(nothing))
    yield from (each.form(nothing) if each.form else each for each in used)


# What goes there and back


def properties_of(
    resolved: Resolved, each: CustomOperation, side: Side
) -> tuple[Property, ...]:
    """Return the fields of what an operation is given, or answers."""
    design = resolved.design
    enums = enums_of(resolved, each, side)
    return tuple(
        property_of(resolved, name, source, enums.get(name))
        for name, source in fields_of_side(design, each.written, side).items()
    )


def property_of(
    resolved: Resolved, name: str, source: FieldType, enum: Enum | None
) -> Property:
    """Return a field that is given or answered, be it a whole value."""
    if source.type in resolved.design.types:
        return _whole(resolved, name, source)
    return _value(name, source, enum)


def enums_of(
    resolved: Resolved, each: CustomOperation, side: Side
) -> Mapping[str, Enum]:
    """Return the enums of such fields, by their names."""
    written = each.written.input if side == "input" else each.written.output
    found: Sequence[Field] = each.fields[side]
    if isinstance(written, str):
        found = [f for f in resolved.fields if f.part and f.entity_name == written]
    return {field.name: field.enum for field in found if field.enum is not None}


def _value(name: str, source: FieldType, enum: Enum | None) -> Property:
    schema = schema_of(source, enum, key=False)
    return Property(
        name=name,
        attribute=names.safe_attribute(name),
        schema=schema,
        description=source.description or "",
        has_default=source.has_default,
        default=default_of(source, schema) if source.has_default else None,
        required=not (schema.nullable or source.has_default),
    )


def _whole(resolved: Resolved, name: str, source: FieldType) -> Property:
    first, of = next(iter(resolved.design.types[source.type].fields.items()))
    parts = (f for f in resolved.fields if f.entity_name == source.type and f.part)
    enum = next((each.enum for each in parts if each.name == first), None)
    return Property(
        name=name,
        attribute=names.safe_attribute(name),
        schema=replace(schema_of(of, enum, key=False), nullable=source.nullable),
        description=source.description or "",
        required=not source.nullable,
        part=PartOf(
            name=name,
            attribute=names.safe_attribute(name),
            type=source.type,
            part=first,
            needed=True,
            nullable=source.nullable,
            description=source.description or "",
        ),
    )


def _made(
    resolved: Resolved, module: python.Module, each: python.Called, tests: str
) -> Made:
    custom, written = each.custom, each.custom.written
    return Made(
        full_name=custom.full_name,
        name=custom.name,
        was=written.was or "",
        on=written.on,
        operation=replace(each.operation, python=python.python_of(each)),
        input=properties_of(resolved, custom, "input"),
        answers=each.answers,
        output=(
            properties_of(resolved, custom, "output")
            if each.answers == "fields"
            else ()
        ),
        method=python.method_of(module, each),
        docstring=python.docstring_of(each),
        tests=tests,
        entity=each.shown.name if each.shown is not None else "",
        idempotent=written.idempotent,
        description=written.description or "",
        refusals=tuple(written.errors),
        calls=written.calls,
        rule=custom.rule.text if custom.rule is not None else "",
        later=written.later,
        outcome=each.outcome,
    )
