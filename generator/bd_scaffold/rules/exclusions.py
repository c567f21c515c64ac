"""Exclusions: their periods are of two fields that have an order, and end after they start."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.expression import to_sql
from ..language.finding import Finding
from ..language.row_rules import Check, Exclusion
from ..language.scalars import UNCOMPARED
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.exclusions import RANGES
from ..resolve.implication import implies
from ..resolve.native import columns_in
from ..resolve.slots import Slot
from .finding import listed, repeated
from .keys import unknown_field

_COMPARED = "Its fields are compared for being equal"


def rule(resolved: Resolved) -> Iterator[Finding]:
    """PostgreSQL can compare what an exclusion is about, and a request can keep to it."""
    for name, entity in resolved.entities.items():
        seen: list[Exclusion] = []
        for position, each in enumerate(entity.written.exclude):
            path: Path = ("entities", name, "exclude", position)
            found = [*_missing(entity, path, each), *_shape(path, each)]
            yield from found
            if not found:
                yield from _fields(entity, path, each)
                yield from _period(entity, path, each)
            if each in seen:
                yield Finding(path, "BD116", "It is said already.", "Leave it out.")
            seen.append(each)


def _missing(
    entity: ResolvedEntity, path: Path, written: Exclusion
) -> Iterator[Finding]:
    for word in ("fields", "period"):
        for position, name in enumerate(getattr(written, word)):
            place = (*path, word, position)
            if name not in entity.fields and name not in entity.added:
                yield unknown_field(entity, place, name)
            elif name in entity.fields and not entity.fields[name].has_column:
                message = f"{name} is a list of relations and has no column."
                yield Finding(place, "BD412", message)


def _shape(path: Path, written: Exclusion) -> Iterator[Finding]:
    if len(written.period) != 2:
        message = "A period has a start and an end."
        hint = "Write period: [starts_at, ends_at]."
        yield Finding((*path, "period"), "BD414", message, hint)
    for position, name in repeated((*written.period, *written.fields)):
        place = (*path, "fields", max(position - len(written.period), 0))
        yield Finding(place, "BD116", f'"{name}" appears twice.')


def _fields(
    entity: ResolvedEntity, path: Path, written: Exclusion
) -> Iterator[Finding]:
    for position, name in enumerate(written.fields):
        for slot in _slots(entity, name):
            kind = slot.schema.type
            if slot.schema.many or kind in UNCOMPARED:
                shown = f"a list of {kind}" if slot.schema.many else kind
                message = f"{_COMPARED}, and {name} is {shown}."
                yield Finding((*path, "fields", position), "BD414", message)


def _period(
    entity: ResolvedEntity, path: Path, written: Exclusion
) -> Iterator[Finding]:
    place = (*path, "period")
    ends = [slot for name in written.period for slot in _slots(entity, name)]
    kinds = [each.schema.type for each in ends]
    ordered = not any(each.schema.many or each.references for each in ends)
    if not ordered or len(kinds) != 2 or not {*kinds} <= {*RANGES}:
        message = f"{listed(written.period)} are no start and end of a period."
        hint = f"A period is of one of {', '.join(RANGES)}."
        yield Finding(place, "BD414", message, hint)
    elif kinds[0] != kinds[1]:
        message = f"{listed(written.period)} are {listed(kinds)}: of two types."
        yield Finding(place, "BD414", message, "Give them the same type.")
    else:
        yield from _set_by_clients(path, ends)
        yield from _in_order(entity, path, ends)


def _set_by_clients(path: Path, ends: list[Slot]) -> Iterator[Finding]:
    for position, slot in enumerate(ends):
        source = slot.source
        if source is None or source.readonly or source.internal:
            message = f"{slot.field_name} is set by the server alone."
            hint = "A request could not keep out of another row's period."
            yield Finding((*path, "period", position), "BD414", message, hint)


def _in_order(
    entity: ResolvedEntity, path: Path, ends: list[Slot]
) -> Iterator[Finding]:
    """PostgreSQL makes no period that ends before it starts, and says so by an error."""
    start, end = (each.field_name for each in ends)
    wanted = f"{start} <= {end}"
    if any(_says(entity, each, wanted, ends) for each in entity.written.checks):
        return
    message = f"No check says that {end} is not before {start}."
    hint = f"Add `{start} < {end}` to checks."
    yield Finding((*path, "period"), "BD414", message, hint)


def _says(entity: ResolvedEntity, check: Check, wanted: str, ends: list[Slot]) -> bool:
    """Tell whether a check holds rows to it; of one in SQL, the design is believed."""
    if check.rule is None:
        about = columns_in(check.postgresql or "", entity.slots)
        return {each.column for each in ends} <= {*about}
    names = {name: name for name in (*entity.fields, *entity.added)}
    return implies(to_sql(check.rule, names), wanted)


def _slots(entity: ResolvedEntity, name: str) -> list[Slot]:
    return [slot for slot in entity.slots if slot.field_name == name]
