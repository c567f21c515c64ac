"""What a team's own document adds to the generated one: it extends, and never contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .nodes import Node

Place = tuple[str | int, ...]


def extended(node: Node, added: Node) -> Node:
    """Return a part of the contract with what is added below the names that it has."""
    return {
        name: _merged(value, added[name]) if name in added else value
        for name, value in node.items()
    }


def merged(node: Node, added: Node) -> Node:
    """Return a part of the contract with all that is added to it."""
    new = {name: value for name, value in added.items() if name not in node}
    return {**extended(node, added), **new}


def _merged(value: Any, added: Any) -> Any:
    if isinstance(value, dict) and isinstance(added, dict):
        return merged(value, added)
    if isinstance(value, list) and isinstance(added, list):
        return [*value, *(each for each in added if each not in value)]
    return value


def contradictions(
    node: Any, added: Any, place: Place = ()
) -> Iterator[tuple[Place, Any]]:
    """Yield where an addition says otherwise what the contract says, and what that is."""
    if isinstance(node, dict) and isinstance(added, dict):
        for name in added:
            if name in node:
                yield from contradictions(node[name], added[name], (*place, name))
    elif isinstance(node, list) and isinstance(added, list):
        named = {_parameter(each): each for each in node if _parameter(each)}
        for number, each in enumerate(added):
            there = named.get(_parameter(each))
            if there is not None and there != each:
                yield (*place, number), there
    elif node != added:
        yield place, node


def _parameter(node: Any) -> tuple[str, str] | None:
    """Return where a parameter is and its name, which no other has; None of anything else."""
    if isinstance(node, dict) and {"in", "name"} <= node.keys():
        return str(node["in"]), str(node["name"])
    return None
