"""`archived`, a made-up trait: rows that lists leave out, unless a client asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from bd_scaffold.features.feature import (
    Components,
    Cost,
    Feature,
    Repository,
    Subject,
    Usage,
)
from bd_scaffold.features.tables import Column
from bd_scaffold.features.use import Call
from bd_scaffold.language.design import Entity
from bd_scaffold.language.finding import Finding
from bd_scaffold.language.trait import Trait
from bd_scaffold.operation import HttpEndpoint, Operation
from bd_scaffold.record import replace

_OK = 200


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """Rows are left out of a list only where there is one."""
    if "archived" in entity.traits and "list" not in entity.operations:
        path = ("entities", name, "traits")
        yield Finding(path, "BD422", "There is no list to leave archived rows out of.")


def _operations(subject: Subject) -> Iterator[Operation]:
    for name in ("archive", "restore"):
        yield Operation(
            name=name,
            kind="action",
            id=f"{name}_{subject.singular}",
            summary=f"{name.capitalize()} one {subject.label}",
            call=name,
            returned="one",
            errors=("not_found", "invalid"),
            http=HttpEndpoint("post", f"{subject.item_path}/{name}", _OK, errors=()),
            python=None,
            key_of=subject.name,
            result=subject.name,
        )


def _operation(operation: Operation) -> Operation:
    """Lists may be asked for archived rows, too."""
    if operation.returned != "page":
        return operation
    return replace(operation, controls=(*operation.controls, "archived"))


def _filters(_usage: Usage) -> Iterator[Call]:
    yield "Archived", ()


FEATURE = Feature(
    name="archived",
    said="traits: [archived]",
    summary="Clients set rows aside, and lists leave them out.",
    used_by=lambda usage: "archived" in usage.written.traits,
    traits=(Trait("archived", "lets clients set rows aside, and restore them"),),
    rule=_rule,
    parameters=("archived",),
    classes=("Archived", "Archives"),
    columns=(Column("archived_at", "datetime", nullable=True),),
    operations=_operations,
    operation=_operation,
    components=Components(
        parameters={
            "archived": {
                "name": "archived",
                "in": "query",
                "description": "Whether archived records are listed, too.",
                "schema": {"type": "boolean", "default": False},
            }
        }
    ),
    repository=Repository(uses=(("core.db.archive", "Archived"),), filters=_filters),
    service=("core.archive", "Archives"),
    resource=lambda _usage, _given: ("archived=True",),
    removal=Cost(loses_data=True, breaks_clients=True),
    brings=("archived",),
)
