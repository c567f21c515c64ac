"""What clients can do with an entity: derived once, for all that serves, describes or tests it.

An operation says what happens; how it is called over HTTP is a record of its own in it, since
other protocols and jobs call the same operations. Capabilities change operations before the
statuses of their errors and their Python are derived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..features.feature import Feature
from ..language import design
from ..operation import (
    STATUSES,
    HttpEndpoint,
    Operation,
    OperationKind,
    Refusal,
    Returned,
    done_by,
    refused,
)
from ..record import replace
from ..resolve import ResolvedEntity
from ..resolve.endpoints import (
    METHODS,
    item_path,
    nested_id,
    nested_one_id,
    own_id,
    own_query,
    subject_of,
)
from ..resolve.naming import EntityNames
from .types import Nested

_ANSWERS: Mapping[design.Operation, tuple[int, Returned]] = {
    "list": (200, "page"),
    "get": (200, "one"),
    "create": (201, "one"),
    "replace": (200, "one"),
    "update": (200, "one"),
    "delete": (204, "nothing"),
}
_SUMMARIES: Mapping[design.Operation, str] = {
    "list": "List the {}",
    "get": "Read one {}",
    "create": "Create one {}",
    "replace": "Replace one {}; what is left out takes its default",
    "update": "Change one {}; what is left out stays as it is",
    "delete": "Delete one {}",
}
_CONTROLS = ("page", "limit", "sort")
_OF_A_BODY: tuple[Refusal, ...] = ("too_large", "unsupported_media_type")


def operations_of(
    entity: ResolvedEntity,
    contributed: Iterable[Operation],
    conflicting: Collection[OperationKind],
) -> tuple[Operation, ...]:
    """Return an entity's operations without their Python: its own, capabilities', contributed.

    Those whose kind is conflicting can be refused, since other rows are in the way.
    """
    asked = (
        each for each in design.ALL_OPERATIONS if each in entity.written.operations
    )
    own = [_own(entity, kind) for kind in asked]
    subject = subject_of(entity)
    added = (each for f in entity.features for each in f.operations(subject))
    return tuple(
        _finished(
            entity.features, _named(entity, each), conflict=done_by(each) in conflicting
        )
        for each in (*own, *added, *contributed)
    )


def _named(entity: ResolvedEntity, operation: Operation) -> Operation:
    """Return an operation with the properties of the fields by which it finds its row."""
    if not operation.natural:
        return operation
    found = (s.name for s in entity.slots if s.field_name in operation.natural)
    return replace(operation, natural=tuple(found))


def _own(entity: ResolvedEntity, kind: design.Operation) -> Operation:
    own, (status, returned) = entity.names, _ANSWERS[kind]
    lists, by_key = kind == "list", kind not in ("list", "create")
    return Operation(
        name=kind,
        kind=kind,
        id=own_id(own, kind),
        summary=_SUMMARIES[kind].format(own.label_plural if lists else own.label),
        call="page" if lists else kind,
        returned=returned,
        errors=(
            *(("not_found",) if by_key else ()),
            *(_OF_A_BODY if _body(own, kind) else ()),
            *(_of_owned(entity) if _body(own, kind) else ()),
            "invalid",
        ),
        http=HttpEndpoint(
            method=METHODS[kind],
            path=item_path(own, entity.key) if by_key else own.path,
            status=status,
            errors=(),
            headers=("Location",) if kind == "create" else (),
        ),
        python=None,
        key_of=own.name if by_key else None,
        query=own_query(own.name) if lists else None,
        controls=_CONTROLS if lists else (),
        body=_body(own, kind),
        partial=kind == "update",
        result={"page": f"{own.name}Page", "one": own.name}.get(returned),
    )


def _of_owned(entity: ResolvedEntity) -> Iterator[Refusal]:
    """Yield why rows that are written inside of another one may be refused."""
    if any(each.source.owned for each in entity.inverses):
        yield "conflict"
        if any(each.depends_on_who for each in entity.features):
            yield "forbidden"


def _body(own: EntityNames, kind: design.Operation) -> str | None:
    has_one = kind in ("create", "replace", "update")
    return f"{own.name}{kind.capitalize()}" if has_one else None


def nested(own: EntityNames, parent: EntityNames, each: Nested) -> Operation:
    """Return the operation that reads what stands under another one's path: a list, or one."""
    name = (nested_one_id if each.one else nested_id)(parent, each.name)
    what = f"Read the {own.label}" if each.one else f"List the {own.label_plural}"
    return Operation(
        name=name,
        kind="nested_get" if each.one else "nested_list",
        id=name,
        summary=f"{what} of one {parent.label}",
        call="get_by" if each.one else "page",
        returned="one" if each.one else "page",
        errors=("not_found", "invalid"),
        http=HttpEndpoint("get", each.path, 200, errors=()),
        python=None,
        key_of=parent.name,
        query=each.query or None,
        controls=() if each.one else _CONTROLS,
        result=own.name if each.one else f"{own.name}Page",
    )


def _finished(
    features: Iterable[Feature], operation: Operation, *, conflict: bool
) -> Operation:
    """Return an operation as capabilities change it, with the statuses of its errors."""
    if conflict:
        operation = refused(operation, "conflict")
    for feature in features:
        operation = feature.operation(operation)
    errors = tuple(sorted(operation.errors, key=lambda each: STATUSES[each]))
    statuses = tuple(STATUSES[each] for each in errors)
    return replace(
        operation, errors=errors, http=replace(operation.http, errors=statuses)
    )
