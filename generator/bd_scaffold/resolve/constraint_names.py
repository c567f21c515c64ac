"""What the constraints of an entity's table are called: as usual, or as the design says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from ..language.tree import Path
from ..record import Record
from . import exclusions
from .fields import Field
from .implied_checks import implied_check_name, implied_checks
from .relations import Link
from .resolved import ResolvedEntity
from .uniques import grouped, named, unique_groups


class ConstraintName(Record, frozen=True):
    """A constraint of a table, by what it is called."""

    usual: str
    own: str | None  # where the design says another one
    owner: str  # how messages call it
    path: Path


def own_names(entity: ResolvedEntity) -> Mapping[str, str]:
    """Return the names that the design says, by the usual ones."""
    if not _says_any(entity):
        return {}
    return {each.usual: each.own for each in constraint_names(entity) if each.own}


def _says_any(entity: ResolvedEntity) -> bool:
    written = entity.written
    if written.key_constraint:
        return True
    if any(group.constraint for group in written.unique):
        return True
    if any(check.constraint for check in written.checks):
        return True
    if any(each.constraint for each in written.exclude):
        return True
    return any(each.source.constraint for each in entity.fields.values())


def constraint_names(entity: ResolvedEntity) -> Iterator[ConstraintName]:
    """Yield what every constraint of an entity's table is called."""
    table, written = entity.names.table, entity.written
    here: Path = ("entities", entity.name)
    place = (*here, "key_constraint")
    yield ConstraintName(
        named("pk", table), written.key_constraint, "its primary key", place
    )
    yield from _uniques(entity, here)
    for field in entity.fields.values():
        usual = implied_names(entity, field) if field.has_column else ()
        for name, own in zip_longest(usual, field.source.constraint[: len(usual)]):
            yield ConstraintName(name, own, field.name, field.path())
    for number, check in enumerate(written.checks):
        usual_name = named("ck", table, check.name or f"rule_{number + 1}")
        place = (*here, "checks", number, "constraint")
        if check.value:
            place = (*here, "fields", check.value)
        yield ConstraintName(usual_name, check.constraint, check.text, place)
    for number, exclusion in enumerate(written.exclude):
        usual_name = exclusions.usual_name(entity, exclusion)
        place = (*here, "exclude", number, "constraint")
        owner = f"the exclusion of {' and '.join(exclusion.period)}"
        yield ConstraintName(usual_name, exclusion.constraint, owner, place)


def _uniques(entity: ResolvedEntity, here: Path) -> Iterator[ConstraintName]:
    said = {
        grouped(group.fields, entity.slots): (group.constraint, position)
        for position, group in enumerate(entity.written.unique)
        if group.constraint
    }
    for columns in unique_groups(entity.written, entity.slots):
        own, position = said.get(columns, (None, 0))
        usual = named("uq", entity.names.table, *columns)
        place = (*here, "unique", position, "constraint")
        yield ConstraintName(usual, own, f"unique {' and '.join(columns)}", place)


def names_of_links(link: Link) -> Mapping[str, str]:
    """Return what a link's table calls its constraints and its index, by the usual names."""
    usual = _usual_of_links(link)
    own = link.source.constraint[: len(usual)]
    return dict(zip(usual, [*own, *usual[len(own) :]], strict=True))


def _usual_of_links(link: Link) -> list[str]:
    """Return the usual names: of the key, of this side's and the other's, of the index."""
    table, far = link.table, [each.name for each in link.far]
    sides = ("owner", "item")
    keys = [named("pk", table), *(named("fk", table, side) for side in sides)]
    return [*keys, named("ix", table, *far)] if far else keys


def implied_names(entity: ResolvedEntity, field: Field) -> Sequence[str]:
    """Return the usual names of the constraints that a field brings along, in their order."""
    for link in entity.links:
        if link.field_name == field.name:
            return _usual_of_links(link)
    slots = [slot for slot in entity.slots if slot.field_name == field.name]
    table = entity.names.table
    if any(slot.references for slot in slots):
        whole = len(slots) > 1 and field.source.nullable
        halves = [named("ck", table, field.name, "whole")] if whole else []
        return [named("fk", table, field.name), *halves]
    return [
        implied_check_name(table, slot, check)
        for slot in slots
        for check in implied_checks(slot)
    ]
