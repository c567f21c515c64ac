"""What lists are ordered by where a request asks for no order."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean
from ..language.field_type import FieldType
from ..language.finding import Finding
from ..language.scalars import TYPES
from ..language.tree import Path
from ..names import with_article
from ..resolve import Resolved, ResolvedEntity
from ..resolve.lists import named_in
from ..resolve.slots import Slot, is_encrypted
from ..resolve.values import is_short
from .finding import repeated


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Lists are ordered by columns that have an order, and that whoever lists them sees."""
    for entity in resolved.entities.values():
        written = resolved.design.entities[entity.name].order
        path: Path = ("entities", entity.name, "order")
        if written and "list" not in entity.written.operations:
            yield Finding(path, "BD421", "There is no list to order.", "Leave it out.")
        bare = [each.removeprefix("-") for each in written]
        for position, name in repeated(bare):
            yield Finding((*path, position), "BD116", f'"{name}" appears twice.')
        for position, (said, name) in enumerate(
            zip(bare, entity.written.order, strict=True)
        ):
            if found := _problem(entity, said, name):
                code, message, hint = found
                yield Finding((*path, position), code, message, hint)


def _problem(
    entity: ResolvedEntity, said: str, name: str
) -> tuple[str, str, str] | None:
    """Return why lists can't be ordered by a name, if so: code, message and way out."""
    slot = named_in(entity.slots, name.removeprefix("-"))
    if slot is None:
        field = entity.fields.get(said.partition(".")[0])
        if field is not None and field.is_relation and "." in said:
            message = f"{said} stands in another table, and no index has this order."
            hint = "Leave it out, or let clients ask for it by sort."
            return "BD206", message, hint
        if field is not None and field.is_relation:
            message = (
                f"{said} is a relation, whose keys have no order that says anything."
            )
            return "BD206", message, "Leave it out."
        hint = did_you_mean(said, [each.name for each in entity.slots])
        return "BD106", f'"{said}" is no column of its rows.', hint or "Leave it out."
    if slot.references:
        message = f"{said} is a relation, whose keys have no order that says anything."
        return "BD206", message, "Leave it out."
    if hidden := hidden_by(slot):
        message = f"The order would show what {hidden} hides of {said}."
        return "BD207", message, "Leave one of them out."
    if is_encrypted(slot):
        return None  # which the capability itself refuses
    if not has_order(slot):
        message = f'"order" does not apply to {with_article(slot.schema.type)}.'
        return "BD205", message, "Leave it out."
    return None


def hidden_by(slot: Slot) -> str:
    """Return the word that keeps a column from clients, or from some; empty for none."""
    if slot.added is not None and slot.added.hidden:
        return "its trait"
    return "" if slot.source is None else hidden_in(slot.source)


def hidden_in(source: FieldType) -> str:
    """Return the word by which a field keeps its value from clients; empty for none."""
    words = {
        "internal": source.internal,
        "writeonly": source.writeonly,
        "readable": source.readable is not None,
    }
    return next((word for word, said in words.items() if said), "")


def has_order(slot: Slot) -> bool:
    """True for a column whose values come one after the other."""
    short = slot.source is not None and is_short(slot.source)
    known = TYPES.get(slot.schema.type)  # what is wrong with another one is said at it
    sortable = known is None or known.sortable or short
    return sortable and not slot.schema.many
