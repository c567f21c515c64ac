"""A team's own part of the contract, `openapi.own.yaml`, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics import Diagnostic, did_you_mean, in_order, one_of
from ..language.plain import json_of
from ..language.tree import Positions, read
from ..record import Record
from .additions import Place, contradictions, merged
from .nodes import Node

_KIND = "contract of your own"
_PARTS = ("paths", "components", "tags")
_METHODS = frozenset(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace")
)


_DRAFT = "The project's tests/test_contract.py prints what the application serves."
_REFERENCE = 'Refer to what openapi.yaml has, as in "#/components/schemas/uuid".'


class OwnContract(Record, frozen=True):
    """What a team adds to the contract, and where each part of it stands."""

    document: Node
    positions: Positions


NOTHING = OwnContract({}, Positions("", {}))
"""What a project has that adds nothing."""


def own_contract(
    text: bytes, source: str
) -> tuple[OwnContract, tuple[Diagnostic, ...]]:
    """Read what a team adds to the contract, and return all mistakes of its form."""
    tree = read(text, source, _KIND)
    if [each.code for each in tree.diagnostics] == ["BD007"]:  # it is empty so far
        return OwnContract({}, tree.positions), ()
    if tree.diagnostics:
        return NOTHING, tree.diagnostics
    found = OwnContract(json_of(tree.value), tree.positions)
    mistakes = in_order(_form(found))
    return (NOTHING if mistakes else found), mistakes


def mistakes_of(own: OwnContract, generated: Node) -> tuple[Diagnostic, ...]:
    """Return what of a team's part contradicts the generated one, or refers to nothing."""
    found = [*_contradictions(own, generated)]
    if not found:
        whole = merged(generated, own.document)
        found = [*_dangling(own, whole), *_taken_ids(own, generated)]
    return in_order(found)


# Its form


def _form(own: OwnContract) -> Iterator[Diagnostic]:
    if not isinstance(own.document, dict):
        yield own.positions.mistake(
            (), "BD901", f"A {_KIND} is a mapping.", one_of(_PARTS)
        )
        return
    for name in sorted(own.document.keys() - set(_PARTS), key=str):
        hint = did_you_mean(name, _PARTS) or one_of(_PARTS)
        yield own.positions.mistake((name,), "BD901", "That is the design's.", hint)
    tags = own.document.get("tags", [])
    if not isinstance(tags, list):
        yield own.positions.mistake(("tags",), "BD901", "A list belongs here.")
    for name in ("paths", "components"):
        yield from _mappings(own, (name,), own.document.get(name, {}), 2)
    yield from _operations(own)


def _mappings(
    own: OwnContract, place: Place, node: Any, depth: int
) -> Iterator[Diagnostic]:
    """Yield what is no mapping, down to a depth."""
    if not isinstance(node, dict):
        yield own.positions.mistake(place, "BD901", "A mapping belongs here.")
    elif depth:
        for name, value in node.items():
            if name != "parameters" or place[0] != "paths":
                yield from _mappings(own, (*place, name), value, depth - 1)


def _operations(own: OwnContract) -> Iterator[Diagnostic]:
    for path, item in _mapping(_mapping(own.document).get("paths")).items():
        if not path.startswith("/"):
            hint = "Write the whole path, with the API's prefix."
            yield own.positions.mistake(
                ("paths", path), "BD901", "A path begins with /.", hint
            )
        for name in sorted(_mapping(item).keys() - _METHODS - {"parameters"}, key=str):
            message = "A path has methods and parameters."
            yield own.positions.mistake(("paths", path, name), "BD901", message)


def _mapping(node: Any) -> Mapping[str, Any]:
    return node if isinstance(node, dict) else {}


# What it says beside the generated part


def _contradictions(own: OwnContract, generated: Node) -> Iterator[Diagnostic]:
    for place, there in contradictions(generated, own.document):
        yield own.positions.mistake(
            place,
            "BD902",
            f"The design generates {_shown(there)} here.",
            "Leave it out: this file adds, and design.yaml changes what is generated.",
        )


def _shown(value: Any) -> str:
    return "something else" if isinstance(value, dict | list) else repr(value)


def _dangling(own: OwnContract, whole: Node) -> Iterator[Diagnostic]:
    for place, reference in _references(own.document, ()):
        *above, name = reference.removeprefix("#/").split("/")
        there = _at(whole, above)
        if not reference.startswith("#/") or name not in there:
            hint = did_you_mean(name, there) or _REFERENCE
            yield own.positions.mistake(
                place, "BD903", f'"{reference}" is nowhere.', hint
            )


def _references(node: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield (*place, "$ref"), node["$ref"]
        for name, value in node.items():
            yield from _references(value, (*place, name))
    elif isinstance(node, list):
        for number, each in enumerate(node):
            yield from _references(each, (*place, number))


def _at(node: Any, names: list[str]) -> Mapping[str, Any]:
    for name in names:
        node = _mapping(node).get(name.replace("~1", "/").replace("~0", "~"))
    return _mapping(node)


def _taken_ids(own: OwnContract, generated: Node) -> Iterator[Diagnostic]:
    """Yield operations without what the running application is held against."""
    taken = {_id(operation) for _, _, operation in _all(generated)}
    for path, method, operation in _all(own.document):
        if method in generated["paths"].get(path, {}):
            continue
        place = ("paths", path, method)
        for name in sorted({"operationId", "responses"} - operation.keys()):
            yield own.positions.mistake(place, "BD904", f"{name} is missing.", _DRAFT)
        if _id(operation) in taken and "operationId" in operation:
            message = f'"{_id(operation)}" names another operation.'
            hint = "Give each a name of its own."
            yield own.positions.mistake((*place, "operationId"), "BD904", message, hint)
        taken.add(_id(operation))


def _id(operation: Mapping[str, Any]) -> str:
    return str(operation.get("operationId"))


def _all(document: Node) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in document.get("paths", {}).items():
        for method in item:
            if method in _METHODS:
                yield path, method, item[method]
