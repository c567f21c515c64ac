"""The JSON Schema of a stored model: exactly what this release writes, and templates see.

Objects are closed, though a later release of the same major may add members: the schema is
of one release, and what may change between two is what `compatibility.py` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .model_api import ROOT, Member, Record, Shape, records
from .types import FORMAT

Json = dict[str, Any]


def json_schema() -> Json:
    """Return the schema of the JSON that `store.dump` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A model of bd-scaffold, version {FORMAT}",
        "$ref": _reference(ROOT),
        "$defs": {name: _definition(each) for name, each in records().items()},
    }


def _definition(record: Record) -> Json:
    return {
        "description": record.doc,
        "type": "object",
        "properties": {each.name: _property(each) for each in record.members},
        "required": [each.name for each in record.members if each.always],
        "additionalProperties": False,
    }


def _property(member: Member) -> Json:
    node = {"description": member.doc, **_node(member.shape)}
    if member.has_default:
        node["default"] = _plain(member.default)
    if not member.always:
        node |= _other_than(member.default)
    examples = _examples(member)
    return {**node, "examples": examples} if examples else node


def _node(shape: Shape) -> Json:
    """Return a shape in the words of JSON Schema."""
    if shape.nullable and shape.kind == "record":
        return {"anyOf": [{"$ref": _reference(shape.name)}, {"type": "null"}]}
    node = _never_null(shape)
    if shape.nullable and "type" in node:
        node["type"] = [node["type"], "null"]
    if shape.nullable and "enum" in node:
        node["enum"].append(None)
    return node


def _never_null(shape: Shape) -> Json:
    of = [_node(each) for each in shape.of]
    match shape.kind:
        case "record":
            return {"$ref": _reference(shape.name)}
        case "list":
            return {"type": "array", "items": of[0]}
        case "tuple":
            whole = {"items": False, "minItems": len(of)}
            return {"type": "array", "prefixItems": of, **whole}
        case "mapping":
            return {"type": "object", "additionalProperties": of[0]}
        case "scalar":
            values = {"enum": [*shape.values]} if shape.values else {}
            return {"type": shape.name, **values}
    return {} if shape.nullable else {"not": {"type": "null"}}


def _other_than(default: object) -> Json:
    """Return what is true of a value that is there only where it is not its default."""
    if default is None:
        return {}
    if isinstance(default, bool):
        return {"const": not default}
    for kind, word in (
        (str, "minLength"),
        (tuple, "minItems"),
        (Mapping, "minProperties"),
    ):
        if isinstance(default, kind) and not default:
            return {word: 1}
    return {"not": {"const": _plain(default)}}


def _plain(default: object) -> object:
    if isinstance(default, tuple):
        return [*default]
    return dict(default) if isinstance(default, Mapping) else default


def _examples(member: Member) -> list[Any]:
    text = Shape("scalar", "string")
    if member.shape.kind == "scalar" and not member.shape.values:
        return [*member.examples] if member.shape.name == "string" else []
    is_list = member.shape == Shape("list", of=(text,))
    return [[*member.examples]] if is_list and member.examples else []


def _reference(name: str) -> str:
    return f"#/$defs/{name}"
