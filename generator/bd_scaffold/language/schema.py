"""The JSON Schema of a design, for completion, checks and hover text in any editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import names
from .design import Design, FieldType
from .fields import FLAGS
from .namespace import Namespace
from .scalars import TYPES

Json = dict[str, Any]


def json_schema(words: Sequence[Namespace] = ()) -> Json:
    """The schema that an editor needs to help with a design, in its short and full forms.

    A team's own words are closed where any are known; without, anything may stand there.
    """
    schema = _plain(Design.model_json_schema(by_alias=True))
    definitions = schema.pop("$defs")
    _add_short_forms(definitions)
    definitions["FieldType"]["anyOf"][1]["properties"]["type"]["pattern"] = TYPE
    for name in ("Latency", "Recovery", "Quality"):
        _take_numbers(definitions[name])
    _add_own_words(schema, definitions, words)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A design for bd-scaffold",
        **schema,
        "$defs": dict(sorted(definitions.items())),
    }


def _plain(node: Any) -> Any:
    """Without the titles that repeat a name, and without the null that means left out."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "properties" in node:
        properties = {key: _plain(each) for key, each in node["properties"].items()}
        rest = {key: each for key, each in node.items() if key != "properties"}
        return {**_plain(rest), "properties": properties}
    kept = {key: _plain(each) for key, each in node.items() if key != "title"}
    if "anyOf" in kept:
        options = [each for each in kept.pop("anyOf") if each != {"type": "null"}]
        kept = (
            {**options[0], **kept} if len(options) == 1 else {**kept, "anyOf": options}
        )
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    if "default" in kept and kept["default"] is None:
        del kept["default"]
    return kept


def _add_short_forms(definitions: Json) -> None:
    for name, short in (
        ("FieldType", _field_line()),
        ("EnumType", _list_of("EnumType", "values", definitions)),
        ("Area", _list_of("Area", "entities", definitions)),
        ("Index", _list_of("Index", "fields", definitions)),
        ("Check", {"type": "string", "description": "What has to be true."}),
    ):
        full = definitions[name]
        description = full.pop("description")
        definitions[name] = {"description": description, "anyOf": [short, full]}


def _list_of(name: str, word: str, definitions: Json) -> Json:
    listed: Json = definitions[name]["properties"][word]
    return dict(listed)


def _add_own_words(schema: Json, definitions: Json, words: Sequence[Namespace]) -> None:
    places = {
        "project": schema,
        "area": definitions["Area"]["anyOf"][1],
        "entity": definitions["Entity"],
        "field": definitions["FieldType"]["anyOf"][1],
    }
    for level, place in places.items():
        if not words:
            place["patternProperties"] = {"^x-": _ANY_WORDS}
        for each in words:
            own = each.levels.get(level, {})
            if own:
                place["properties"][each.key] = own
            if own.get("required"):
                place["required"] = [*place.get("required", ()), each.key]


_ANY_WORDS = {
    "type": "object",
    "description": "Words of a team's own, which its blueprint defines.",
}


def _take_numbers(definition: Json) -> None:
    """Targets may be written as bare numbers, which YAML does not call texts."""
    for each in definition["properties"].values():
        if each.get("type") == "string":
            each["type"] = ["string", "number"]
        if each.get("additionalProperties", {}).get("type") == "string":
            each["additionalProperties"]["type"] = ["string", "number"]


def _field_line() -> Json:
    return {
        "type": "string",
        "pattern": FIELD_LINE,
        "description": "TYPE[?][[]] [modifier …] [= default]",
        "examples": [
            "string(120) search sort",
            "decimal(12,2) min(0) = 0",
            "text?",
            "Customer on_delete(restrict)",
            "Tag[]",
            "OrderLine[] by order",
        ],
    }


# A backslash before a quote would be a mistake to the engine of many editors.
_QUOTED = r"""\x22(\\.|[^\x22\\])*\x22|'[^']*'"""
_VALUE = rf"""{_QUOTED}|\[[^\]]*\]|\{{\s*\}}|[^\s()?,=\x22'\[\]]+"""
_CALLS = (
    r"(min|max)\s*\(\s*-?[0-9.]+\s*\)",
    r"length\s*\(\s*[0-9]+\s*(,\s*[0-9]+\s*)?\)",
    rf"pattern\s*\(\s*({_QUOTED})\s*\)",
    r"on_delete\s*\(\s*(cascade|restrict|set_null)\s*\)",
    r"was\s*\(\s*[a-z][a-z0-9_]*\s*\)",
    r"by\s+[a-z][a-z0-9_]*",
    rf"=\s*({_VALUE})",
)
_MODIFIER = "|".join((*FLAGS, *_CALLS))


def _type() -> str:
    plain = [name for name, facts in TYPES.items() if not facts.arguments]
    with_arguments = (
        r"string\s*\(\s*[0-9]+\s*\)",
        r"decimal\s*\(\s*[0-9]+\s*,\s*[0-9]+\s*\)",
        r"enum\s*\(([^()]|was\s*\([^()]*\))*\)",
    )
    entity = names.CLASS_PATTERN.strip("^$")
    return "|".join((*with_arguments, *plain, entity))


_TYPE = rf"({_type()})\s*(\?|\[\s*\])?\s*(\?|\[\s*\])?"
TYPE = rf"^\s*{_TYPE}\s*$"
"""What a field's type looks like."""

FIELD_LINE = rf"^\s*{_TYPE}(\s*({_MODIFIER}))*\s*$"
"""What a field's line looks like, as far as a regular expression can say it."""


def modifier_words() -> dict[str, str]:
    """Each modifier as it stands in a field's line, with what it says."""
    described = {
        field.alias or name: field.description or ""
        for name, field in FieldType.model_fields.items()
    }
    described["length"] = "How many characters: at least and at most, or exactly."
    forms = {
        "length": "length(2, 40)",
        "min": "min(0)",
        "max": "max(9999)",
        "pattern": 'pattern("^[A-Z]{2}$")',
        "on_delete": "on_delete(restrict)",
        "was": "was(old_name)",
        "by": "by order",
    }
    words = [*FLAGS, "min", "max", "length", "pattern", "on_delete", "by", "was"]
    return {forms.get(word, word): described[word] for word in words}
