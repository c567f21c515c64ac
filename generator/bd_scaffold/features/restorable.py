"""`restorable`: whoever may delete a row sees it among the deleted ones, and restores it."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity
from ..language.finding import Finding
from ..language.trait import Trait
from ..operation import HttpEndpoint, Operation, refused
from .feature import Cost, Feature, Repository, Subject, Usage
from .use import Call

_WORD = "restorable"
_MARKED = "soft_delete"
_NEEDED = ("list", "delete")
_AMONG = "among_deleted"


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """Rows are restored that clients delete, and that are still there then."""
    if _WORD not in entity.traits:
        return
    path = ("entities", name, "traits")
    if _MARKED not in entity.traits:
        message = f"Deleted rows of {name} are gone, so none can be restored."
        yield Finding(path, "BD425", message, f"Add {_MARKED}, or leave the trait out.")
    missing = [each for each in _NEEDED if each not in entity.operations]
    if missing:
        message = f"{name} has no {' and no '.join(missing)}, whose rules it follows."
        hint = f"Add {' and '.join(missing)} to operations, or leave the trait out."
        yield Finding(path, "BD425", message, hint)


def _remarks(design: Design) -> Iterator[Finding]:
    """What goes along with a row for good doesn't come back with it."""
    for name, entity in design.entities.items():
        if _WORD in entity.traits:
            for lost in dict.fromkeys(_lost(design, name, {name})):
                message = f"Restoring a row brings back no {lost}, which went for good."
                hint = f"Give {lost} `{_MARKED}`, if that is not meant."
                yield Finding(("entities", name, "traits"), "BD967", message, hint)


def _lost(design: Design, name: str, met: set[str]) -> Iterator[str]:
    """Yield the entities whose rows are really deleted along with those of one."""
    for other, entity in design.entities.items():
        goes = (
            e.type == name and e.on_delete == "cascade" for e in entity.fields.values()
        )
        if other not in met and any(goes):
            if _MARKED not in entity.traits:
                yield other
            else:
                yield from _lost(design, other, met | {other})


def _operations(subject: Subject) -> Iterator[Operation]:
    """Yield the list of deleted rows, and the way back; who may delete one may do both."""
    yield Operation(
        name="list_deleted",
        kind="action",
        id=f"list_deleted_{subject.plural}",
        summary=f"List the deleted {subject.label_plural}",
        call="page",
        returned="page",
        errors=("invalid",),
        http=HttpEndpoint("get", f"/deleted{subject.path}", 200, errors=()),
        python=None,
        query=subject.query,
        controls=("page", "limit", "sort"),
        result=f"{subject.name}Page",
        given=(_AMONG,),
        rule="delete",
    )
    yield Operation(
        name="restore",
        kind="action",
        id=f"restore_{subject.singular}",
        summary=f"Restore one deleted {subject.label}",
        call="restore",
        returned="one",
        errors=("not_found", "conflict", "invalid"),
        http=HttpEndpoint("post", f"{subject.item_path}/restore", 200, errors=()),
        python=None,
        key_of=subject.name,
        result=subject.name,
        rule="delete",
    )


def _operation(operation: Operation) -> Operation:
    """The list is refused to those who may list nothing, whoever may delete."""
    narrowed = _AMONG in operation.given and operation.security != "none"
    return refused(operation, "forbidden") if narrowed else operation


def _filters(_usage: Usage) -> Iterator[Call]:
    yield "AmongDeleted", ()


FEATURE = Feature(
    name=_WORD,
    said="traits: [soft_delete, restorable]",
    summary="Deleted rows are listed for those who may delete them, and restored.",
    used_by=lambda usage: _WORD in usage.written.traits,
    traits=(
        Trait(_WORD, "lists deleted rows to those who may delete them, and restores"),
    ),
    rule=_rule,
    remarks=_remarks,
    parameters=(_AMONG,),
    classes=("AmongDeleted", "Restores", "RestoringService"),
    operations=_operations,
    operation=_operation,
    repository=Repository(
        base=("core.db.restoring", "Restores"),
        extends=("core.db.removal", "SoftDeletes"),
        uses=(("core.db.restoring", "AmongDeleted"),),
        filters=_filters,
    ),
    service=("core.restoring", "RestoringService"),
    resource=lambda _usage, _given: ("restorable=True",),
    tests={"list_deleted": "restored", "restore": "restored"},
    removal=Cost(breaks_clients=True),
)
