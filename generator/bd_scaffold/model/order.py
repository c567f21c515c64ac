"""The order in which tables can be created, and the foreign keys that have to wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .constraints import ForeignKey


def creation_order(
    keys: Mapping[str, Sequence[ForeignKey]],
) -> tuple[list[str], list[str]]:
    """Return the entities in an order of creation, and the names of foreign keys to add later.

    A table comes after those that it points to; where tables point to each other in a circle,
    an optional or deferred foreign key of the circle waits until all of them stand.
    """
    waiting: dict[str, set[str]] = {
        name: {key.target for key in owned if key.target != name}
        for name, owned in keys.items()
    }
    order: list[str] = []
    late: list[str] = []
    while waiting:
        free = [name for name, needs in waiting.items() if needs.isdisjoint(waiting)]
        if not free:
            name = _breakable(waiting, keys)
            late += _late(keys[name], set(waiting) - {name})
            free = [name]
        for name in free:
            order.append(name)
            del waiting[name]
    return order, late


def _breakable(
    waiting: Mapping[str, set[str]],
    keys: Mapping[str, Sequence[ForeignKey]],
) -> str:
    """Return an entity whose missing targets can wait; there is one, or a check failed."""
    for name in waiting:
        missing = [
            key for key in keys[name] if key.target in waiting and key.target != name
        ]
        if not any(key.required and not key.deferred for key in missing):
            return name
    return next(iter(waiting))


def _late(owned: Sequence[ForeignKey], missing: set[str]) -> Iterator[str]:
    return (key.name for key in owned if key.target in missing)
