"""What is done with rows inside of those that own them, beside their own operations."""

from __future__ import annotations

from collections.abc import Iterator

from .resolved import Resolved, ResolvedEntity

_DONE = {
    "get": ("get",),
    "create": ("create", "replace", "update"),
    "update": ("replace", "update"),
    "delete": ("replace", "update"),
}
"""What is done with a row, by the operations of its owner that do it."""


def done_within(resolved: Resolved, entity: ResolvedEntity) -> Iterator[str]:
    """Yield what is done with an entity's rows inside of others: "create"."""
    owners = [*owners_of(resolved, entity)]
    for kind, operations in _DONE.items():
        if any({*operations} & {*each.written.operations} for each in owners):
            yield kind


def owners_of(resolved: Resolved, entity: ResolvedEntity) -> Iterator[ResolvedEntity]:
    """Yield the entities inside of whose rows those of another one stand."""
    for each in resolved.entities.values():
        if any(_owns(each, entity.name)):
            yield each


def _owns(owner: ResolvedEntity, name: str) -> Iterator[bool]:
    for inverse in owner.inverses:
        yield inverse.target == name and inverse.source.owned
