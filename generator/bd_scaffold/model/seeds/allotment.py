"""How many rows of each kind there are, and which rows each of them refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Literal

from ...language.scalars import ACCOUNT
from ...resolve.deferral import is_required
from ...resolve.slots import Slot, dividing
from ..parts import EntityParts
from .groups import Group, groups_of
from .ruled import Ruled, ruled_of
from .values import ENDLESS, capacity

LEAST = 8
"""How many rows of each kind there are in any case, as far as there may be so many."""

DIVISIONS = 3

Kind = Literal["one", "same", "group", "other", "above", "none"]

_TIMES = 4
"""How many rows there are for each that they refer to, where a design doesn't say."""

_PARENTS = 10


@dataclass
class Allotment:
    """The rows of one entity: how many there are, and what tells them apart."""

    parts: EntityParts
    ruled: Ruled
    share: int = 1
    most: int | None = None
    per: int = 1
    related: dict[str, Kind] = field(default_factory=dict)  # by field
    places: dict[str, str] = field(default_factory=dict)  # by slot or field, as Python
    late: list[str] = field(default_factory=list)  # fields
    circle: str = ""

    @property
    def name(self) -> str:
        """The entity's name."""
        return self.parts.name

    @property
    def divided(self) -> bool:
        """True where each row belongs to a part."""
        return bool(dividing(self.parts.slots))

    @property
    def least(self) -> int:
        """How many rows there are in each part in any case."""
        lanes = DIVISIONS if self.divided else 1
        room = LEAST if self.most is None else self.most // lanes
        return max(1, min(LEAST, room))

    def limit(self, most: int) -> None:
        """Have no more rows than so many."""
        self.most = most if self.most is None else min(self.most, most)

    def references(self) -> dict[str, list[Slot]]:
        """Return the slots of each field that refers to another row."""
        found: dict[str, list[Slot]] = {}
        for slot in self.parts.slots:
            if slot.references and not slot.added:
                found.setdefault(slot.field_name, []).append(slot)
        return found


def allotments_of(
    parts: Mapping[str, EntityParts], order: Sequence[str]
) -> dict[str, Allotment]:
    """Return how the rows of each entity are made up, in the order in which they are stored."""
    found = {
        name: Allotment(parts[name], ruled_of(parts[name], groups_of(parts[name])))
        for name in order
    }
    for name, share in _shares(parts, order).items():
        found[name].share = share
    for each in found.values():
        _relate(each, found)
    _circles(found)
    for each in (*found.values(), *found.values()):
        _fit(each, found)
    return found


# How many


