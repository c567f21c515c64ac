"""How lists are cut into pages, and what answers say of their length, then and now."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Entity
from .change import BREAKING, SAFE, Change

_USUAL = {"page": "always", "cursor": "never"}


def paging(old: Entity, new: Entity) -> Iterator[Change]:
    """Yield what differs in an entity's pages; it breaks clients of its list, where it has one."""
    breaking = BREAKING if _is_listed(old) and _is_listed(new) else SAFE
    if old.pagination != new.pagination:
        text = f"pagination changed from {old.pagination} to {new.pagination}"
        yield Change(old.name, text, "changed", breaking)
    if old.backwards != new.backwards:
        text = f"pages backwards {'added' if new.backwards else 'removed'}"
        cost = SAFE if new.backwards else breaking
        yield Change(old.name, text, "changed", cost)
    if old.totals == new.totals:
        return
    then, now = (each.totals or _USUAL[each.pagination] for each in (old, new))
    text = f"total changed from {then} to {now}"
    yield Change(old.name, text, "changed", SAFE if then == "never" else breaking)


def _is_listed(entity: Entity) -> bool:
    return any(each.kind == "list" for each in entity.operations)
