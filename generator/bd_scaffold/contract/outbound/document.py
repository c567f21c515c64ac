"""Another system's OpenAPI as a document: its form, and that it refers to nothing outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...diagnostics import Diagnostic, in_order
from ...language.plain import json_of
from ...language.tree import Positions
from ...language.tree import read as read_tree
from ...record import Record
from ..nodes import Node

_KIND = "contract of another system"
_VERSION = re.compile(r"3\.[0-9]+(\.[0-9]+)?")
_COMPONENT = re.compile(r"#/components/([A-Za-z]+)/([^/]+)")
_PATH = re.compile(r"/[A-Za-z0-9._~:@!$&'()*+,;=/%-]*")
_DEEPEST = 20

Place = tuple[str | int, ...]


class Document(Record, frozen=True):
    """An OpenAPI document, and where each part of it stands."""

    node: Node
    positions: Positions

    def followed(self, node: Any) -> Node:
        """Return what a node stands for, which may be a reference to a component."""
        for _ in range(_DEEPEST):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                break
            node = self.component(node["$ref"])
        return node if isinstance(node, dict) and "$ref" not in node else {}

    def component(self, reference: str) -> Any:
        """Return the component that a reference names; None where there is none."""
        found = _COMPONENT.fullmatch(reference)
        if found is None:
            return None
        components = mapping(self.node.get("components"))
        return mapping(components.get(found[1])).get(unescaped(found[2]))


def mapping(node: Any) -> Mapping[str, Any]:
    """Return a node where it is a mapping, and an empty one where it isn't."""
    return node if isinstance(node, dict) else {}


def unescaped(name: str) -> str:
    """Return a name as it is outside of a reference."""
    return name.replace("~1", "/").replace("~0", "~")


def read(text: bytes, source: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return the document of a text, or None, and all mistakes of its form."""
    tree = read_tree(text, source, _KIND)
    if tree.diagnostics:
        return None, tree.diagnostics
    document = Document(json_of(tree.value), tree.positions)
    found = [*_form(document)] or [*_references(document, document.node, ())]
    return (None if found else document), in_order(found)


def _form(document: Document) -> Iterator[Diagnostic]:
    node: Any = document.node
    hint = "Save what the other side publishes, as JSON or YAML."
    if not isinstance(node, dict) or "openapi" not in node:
        message = "This is no OpenAPI document."
        if isinstance(node, dict) and "swagger" in node:
            message, hint = "This is Swagger 2.", "Convert it to OpenAPI 3 first."
        yield document.positions.mistake((), "BD1011", message, hint)
        return
    if not _VERSION.fullmatch(str(node["openapi"])):
        message = f'"{node["openapi"]}" is no version of OpenAPI 3.'
        yield document.positions.mistake(("openapi",), "BD1011", message, hint)
    paths = node.get("paths")
    if not isinstance(paths, dict) or not paths:
        message = "It has no paths, so there is nothing to call."
        yield document.positions.mistake(("paths",), "BD1011", message, hint)
        return
    for path, item in paths.items():
        if not isinstance(item, dict) or not _is_path(str(path)):
            message = "A path begins with /, has letters of a URL, and is a mapping."
            yield document.positions.mistake(("paths", path), "BD1011", message)


def _is_path(said: str) -> bool:
    plain = re.sub(r"\{[^{}/]+\}", "", said)
    return said.isprintable() and _PATH.fullmatch(plain) is not None


def _references(document: Document, node: Any, place: Place) -> Iterator[Diagnostic]:
    """Yield references that lead out of the document, or nowhere in it."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("example", "examples", "default", "enum", "const"):
                continue  # values of the other side's, which mean nothing here
            inner = (*place, name)
            if name == "$ref" and isinstance(value, str):
                yield from _reference(document, value, inner)
            else:
                yield from _references(document, value, inner)
    elif isinstance(node, list):
        for number, each in enumerate(node):
            yield from _references(document, each, (*place, number))


def _reference(document: Document, said: str, place: Place) -> Iterator[Diagnostic]:
    if not said.startswith("#"):
        message = f'"{said}" leads out of the file, and nothing is fetched.'
        hint = "Bundle it into one file first, with any OpenAPI bundler."
        yield document.positions.mistake(place, "BD1012", message, hint)
    elif document.component(said) is None:
        message = f'"{said}" is no component of this file.'
        hint = "Refer to what `components` has: #/components/schemas/Payment."
        yield document.positions.mistake(place, "BD1013", message, hint)
