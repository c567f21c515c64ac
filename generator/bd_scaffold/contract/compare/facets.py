"""What a schema says of one value of one type, facet by facet, each of them a set of values.

A facet is compared by asking twice whether the one set includes the other: what an old value
may be and a new one may not has been narrowed, the opposite has been widened.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf
from typing import Any

from ...record import Record
from ..enums import DESCRIPTIONS
from ..forms import EARLIEST, LATEST, JsonSchema
from . import language

ANNOTATIONS = frozenset(
    [
        *("default", "deprecated", "description", "example", "examples", "readOnly"),
        *("title", "writeOnly", "$comment", "externalDocs", DESCRIPTIONS),
    ]
)
_OF_TYPES: dict[str, frozenset[str]] = {
    "string": frozenset(
        ["contentEncoding", "format", "maxLength", "minLength", "pattern"]
    ),
    "integer": frozenset(["format", "maximum", "minimum"]),
    "number": frozenset(["format", "maximum", "minimum"]),
    "array": frozenset(["items", "maxItems", "minItems", "uniqueItems"]),
    "object": frozenset(
        ["additionalProperties", "properties", "propertyNames", "required"]
    ),
    "boolean": frozenset(),
}
"""The keywords that say something of one type only."""

TYPES = tuple(_OF_TYPES)
_TYPED = frozenset().union(*_OF_TYPES.values())
_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
    "boolean": bool,
}


def of_type(schema: JsonSchema, kind: str) -> JsonSchema:
    """Return what a schema says of the values of one type."""
    said = {
        key: value
        for key, value in schema.items()
        if key in _OF_TYPES[kind] or key not in _TYPED | ANNOTATIONS | {"type"}
    }
    if "const" in said:
        said["enum"] = [said.pop("const")]
    if "enum" in said:
        said["enum"] = [each for each in said["enum"] if is_of_type(each, kind)]
    return {"type": kind, **said}


def is_of_type(value: Any, kind: str) -> bool:
    """Tell whether a JSON value is of a type."""
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _PYTHON_TYPES[kind])


class Facet(Record, frozen=True):
    """One thing that a schema says: as a set of values, and in words."""

    name: str
    keywords: tuple[str, ...]
    includes: Callable[[JsonSchema, JsonSchema], bool]
    """Takes the outer schema, then the inner one."""
    words: Callable[[JsonSchema], str]

    def differs(self, old: JsonSchema, new: JsonSchema) -> bool:
        """Tell whether the two say anything else."""
        return any(old.get(each) != new.get(each) for each in self.keywords)


def _least(keyword: str, words: str, otherwise: str) -> Facet:
    def includes(outer: JsonSchema, inner: JsonSchema) -> bool:
        return bool(_at_least(outer, keyword) <= _at_least(inner, keyword))

    return Facet("bound", (keyword,), includes, _bound(keyword, words, otherwise))


def _most(keyword: str, words: str, otherwise: str) -> Facet:
    def includes(outer: JsonSchema, inner: JsonSchema) -> bool:
        return bool(outer.get(keyword, inf) >= _at_most(inner, keyword))

    return Facet("bound", (keyword,), includes, _bound(keyword, words, otherwise))


def _bound(keyword: str, words: str, otherwise: str) -> Callable[[JsonSchema], str]:
    return lambda schema: (
        words.format(schema[keyword]) if keyword in schema else otherwise
    )


def _at_least(schema: JsonSchema, keyword: str) -> float:
    """Return a lower bound, which a pattern may be too."""
    least: float = schema.get(keyword, 0 if keyword in _COUNTS else -inf)
    if keyword == "minLength" and "pattern" in schema:
        least = max(least, language.lengths(schema["pattern"])[0])
    return least


def _at_most(schema: JsonSchema, keyword: str) -> float:
    """Return an upper bound, which a pattern may be too."""
    most: float = schema.get(keyword, inf)
    if keyword == "maxLength" and "pattern" in schema:
        longest = language.lengths(schema["pattern"])[1]
        most = most if longest is None else min(most, longest)
    return most


_COUNTS = frozenset(["minLength", "minItems"])


def _earliest(outer: JsonSchema, inner: JsonSchema) -> bool:
    return EARLIEST not in outer or bool(outer[EARLIEST] <= inner.get(EARLIEST, ""))


def _latest(outer: JsonSchema, inner: JsonSchema) -> bool:
    return LATEST not in outer or bool(outer[LATEST] >= inner.get(LATEST, "~"))


def _pattern_includes(outer: JsonSchema, inner: JsonSchema) -> bool:
    if "pattern" not in outer or outer["pattern"] == inner.get("pattern"):
        return True
    return "pattern" in inner and language.includes(outer["pattern"], inner["pattern"])


def _pattern_words(schema: JsonSchema) -> str:
    return f"texts like {schema['pattern']}" if "pattern" in schema else "any text"


def _format_includes(outer: JsonSchema, inner: JsonSchema) -> bool:
    return all(each not in outer or outer[each] == inner.get(each) for each in _FORMATS)


def _format_words(schema: JsonSchema) -> str:
    return " ".join(schema[each] for each in _FORMATS if each in schema) or "no format"


_FORMATS = ("format", "contentEncoding")


def _unique_includes(outer: JsonSchema, inner: JsonSchema) -> bool:
    return not outer.get("uniqueItems") or bool(inner.get("uniqueItems"))


def _unique_words(schema: JsonSchema) -> str:
    return "no item twice" if schema.get("uniqueItems") else "items more than once"


FACETS = (
    Facet("pattern", ("pattern",), _pattern_includes, _pattern_words),
    Facet("format", _FORMATS, _format_includes, _format_words),
    _least("minimum", "at least {}", "any smaller number"),
    _most("maximum", "at most {}", "any larger number"),
    Facet(
        *("bound", (EARLIEST,), _earliest),
        _bound(EARLIEST, "at the earliest {}", "any earlier time"),
    ),
    Facet(
        "bound",
        (LATEST,),
        _latest,
        _bound(LATEST, "at the latest {}", "any later time"),
    ),
    _least("minLength", "at least {} characters", "any shorter text"),
    _most("maxLength", "at most {} characters", "any longer text"),
    _least("minItems", "at least {} items", "any fewer items"),
    _most("maxItems", "at most {} items", "any more items"),
    Facet("uniqueness", ("uniqueItems",), _unique_includes, _unique_words),
)
"""The facets of values that hold no others."""

_COMPARED = frozenset(key for each in FACETS for key in each.keywords) | {
    *("additionalProperties", "enum", "items", "properties", "propertyNames"),
    *("required", "type"),
}


def beyond(schema: JsonSchema) -> JsonSchema:
    """Return what a schema says in words that are only compared for being the same."""
    return {
        key: value
        for key, value in schema.items()
        if key not in _COMPARED and not key.startswith("x-")
    }


def allows(schema: JsonSchema, value: Any) -> bool:
    """Tell whether one of an enum's values is certainly what a schema of one type allows."""
    if not is_of_type(value, schema["type"]) or beyond(schema):
        return False
    if "enum" in schema:
        return value in schema["enum"]
    return all(each.includes(schema, _alone(value)) for each in FACETS)


def _alone(value: Any) -> JsonSchema:
    """Return the schema of nothing but a value, as far as facets see it."""
    if isinstance(value, str):
        return {
            "minLength": len(value),
            "maxLength": len(value),
            "pattern": f"^{re.escape(value)}$",
        }
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"minimum": value, "maximum": value}
    return {}
