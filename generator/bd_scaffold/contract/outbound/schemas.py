"""The other side's schemas, as far as they say what a value looks like.

What they demand beyond types is theirs to check: a client that refused an answer for one letter
too many would break before the other side does. Texts, defaults and whatever extends a schema
stay out as well, so that nothing of them reaches the generated code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...names import python_string
from .document import Document, mapping, unescaped

_FORMATS = frozenset(("date", "date-time", "uuid"))
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_TAKEN = frozenset(
    ("Annotated", "Any", "BaseModel", "ConfigDict", "Field", "Literal", "RootModel")
) | {"UUID", "Enum", "None", "True", "False", "Exception", "List", "Dict", "Optional"}
_DEEPEST = 24
_REFERENCE = "#/components/schemas/"

Json = dict[str, Any]


class Schemas:
    """The classes of a contract: each schema with properties has one, and others have none."""

    def __init__(self, document: Document) -> None:
        self._document = document
        components = mapping(mapping(document.node.get("components")).get("schemas"))
        self.found: dict[str, Json] = {}
        """What they are made from, by their names; those that operations use."""
        self._plain: dict[str, Json] = {}  # those without a class, so far
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        for name in components:
            self._names[name] = self._free(str(name))

    def annotation(self, schema: Any, name: str) -> str:
        """Return the Python type of a schema; a class that it needs is called so."""
        return self._annotated(self._cleaned(schema, name, 0))

    def _annotated(self, clean: Json) -> str:
        if "$ref" in clean:
            return f"models.{clean['$ref'].removeprefix(_REFERENCE)}"
        if "anyOf" in clean:
            parts = dict.fromkeys(map(self._annotated, clean["anyOf"]))
            return "Any" if "Any" in parts else " | ".join(parts)
        if "enum" in clean:
            return _literal(clean["enum"])
        kinds = clean.get("type")
        if isinstance(kinds, list):
            parts = dict.fromkeys(self._annotated({**clean, "type": k}) for k in kinds)
            return "Any" if "Any" in parts else " | ".join(parts)
        if kinds == "null":
            return "None"
        if kinds == "array":
            return f"list[{self._annotated(clean.get('items', {}))}]"
        if kinds == "object":
            return (
                f"dict[str, {self._annotated(clean.get('additionalProperties', {}))}]"
            )
        return _PLAIN.get(str(kinds), "Any")

    def _cleaned(self, schema: Any, name: str, depth: int) -> Json:
        """Return what a schema says of types; one with properties becomes a class."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return {}
        if isinstance(schema.get("$ref"), str):
            return self._referred(schema, depth)
        nullable = schema.get("nullable") is True
        found = self._alone(schema, name, depth)
        return _or_null(found) if nullable else found

    def _referred(self, schema: Mapping[str, Any], depth: int) -> Json:
        reference = str(schema["$ref"])
        target = self._document.component(reference)
        name = self._names.get(unescaped(reference.rpartition("/")[2]), "")
        if name and _is_class(target):
            self._class(name, target, depth)
            found: Json = {"$ref": _REFERENCE + name}
        else:
            if name not in self._plain:
                self._plain[name] = {}  # what is a part of itself is anything there
                self._plain[name] = self._cleaned(target, name or "Value", depth + 1)
            found = self._plain[name]
        return _or_null(found) if schema.get("nullable") is True else found

    def _alone(self, schema: Mapping[str, Any], name: str, depth: int) -> Json:
        if _is_class(schema):
            own = self._free(name)
            self._class(own, schema, depth)
            return {"$ref": _REFERENCE + own}
        for word in ("anyOf", "oneOf", "allOf"):
            listed = schema.get(word)
            if isinstance(listed, list) and listed:
                parts = [self._cleaned(e, name, depth + 1) for e in listed]
                if (
                    word == "allOf"
                ):  # of what has no properties: the first that says one
                    return next((each for each in parts if each), {})
                return {"anyOf": parts}
        if "const" in schema:
            return _enum([schema["const"]])
        if isinstance(schema.get("enum"), list):
            return _enum(schema["enum"])
        return self._typed(schema, name, depth)

    def _typed(self, schema: Mapping[str, Any], name: str, depth: int) -> Json:
        kinds = schema.get("type")
        found: Json = {}
        if isinstance(kinds, list):
            found["type"] = [str(each) for each in kinds]
        elif isinstance(kinds, str):
            found["type"] = kinds
        elif "items" in schema:
            found["type"] = "array"
        elif "additionalProperties" in schema:
            found["type"] = "object"
        if schema.get("format") in _FORMATS:
            found["format"] = schema["format"]
        said = found.get("type", ())
        if said == "array" or "array" in said:
            found["items"] = self._cleaned(
                schema.get("items"), f"{name}Item", depth + 1
            )
        if said == "object" or "object" in said:
            inner = schema.get("additionalProperties")
            found["additionalProperties"] = self._cleaned(
                inner, f"{name}Value", depth + 1
            )
        return found

    def _class(self, name: str, schema: Mapping[str, Any], depth: int) -> None:
        """Note a class, once: it may be a part of itself."""
        if name in self.found:
            return
        self.found[name] = {}
        clean: Json = {"type": "object"}
        parts = schema.get("allOf")
        if isinstance(parts, list) and parts:
            clean["allOf"] = [
                self._part(name, each, depth + 1)
                for each in parts
                if isinstance(each, dict)
            ]
        clean |= self._members(name, schema, depth)
        self.found[name] = clean

    def _part(self, name: str, schema: Json, depth: int) -> Json:
        """Return one of those that a class is all of: a class, or some more members."""
        if isinstance(schema.get("$ref"), str):
            found = self._referred(schema, depth)
            return found if "$ref" in found else {}
        return {"type": "object", **self._members(name, schema, depth)}

    def _members(self, name: str, schema: Mapping[str, Any], depth: int) -> Json:
        properties, needed = {}, schema.get("required")
        one_way = set()
        for key, value in mapping(schema.get("properties")).items():
            inner = self._document.followed(value)
            if inner.get("readOnly") is True or inner.get("writeOnly") is True:
                one_way.add(key)
            below = f"{name}{class_name(str(key))}"
            properties[str(key)] = self._cleaned(value, below, depth + 1)
        found: Json = {"properties": properties} if properties else {}
        listed = needed if isinstance(needed, list) else ()
        required = [e for e in listed if e in properties and e not in one_way]
        return {**found, "required": required} if required else found

    def _free(self, name: str) -> str:
        """Return a class's name that no other one has."""
        wanted = class_name(name)
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}{number}"
        self._taken.add(found)
        return found


