"""Relations to rows that belong to one another's owner: an order, and an address of its customer.

The row that is owned is drawn first, and its owner is that of the whole row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ...language.scalars import ACCOUNT
from ...record import Record
from ...resolve.slots import Slot
from .allotment import Allotment


class SharedOwners(Record, frozen=True):
    """Which relation of an entity follows from another one."""

    through: tuple[str, ...] = ()
    """The field whose row says who the owner is: "ship_to"."""
    alike: Mapping[str, str] = MappingProxyType({})
    """Fields of such rows, too, which refer to the same one."""
    attributes: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The field of the owner, with the attributes of the other row that it has."""


def shared_owners(own: Allotment, others: Mapping[str, Allotment]) -> SharedOwners:
    """Return the relation whose row says who the owner is; the first one where there are more."""
    for name, (slot, *_) in own.references().items():
        target = others.get(str(slot.references))
        if target is None or not _is_free(own, name) or target.circle:
            continue
        for owner, slots in _owners(own, name):
            attributes = _attributes(slots, target)
            if attributes is None:
                continue
            alike = {
                each: name
                for each, (other, *_) in own.references().items()
                if each != name
                and other.references == slot.references
                and other.target == slot.target
                and _is_free(own, each)
            }
            return SharedOwners((name,), alike, {owner: attributes})
    return SharedOwners()


def _is_free(own: Allotment, name: str) -> bool:
    """Tell whether a field may refer to any row: nothing tells rows apart by it."""
    late = name in own.late or bool(own.circle)
    return own.related[name] == "one" and name not in own.places and not late


def _owners(own: Allotment, name: str) -> Iterator[tuple[str, Sequence[Slot]]]:
    """Yield the other fields that alone refer to rows of an entity."""
    references = own.references()
    targets = [slots[0].references for slots in references.values()]
    for each, slots in references.items():
        target = slots[0].references
        alone = targets.count(target) == 1 and target != ACCOUNT
        if each != name and alone and _is_free(own, each):
            yield each, slots


def _attributes(slots: Sequence[Slot], there: Allotment) -> tuple[str, ...] | None:
    """Return the attributes by which an owned row refers to its owner; none where it has none."""
    fields = there.parts.entity.fields
    for name, found in there.references().items():
        source = fields[name].source
        owned = source.on_delete == "cascade" and not found[0].schema.nullable
        if not owned or found[0].references != slots[0].references:
            continue
        if there.related[name] in ("above", "none") or name in there.late:
            continue
        by_target = {each.target: each.attribute for each in found}
        if all(each.target in by_target for each in slots):
            return tuple(by_target[each.target] for each in slots)
    return None
