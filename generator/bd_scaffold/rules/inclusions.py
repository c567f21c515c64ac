"""Relations that answers include: there is an answer, and a list that its rows would be in."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved, ResolvedEntity
from ..resolve.fields import Field
from ..resolve.inclusions import references_of
from .finding import about

_WORD = "include"


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What is included is read as a list is, by one value of the row that it belongs to."""
    for entity in resolved.entities.values():
        for field in entity.fields.values():
            if field.source.include and field.is_relation:
                for code, message, hint in _mistakes(resolved, entity, field):
                    yield about(field, code, message, hint, _WORD)


def _mistakes(
    resolved: Resolved, entity: ResolvedEntity, field: Field
) -> Iterator[tuple[str, str, str]]:
    source, target = field.source, resolved.entities[field.source.type]
    if not {"list", "get"} & {*entity.written.operations}:
        message = "There is no answer to include it in: neither list nor get."
        yield "BD206", message, "Leave it out."
    if "list" not in target.written.operations:
        message = f"What is included is read as a list of {target.name} is, and there is none."
        yield "BD206", message, f"Leave it out, or add list to {target.name}."
    for word in ("internal", "writeonly", "readable"):
        if getattr(source, word):
            message = f'"{_WORD}" would show what {word} hides.'
            yield "BD207", message, "Leave one of them out."
    if source.owned:
        message = "Answers with one row show what it owns already, in another form."
        yield "BD207", message, "Leave one of them out."
    if _is_through(resolved, field):
        message = "Rows of an entity relate the two, and may carry data."
        yield "BD206", message, "Write `include` at the list of these rows."
    elif _is_of_several(resolved, entity, field):
        message = "It is related by a key of several parts."
        yield "BD206", message, "Leave it out: its list can be asked for."


def _is_through(resolved: Resolved, field: Field) -> bool:
    if field.kind != "mirror":
        return field.kind == "through"
    there = resolved.entities[field.source.type].fields.get(str(field.source.by))
    return there is not None and there.kind == "through"


def _is_of_several(resolved: Resolved, entity: ResolvedEntity, field: Field) -> bool:
    """True where no single column says which rows belong together."""
    if field.kind == "reference":
        return len(references_of(entity, field.name)) != 1
    if field.kind == "inverse":
        target = resolved.entities[field.source.type]
        return len(references_of(target, str(field.source.by))) > 1
    return len(entity.key) != 1