def class_name(name: str) -> str:
    """Return what the class of a schema is called."""
    words = re.findall("[A-Za-z0-9]+", name)
    found = "".join(each[:1].upper() + each[1:] for each in words)[:60]
    if not found or not found[0].isalpha() or found in _TAKEN:
        return f"{found}Model" if found[:1].isalpha() else f"Model{found}"
    return found


def _is_class(schema: Any) -> bool:
    """Tell whether a schema has properties, its own or those of what it is all of."""
    if not isinstance(schema, dict):
        return False
    if mapping(schema.get("properties")):
        return True
    parts = schema.get("allOf")
    if not isinstance(parts, list):
        return False
    return any(_is_class(each) or "$ref" in mapping(each) for each in parts)


def _or_null(schema: Json) -> Json:
    if not schema or schema.get("type") == "null":
        return schema
    return {"anyOf": [schema, {"type": "null"}]}


def _enum(values: list[Any]) -> Json:
    known = [each for each in values if each is None or isinstance(each, str | int)]
    if not known or len(known) < len(values):
        return {}
    kinds = dict.fromkeys(_KINDS[type(each)] for each in known)
    only, *more = kinds
    return {"type": [*kinds] if more else only, "enum": known}


_KINDS = {str: "string", int: "integer", bool: "boolean", type(None): "null"}


def _literal(values: list[Any]) -> str:
    texts = [python_string(e) if isinstance(e, str) else repr(e) for e in values]
    return f"Literal[{', '.join(texts)}]"
