"""The JSON Schema of a design, for completion, checks and hover text in any editor."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from typing import Any

from .. import names
from .custom import CODE
from .design import Design, FieldType
from .fields import FLAGS
from .filters import WRITTEN
from .namespace import Namespace
from .reading import NEEDED, Listed, Named, Nested, Word, Words
from .referential import ON_DELETE, ON_UPDATE
from .scalars import STORED_AS, TYPES
from .shortened import Shortened
from .trait import Trait

Json = dict[str, Any]


def json_schema(words: Sequence[Namespace] = (), traits: Sequence[Trait] = ()) -> Json:
    """The schema that an editor needs to help with a design, in its short and full forms.

    A team's own words are closed where any are known; without, anything may stand there.
    """
    schema, definitions = _definition(Design), dict(_definitions(Design))
    _add_lone_texts(definitions["Entity"]["properties"], "indexes", "checks")
    _add_lone_texts(definitions["ValueType"]["properties"], "checks")
    _add_short_forms(definitions)
    _add_codes(definitions["Custom"]["properties"])
    definitions["FieldType"]["anyOf"][1]["properties"]["type"]["pattern"] = TYPE
    for name in ("Latency", "Recovery", "Quality", "Volume"):
        _take_numbers(definitions[name])
    _add_own_words(schema, definitions, words)
    _add_traits(definitions["Entity"]["properties"]["traits"], traits)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A design for bd-scaffold",
        **schema,
        "$defs": dict(sorted(definitions.items())),
    }


def _definition(mapping: type[Words]) -> Json:
    """The schema of a mapping, closed to words that it does not have."""
    words = [each for each in mapping.words.values() if not each.hidden]
    required = [each.name for each in words if each.required]
    return {
        "additionalProperties": False,
        "description": inspect.getdoc(mapping),
        **({"required": required} if required else {}),
        "type": "object",
        "properties": {each.name: _property(each) for each in words},
    }


def _property(word: Word) -> Json:
    found = word.kind.schema()
    if word.default is dict:
        found["default"] = {}
    elif isinstance(word.default, tuple):
        found["default"] = [*word.default]
    elif isinstance(word.kind, Shortened) and word.default is not None:
        found["default"] = word.kind.short_of(word.default)
    elif word.default not in (None, NEEDED) and not isinstance(word.kind, Nested):
        found["default"] = word.default
    found["description"] = word.description
    return found | ({"examples": [*word.examples]} if word.examples else {})


def _definitions(mapping: type[Words]) -> Iterator[tuple[str, Json]]:
    """Every mapping below a mapping, by its name."""
    for word in mapping.words.values():
        kind = word.kind
        while isinstance(kind, Listed | Named):
            kind = kind.item
        if isinstance(kind, Nested):
            yield kind.words.__name__, _definition(kind.words)
            yield from _definitions(kind.words)


def _add_short_forms(definitions: Json) -> None:
    for name, short in (
        ("FieldType", _field_line()),
        ("EnumType", _values(definitions)),
        ("ValueType", _parts_of(definitions)),
        ("Area", _list_of("Area", "entities", definitions)),
        ("Unique", _list_of("Unique", "fields", definitions)),
        ("Index", _list_of("Index", "fields", definitions)),
        ("Check", {"type": "string", "description": "What has to be true."}),
        ("Role", _list_of("Role", "may", definitions)),
    ):
        full = definitions[name]
        description = full.pop("description")
        definitions[name] = {"description": description, "anyOf": [short, full]}


def _add_lone_texts(words: Json, *names: str) -> None:
    """Let one index or check stand as a text, for a list of it."""
    for name in names:
        listed = {word: words[name].pop(word) for word in ("items", "type")}
        words[name] = {"anyOf": [{"type": "string"}, listed], **words[name]}


def _add_codes(words: Json) -> None:
    """Let the refusals of an operation stand as their codes alone."""
    mapped = words["errors"]
    kept = {word: mapped.pop(word) for word in ("default", "description", "examples")}
    code = {"pattern": CODE, "type": "string"}
    words["errors"] = {
        "anyOf": [code, {"items": code, "type": "array"}, mapped],
        **kept,
    }


def _list_of(name: str, word: str, definitions: Json) -> Json:
    listed: Json = definitions[name]["properties"][word]
    return dict(listed)


def _parts_of(definitions: Json) -> Json:
    """The short form of a value type, which is its parts alone."""
    parts: Json = definitions["ValueType"]["properties"]["fields"]
    short = {word: each for word, each in parts.items() if word != "description"}
    return {**short, "not": {"required": ["fields"]}}


def _values(definitions: Json) -> Json:
    """The values of an enum without descriptions, which the full form alone takes."""
    listed = _list_of("EnumType", "values", definitions)
    *short, _ = listed["anyOf"]
    return {**listed, "anyOf": short}


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


def _add_traits(listed: Json, traits: Sequence[Trait]) -> None:
    """Close the traits of an entity to those that capabilities add to the language."""
    known = {"enum": [each.name for each in traits], "type": "string"}
    listed["anyOf"] = [known, {"items": known, "type": "array"}]
    told = "; ".join(f"`{each.name}` {each.description}" for each in traits)
    listed["description"] += f" {told}." if told else ""


def _take_numbers(definition: Json) -> None:
    """Targets may be written as bare numbers, which YAML does not call texts."""
    for each in definition["properties"].values():
        if each.get("type") == "string":
            each["type"] = ["string", "number"]
        named = each.get("additionalProperties", {})
        for one in named.get("anyOf", (named,)):
            if one.get("type") == "string":
                one["type"] = ["string", "number"]


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
            "Customer to(email)",
            "Tag[]",
            "OrderLine[] by order",
        ],
    }


# A backslash before a quote would be a mistake to the engine of many editors.
_QUOTED = r"""\x22(\\.|[^\x22\\])*\x22|'[^']*'"""
_VALUE = rf"""{_QUOTED}|\[[^\]]*\]|\{{\s*\}}|[^\s()?,=\x22'\[\]]+"""


