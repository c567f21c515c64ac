"""What a document says of a parameter, and what its references lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...record import Record
from .naming import Node


class Parameter(Record, frozen=True):
    """One parameter, and the component where it is shared."""

    component: str
    node: Node

    @property
    def words(self) -> str:
        """How a message speaks of it."""
        kinds = {"query": "query parameter", "path": "path parameter"}
        return f"the {kinds.get(self.node['in'], self.node['in'])} {self.node['name']}"

    @property
    def required(self) -> bool:
        """True where no request may leave it out."""
        return bool(self.node.get("required", False))


def component(node: Node) -> str:
    """Return the name of the component that a node refers to, or nothing."""
    return str(node.get("$ref", "")).rpartition("/")[2]


def resolved(node: Node, document: Node) -> Node:
    """Return a node, or the one of the document that it refers to."""
    if "$ref" not in node:
        return node
    found: Any = document
    for key in str(node["$ref"]).removeprefix("#/").split("/"):
        found = found.get(key.replace("~1", "/").replace("~0", "~"), {})
    return found if isinstance(found, Mapping) else {}
