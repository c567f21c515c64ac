"""`batch`: clients create, change and delete many rows in one request."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity
from ..language.finding import Finding
from ..operation import HttpEndpoint, Method, Operation, OperationKind, Refusal
from ..record import Record, replace
from .feature import Components, Cost, Feature, Repository, Subject, Usage
from .routes import Argument, Router

_WORD = "batch"
_MULTI_STATUS = 207
_HTTP = "core.http.batch"
_ATOMIC = "atomic"


class _Kind(Record, frozen=True):
    """What is done to many rows, in the words of what is done to one."""

    does: OperationKind
    method: Method
    end: str  # of the path
    item: str  # the end of the schema of an item
    errors: tuple[Refusal, ...]


_KINDS = (
    _Kind(does="create", method="post", end="", item="Create", errors=()),
    _Kind(
        does="update", method="patch", end="", item="BatchUpdate", errors=("not_found",)
    ),
    # Not DELETE: what a body of one means is not defined, and proxies drop it (RFC 9110, 9.3.5).
    _Kind(
        does="delete",
        method="post",
        end="/delete",
        item="BatchDelete",
        errors=("not_found",),
    ),
)


def _wanted(design: Design) -> bool:
    return any(_WORD in each.operations for each in design.entities.values())


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """What is done to many rows is done to a single one as well."""
    operations = entity.operations
    if _WORD in operations and not any(each.does in operations for each in _KINDS):
        path = ("entities", name, "operations")
        message = f"{name} has no create, update or delete, of which batch does many."
        hint = "Add what clients shall do with many rows, or leave batch out."
        yield Finding(path, "BD428", message, hint)


def _form(usage: Usage) -> Feature:
    """Return it with an operation on many rows for each that an entity has on one."""
    kinds = [each for each in _KINDS if each.does in usage.written.operations]

    def operations(subject: Subject) -> Iterator[Operation]:
        return (_operation(subject, each) for each in kinds)

    found = replace(FEATURE, operations=operations)
    if usage.design is None or usage.design.security is None:
        return found
    guarded = Repository(
        base=("core.db.guarded_batches", "GuardedBatches"),
        extends=("core.db.guarded", "Guarded"),
    )
    return replace(found, repository=guarded)


def _operation(subject: Subject, kind: _Kind) -> Operation:
    shows = kind.does != "delete"
    return Operation(
        name=f"{_WORD}_{kind.does}",
        kind="batch",
        id=f"{_WORD}_{kind.does}_{subject.plural}",
        summary=f"{kind.does.capitalize()} many {subject.label_plural}",
        call=f"{kind.does}_many",
        returned="each" if shows else "nothing",
        errors=(*kind.errors, "too_large", "unsupported_media_type", "invalid"),
        http=HttpEndpoint(
            kind.method,
            f"/{_WORD}{subject.path}{kind.end}",
            _MULTI_STATUS,
            errors=(),
            parameters=(_ATOMIC,),
        ),
        python=None,
        result=subject.name if shows else None,
        rule=kind.does,
        description="Each item is answered as it would be alone.",
        repeats=kind.does,
        item=f"{subject.name}{kind.item}",
    )


FEATURE = Feature(
    name=_WORD,
    said="operations: [create, update, delete, batch]",
    summary="Clients create, update and delete many rows in one request.",
    used_by=lambda usage: _WORD in usage.written.operations,
    wanted=_wanted,
    told=False,
    form=_form,
    rule=_rule,
    classes=(
        *("Atomic", "BatchChanges", "BatchCreations", "BatchRemovals"),
        *("BatchedService", "Batches", "GuardedBatches", "ManyOf"),
    ),
    components=Components(
        parameters={
            _ATOMIC: {
                "name": _ATOMIC,
                "in": "query",
                "description": "All or nothing: one item that is refused refuses all.",
                "schema": {"type": "boolean", "default": False},
            }
        }
    ),
    repository=Repository(base=("core.db.batches", "Batches")),
    service=("core.batches", "BatchedService"),
    router=Router(
        headers={_ATOMIC: Argument("atomic: Atomic = False", ((_HTTP, "Atomic"),))}
    ),
    resource=lambda _usage, _given: ("batch=True",),
    tests={"batch": "batch"},
    removal=Cost(breaks_clients=True),
)