def _inside(depth: int) -> str:
    """What an expression is made of, brackets inside of brackets included."""
    brackets = rf"|\({_inside(depth - 1)}\)" if depth else ""
    return rf"({_QUOTED}|[^()\x22']{brackets})*"


_ENDS = r"(\s*,\s*[a-z][a-z0-9_]*\s*,\s*[a-z][a-z0-9_]*)?"
_INSIDE = _inside(4)
_CALLS = (
    WRITTEN,
    r"(min|max)\s*\(\s*[-+0-9.:TZ]+\s*\)",
    r"length\s*\(\s*[0-9]+\s*(,\s*[0-9]+\s*)?\)",
    rf"pattern\s*\(\s*({_QUOTED})\s*\)",
    rf"on_delete\s*\(\s*({'|'.join(ON_DELETE)})\s*\)",
    rf"on_update\s*\(\s*({'|'.join(ON_UPDATE)})\s*\)",
    r"(was|to)\s*\(\s*[a-z][a-z0-9_]*\s*\)",
    rf"through\s*\(\s*({names.CLASS_PATTERN.strip('^$')}){_ENDS}\s*\)",
    rf"(column|table|constraint)\s*\(\s*({_VALUE})\s*(,\s*({_VALUE})\s*)*\)",
    rf"(computed|readable|writable)\s*\({_INSIDE}\)",
    r"by\s+[a-z][a-z0-9_]*",
    rf"=\s*(sql\s*\(\s*({_QUOTED})\s*(,\s*({_QUOTED})\s*)?\)|{_VALUE})",
)
_MODIFIER = "|".join((*FLAGS, *_CALLS))


def _type() -> str:
    plain = [name for name, facts in TYPES.items() if not facts.arguments]
    with_arguments = (
        r"(string|char)\s*\(\s*[0-9]+\s*\)",
        r"decimal\s*\(\s*[0-9]+\s*,\s*[0-9]+\s*\)",
        r"enum\s*\(([^()]|was\s*\([^()]*\))*\)",
        r"file\s*\(\s*[A-Za-z0-9.+*/-]+\s*(,\s*[A-Za-z0-9.+*/-]+\s*)*\)",
    )
    entity = names.CLASS_PATTERN.strip("^$")
    plain += [name for name, (_, form) in STORED_AS.items() if not form]
    return "|".join((*with_arguments, *plain, entity))


_TYPE = rf"({_type()})\s*(\?|\[\s*\])?\s*(\?|\[\s*\])?"
TYPE = rf"^\s*{_TYPE}\s*$"
"""What a field's type looks like."""

FIELD_LINE = rf"^\s*{_TYPE}(\s*({_MODIFIER}))*\s*$"
"""What a field's line looks like, as far as a regular expression can say it."""


def modifier_words() -> dict[str, str]:
    """Each modifier as it stands in a field's line, with what it says."""
    described = {each.name: each.description for each in FieldType.words.values()}
    described["length"] = (
        "How many characters, or items of a list: at least and at most, or exactly."
    )
    forms = {
        "length": "length(2, 40)",
        "min": "min(0)",
        "max": "max(9999)",
        "pattern": 'pattern("^[A-Z]{2}$")',
        "to": "to(email)",
        "through": "through(OrderLine)",
        "on_delete": "on_delete(restrict)",
        "on_update": "on_update(cascade)",
        "was": "was(old_name)",
        "by": "by order",
        "column": 'column("Unit Price")',
        "table": 'table("Product Tags")',
        "constraint": 'constraint("FK_Orders_Customer")',
        "computed": "computed(price * count)",
        "readable": "readable(clerk or customer:read)",
        "writable": "writable(admin)",
    }
    called = (
        "on_update",
        "by",
        "was",
        "column",
        "table",
        "constraint",
        "computed",
        "readable",
        "writable",
    )
    values = ("min", "max", "length", "pattern")
    words = [*FLAGS, *values, "to", "through", "on_delete", *called]
    return {forms.get(word, word): described[word] for word in words}