def _shares(parts: Mapping[str, EntityParts], order: Sequence[str]) -> dict[str, int]:
    """Return how many rows each entity has beside others: as the design says, or seems real."""
    said = {name: parts[name].entity.volume for name in order}
    smallest = min((each for each in said.values() if each), default=100)
    needed = {name: [*_needed(parts[name])] for name in order}
    found: dict[str, int] = {}
    for name in order:
        below = [
            volume
            for other, volume in said.items()
            if volume and name in needed[other] and other != name
        ]
        above = [found[each] for each in needed[name] if each in found]
        found[name] = (
            said[name]
            or (below and max(1, min(below) // _PARENTS))
            or (above and _TIMES * max(above))
            or smallest
        )
    return found


def _needed(parts: EntityParts) -> Iterator[str]:
    """Yield the entities without whose rows there are none of this one."""
    for each in parts.entity.fields.values():
        if is_required(each) and each.source.type != parts.name:
            yield each.source.type


# Which


def _relate(own: Allotment, others: Mapping[str, Allotment]) -> None:
    """Decide what each row refers to, so that what is unique stays so."""
    late = _late(own)
    for name, slots in own.references().items():
        target = slots[0].references
        nullable = slots[0].schema.nullable
        if name in own.ruled.missing:
            own.related[name] = "none"
        elif target == own.name:
            own.related[name] = "above"
        elif name in late and nullable:
            own.related[name] = "one"
            own.late.append(name)
        else:
            own.related[name] = "one"
    weak = [each for each in groups_of(own.parts) if not _is_strong(own, each)]
    for each in weak:
        _keep(own, each, others)


def _late(own: Allotment) -> set[str]:
    """Return the fields whose rows are stored after the own ones."""
    table = own.parts.tables[own.parts.own.table]
    late = {each.name for each in table.constraints if each.late}
    return {each.relation for each in own.parts.table.foreign_keys if each.name in late}


def _members(own: Allotment, group: Group) -> tuple[list[str], list[Slot]]:
    """Return the fields of a group that refer to other rows, and its other slots."""
    by_name = {slot.name: slot for slot in own.parts.slots}
    slots = [by_name[name] for name in group.slots]
    fields = dict.fromkeys(s.field_name for s in slots if s.references and not s.added)
    return [*fields], [slot for slot in slots if not slot.references]


def _room(own: Allotment, slot: Slot) -> int:
    """Return how many values of a slot can be told by their place."""
    if slot.source is None:
        return ENDLESS if slot.key else 1
    if slot.source.auto or slot.name in own.ruled.counted:
        return ENDLESS
    if slot.field_name in own.ruled.states:
        return 1
    if slot.field_name in own.ruled.sources:
        return own.ruled.room if slot.name in own.ruled.varied else 1
    if slot.field_name in own.ruled.fixed:
        return 1
    return capacity(slot)


def _is_strong(own: Allotment, group: Group) -> bool:
    """Have a value of a group be another one for each row, where it has so many."""
    _, slots = _members(own, group)
    endless = [each for each in slots if _room(own, each) >= ENDLESS]
    if not endless:
        return False
    told = [e for e in endless if e.name in own.places or e.source is None]
    first = (told or endless)[0]
    own.places.setdefault(first.name, "draw.n")
    return True


def _keep(own: Allotment, group: Group, others: Mapping[str, Allotment]) -> None:
    fields, slots = _members(own, group)
    related = [each for each in fields if own.related[each] != "none"]
    if len(related) < len(fields) and not group.nulls_equal:
        return  # a null is like no other
    if not related:
        _count(own, slots)
        return
    first = _first(own, related)
    if own.related[first] == "above":
        nullable = own.references()[first][0].schema.nullable
        own.related[first] = "none" if nullable and not group.nulls_equal else "same"
        return
    if own.related[first] in ("same", "other"):
        return
    if own.related[first] != "group" and "group" in own.related.values():
        own.related[first] = "same"
        return
    rest = [each for each in related if each != first]
    _group(own, first, rest, slots, others)


def _first(own: Allotment, related: Sequence[str]) -> str:
    """Return the field by which rows stand in groups: one that is needed, if there is one."""
    grouped = [each for each in related if own.related[each] == "group"]
    alone = [each for each in related if own.related[each] == "same"]
    slots = own.references()
    usual = [each for each in related if own.related[each] != "above"]
    needed = [each for each in usual if not slots[each][0].schema.nullable]
    return (alone or grouped or needed or usual or [*related])[0]


def _count(own: Allotment, slots: Sequence[Slot]) -> None:
    """Have slots be told by the row's number, each a digit of it."""
    rooms = [_room(own, each) for each in slots]
    step = 1
    for slot, room in zip(slots, rooms, strict=True):
        if slot.field_name in own.ruled.sources:
            continue
        if room > 1:
            own.places.setdefault(slot.name, _digit("draw.n", step, room, prod(rooms)))
        step *= room
    own.limit(prod(rooms))


def _digit(number: str, step: int, room: int, whole: int) -> str:
    """Return one digit of a number, as Python."""
    high = f"{number} // {step}" if step > 1 else number
    return high if step * room >= whole else f"{high} % {room}"


def _group(
    own: Allotment,
    first: str,
    rest: Sequence[str],
    slots: Sequence[Slot],
    others: Mapping[str, Allotment],
) -> None:
    """Have some rows refer to the same one, and tell them apart by what else is in a group."""
    target = others.get(str(own.references()[first][0].references))
    wanted = max(1, round(own.share / target.share)) if target else 1
    settled = own.related[first] == "group"
    digits: list[tuple[str, int]] = []
    for name in rest:
        other = others.get(str(own.references()[name][0].references))
        if own.related[name] == "one" and other is not None:
            digits.append((name, other.least))
    digits += [
        (slot.name, room)
        for slot in slots
        if (room := _room(own, slot)) > 1
        and slot.name not in own.places
        and slot.field_name not in own.ruled.sources
    ]
    room = prod(each for _, each in digits)
    if not digits and not settled:
        own.related[first] = "same"
        return
    if settled:
        known = [n for n in (*rest, *(s.name for s in slots)) if n in own.places]
        if not known:
            own.per = min(own.per, room)
    else:
        own.related[first] = "group"
        own.per = min(wanted, room)
    step = 1
    for name, size in digits:
        if step >= own.per:
            break
        own.places[name] = _digit("draw.place", step, size, own.per)
        if name in rest:
            own.related[name] = "other"
        step *= size


# What follows from it


def _circles(found: Mapping[str, Allotment]) -> None:
    """Have rows that need each other be stored together, one of each."""
    needs = {
        name: {
            *(
                str(slots[0].references)
                for field_name, slots in each.references().items()
                if not slots[0].schema.nullable
            )
        }
        for name, each in found.items()
    }
    for name, own in found.items():
        late = _late(own) - {*own.late}
        targets = {str(own.references()[each][0].references) for each in late}
        for target in targets - {name}:
            between = {
                each
                for each in found
                if each in _reached(needs, target) and name in _reached(needs, each)
            } | {name, target}
            label = own.circle or found[target].circle or name
            share = min(found[each].share for each in between)
            for each in between:
                found[each].circle, found[each].share = label, share


def _reached(needs: Mapping[str, set[str]], name: str) -> set[str]:
    met = {name}
    waiting = [name]
    while waiting:
        fresh = needs.get(waiting.pop(), set()) - met
        met |= fresh
        waiting += fresh
    return met


def _fit(own: Allotment, others: Mapping[str, Allotment]) -> None:
    """Have no more rows than the others have room for, to which one or some refer."""
    for name, kind in own.related.items():
        target = others.get(str(own.references()[name][0].references))
        if kind not in ("same", "group") or target is None or target is own:
            continue
        if own.circle and own.circle == target.circle:
            own.related[name] = "same"
        size = own.per if own.related[name] == "group" else 1
        own.share = min(own.share, target.share * size)
        if target.most is not None:
            lanes = DIVISIONS if own.divided and not target.divided else 1
            own.limit(target.most * size * lanes)


def accounts_of(found: Mapping[str, Allotment]) -> int:
    """Return how many accounts there are beside other rows."""
    apart = [
        each.share
        for each in found.values()
        for name, slots in each.references().items()
        if slots[0].references == ACCOUNT and each.related[name] in ("same", "group")
    ]
    return max(apart, default=min((each.share for each in found.values()), default=1))
