"""Lists that are asked for by values of the rows that theirs refer to: one step, and shown."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean
from ..language.finding import Finding
from ..language.scalars import UNCOMPARED
from ..language.tree import Path
from ..names import with_article
from ..resolve import Resolved, ResolvedEntity
from ..resolve.related import Related, Step, steps
from ..resolve.slots import Slot, is_encrypted
from . import filters, orders
from .finding import repeated

Problem = tuple[str, str, str]
"""The code, the message and the way out."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What stands behind a relation is a value that clients see, and that means something."""
    for entity in resolved.entities.values():
        known = {(each.word, each.position): each for each in entity.related}
        for step in steps(entity):
            place = ("entities", entity.name, step.word, step.position)
            found = known.get((step.word, step.position))
            problem = _of_path(resolved, entity, step)
            if problem is None and found is not None:
                yield from _of_value(entity, found, place)
            elif problem is not None:
                code, message, hint = problem
                yield Finding(place, code, message, hint)


def _of_path(resolved: Resolved, entity: ResolvedEntity, step: Step) -> Problem | None:
    """Return why a path leads nowhere that a list can be asked for by."""
    field = entity.fields[step.relation]
    if field.kind != "reference" or field.source.type not in resolved.entities:
        message = f"{step.relation} does not refer to one row of an entity."
        return "BD206", message, "Leave it out."
    if hidden := orders.hidden_in(field.source):
        message = f"The list would show what {hidden} hides of {step.relation}."
        return "BD207", message, "Leave one of them out."
    target = resolved.entities[field.source.type]
    there = next((each for each in target.slots if each.name == step.name), None)
    if there is None:
        relation = target.fields.get(step.name)
        if relation is not None and relation.is_relation:
            return "BD206", f"{step.said} is a relation.", "A path has one step."
        message = f'"{step.name}" is no field of {target.name}.'
        shown = [each.name for each in target.slots if not orders.hidden_by(each)]
        return "BD106", message, did_you_mean(step.name, shown) or "Leave it out."
    if there.references:
        return "BD206", f"{step.said} is the key of a row.", "A path has one step."
    return _of_column(step, there)


def _of_column(step: Step, there: Slot) -> Problem | None:
    if hidden := orders.hidden_by(there):
        message = f"The list would show what {hidden} hides of {step.said}."
        return "BD207", message, "Leave one of them out."
    if is_encrypted(there):
        message = f"{step.said} is encrypted, and found in its own list alone."
        return "BD207", message, "Leave it out."
    if there.part is not None:
        message = f"{step.said} is a part of a value, to which no path leads."
        return "BD206", message, "Leave it out."
    if step.word == "sort" and not orders.has_order(there):
        message = f'"sort" does not apply to {with_article(there.schema.type)}.'
        return "BD205", message, "Leave it out."
    if step.word == "filter" and (there.schema.many or there.schema.type in UNCOMPARED):
        kind = "a list" if there.schema.many else with_article(there.schema.type)
        return "BD205", f'"filter" does not apply to {kind}.', "Leave it out."
    return None


def _of_value(entity: ResolvedEntity, found: Related, place: Path) -> Iterator[Finding]:
    name = found.slot.name
    if found.word == "sort" and any(
        name in (each.name, each.attribute) for each in entity.slots
    ):
        message = f"{name} is a column of its own, too."
        yield Finding(place, "BD505", message, "Rename one of them, or leave it out.")
    for _, form in repeated(found.slot.forms):
        yield Finding(place, "BD116", f'"{form}" appears twice.')
    for form in dict.fromkeys(found.slot.forms):
        if problem := filters.problem(form, found.slot):
            code, message, hint = problem
            yield Finding(place, code, message, hint)
