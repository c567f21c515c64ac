"""The reference pages, written from the schema and from the rules' own words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..diagnostics import MEANINGS, NOTES
from ..features import FEATURES, traits_of
from ..features.feature import Feature
from .field_texts import DERIVED, FIELDS, RELATIONS
from .reference_texts import (
    ACCESS,
    ENUMS,
    EXCLUSIONS,
    EXPRESSIONS,
    HEAD,
    OWN_WORDS,
    RENAMES,
    TRANSITIONS,
    VALUES,
)
from .scalars import STORED_AS, TYPES
from .schema import Json, json_schema, modifier_words
from .vocabulary import later_words

_SECTIONS = (
    ("requirements", "Requirements"),
    ("architecture", "Architecture"),
    ("api", "Api"),
    ("database", "Database"),
    ("cache", "Cache"),
    ("files", "Files"),
    ("messaging", "Messaging"),
    ("deployment", "Deployment"),
    ("documents", "Documents"),
    ("roadmap", "Roadmap"),
)

_NAMED = {
    "requirements": (
        "volume",
        "Volume",
        "Of `volume`: the number of rows, or a mapping:",
    ),
    "api": ("versions", "OlderVersion", "A name for each, `v1`, and a mapping:"),
    "deployment": (
        "environments",
        "Environment",
        "A name for each, `staging`, and a mapping:",
    ),
}
"""What sections have beneath them: a word, its mapping, and what leads to that."""


def language() -> str:
    """The reference page of the language."""
    schema = json_schema((), traits_of(FEATURES))
    parts = [HEAD, "## The design\n", _table(schema, schema)]
    for word, name in _SECTIONS:
        parts += _section(schema, f"## `{word}`", name)
        if word in _NAMED:
            within, kind, lead = _NAMED[word]
            parts += _section(schema, f"### `{within}`", kind, lead)
        if name == "Api":
            lead = "The word of `by`, or a mapping:"
            parts += _section(schema, "### `pagination`", "Paging", lead)
    parts += _section(schema, "## `security`", "Security")
    lead = "A list of permissions, or a mapping:"
    parts += _section(schema, "### `roles`", "Role", lead)
    parts += _section(schema, "### `defaults` and `access`", "Access")
    parts.append(ACCESS)
    parts += _section(
        schema, "## `enums`", "EnumType", "A list of values, or a mapping:"
    )
    parts.append(ENUMS)
    lead = "A mapping of its parts, or a mapping:"
    parts += _section(schema, "## `types`", "ValueType", lead)
    parts.append(VALUES)
    parts += _section(schema, "## `areas`", "Area", "A list of entities, or a mapping:")
    parts += _section(schema, "## `entities`", "Entity")
    lead = "A name for each, `Order.recount`, and a mapping:"
    parts += _section(schema, "## `operations`", "Custom", lead)
    lead = "A list of codes, or a mapping:"
    parts += _section(schema, "### `errors`", "Refusal", lead)
    lead = "A name for each, `OrderPlaced`, and a mapping:"
    parts += _section(schema, "## `events`", "Event", lead)
    lead = "A name for each, `send_receipt`, and a mapping:"
    parts += _section(schema, "## `jobs`", "Job", lead)
    lead = "A name for each kind of room, `room`, and a mapping:"
    parts += _section(schema, "## `realtime`", "Channel", lead)
    parts += [FIELDS, "### Types\n", _types(), RELATIONS]
    parts += ["### Modifiers\n", _modifiers(), DERIVED, "### The mapping of a field\n"]
    parts.append(_table(schema, _full(schema["$defs"]["FieldType"])))
    parts += _section(schema, "## Unique groups", "Unique", "A list, or a mapping:")
    parts += _section(schema, "## Indexes", "Index", "A list of fields, or a mapping:")
    parts += _section(schema, "## Checks", "Check", "An expression, or a mapping:")
    parts += _section(schema, "## Exclusions", "Exclusion")
    parts.append(EXCLUSIONS)
    lead = "An age, or a mapping:"
    parts += _section(schema, "## `retention`", "Retention", lead)
    parts += _section(schema, "## Transitions", "Transition")
    parts.append(TRANSITIONS)
    parts += ["## Capabilities\n", capabilities(FEATURES)]
    parts += [RENAMES, EXPRESSIONS, OWN_WORDS, "## Not supported yet\n", _later()]
    return "\n".join(parts)


def capabilities(features: Iterable[Feature]) -> str:
    """The list of capabilities, each with its page."""
    lines = [
        "Words that bring tables, operations and code along have a page each:",
        "",
        "| a design says | what it does |",
        "|---|---|",
    ]
    lines += [
        f"| [`{each.said}`](language/{each.name}.md) | {each.summary} |"
        for each in features
    ]
    return "\n".join(lines) + "\n"


def _section(schema: Json, heading: str, name: str, lead: str = "") -> Iterator[str]:
    definition = schema["$defs"][name]
    yield f"{heading}\n\n{definition['description']}{lead and ' '}{lead}\n"
    yield _table(schema, _full(definition))
    for word, inner in _nested(_full(definition)):
        if inner not in (
            "FieldType",
            "Unique",
            "Index",
            "Check",
            "Exclusion",
            "Access",
            "Paging",
        ):
            yield from _section(schema, f"### `{word}`", inner)


def _full(definition: Json) -> Json:
    found: Json = definition["anyOf"][1] if "anyOf" in definition else definition
    return found


def _nested(definition: Json) -> Iterator[tuple[str, str]]:
    for word, each in definition["properties"].items():
        forms = (each, each.get("items", {}), *each.get("anyOf", ()))
        for reference in (form["$ref"] for form in forms if "$ref" in form):
            yield word, reference.rpartition("/")[2]


def _table(schema: Json, definition: Json) -> str:
    required = definition.get("required", ())
    lines = [
        "| word | what stands there | if left out | what it says |",
        "|---|---|---|---|",
    ]
    for word, each in definition["properties"].items():
        left_out = "required" if word in required else _default(each)
        shown = _cell(_shape(each))
        lines.append(
            f"| `{word}` | {shown} | {left_out} | {_cell(_description(schema, each))} |"
        )
    return "\n".join(lines) + "\n"


def _description(schema: Json, each: Json) -> str:
    if "description" in each:
        return str(each["description"])
    return str(schema["$defs"][each["$ref"].rpartition("/")[2]]["description"])


def _default(each: Json) -> str:
    value = each.get("default", "")
    if value in ("", [], {}) and value is not False:
        return ""
    return f"`{json.dumps(value, ensure_ascii=False)}`".replace('"', "")


def _shape(each: Json) -> str:
    if "enum" in each:
        return ", ".join(f"`{value}`" for value in each["enum"])
    if "const" in each:
        return f"`{each['const']}`"
    if "anyOf" in each:
        shapes = dict.fromkeys(_shape(option) for option in each["anyOf"])
        return " or ".join(shapes)
    if "$ref" in each:
        return "a mapping"
    if each.get("type") == "array":
        return f"a list: {_shape(each['items'])}"
    return _SHAPES.get(str(each.get("type")), "any value") + _example(each)


_SHAPES = {
    "string": "a text",
    "['string', 'number']": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true`",
    "object": "a mapping",
}


def _example(each: Json) -> str:
    examples = each.get("examples", ())
    return f", as `{examples[0]}`" if examples and isinstance(examples[0], str) else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _types() -> str:
    lines = [
        "| type | in lists `[]` | as a key | what can be said of it |",
        "|---|---|---|---|",
    ]
    for name, facts in TYPES.items():
        said = {
            "min max": facts.bounded,
            "length pattern search": facts.textual,
            "unique": facts.unique,
            "filter": facts.filterable,
            "sort index": facts.sortable,
        }
        words = " ".join(word for word, there in said.items() if there)
        marks = " | ".join("yes" if mark else "" for mark in (facts.array, facts.key))
        lines.append(f"| `{name}{facts.arguments}` | {marks} | {words} |")
    lines += [
        f"| `{name}{form}` |  | as `{meant}` | as of `{meant}` |"
        for name, (meant, form) in STORED_AS.items()
    ]
    return "\n".join(lines) + "\n"


def _modifiers() -> str:
    lines = ["| modifier | what it says |", "|---|---|"]
    lines += [f"| `{word}` | {said} |" for word, said in modifier_words().items()]
    return "\n".join(lines) + "\n"


def _later() -> str:
    lines = [
        "These words are part of the language and refused until they mean something:",
        "",
    ]
    lines += [f"- in {where}: {_coded(words)}" for where, words in later_words()]
    return "\n".join(lines) + "\n"


def _coded(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


_EXAMPLE = (
    'design.yaml:14:7 BD103 Order.customer: "Custmer" is not an entity. '
    'Did you mean "Customer"?'
)


def diagnostics() -> str:
    """The page that says what each code of a diagnostic means."""
    lines = [
        "# Diagnostics",
        "",
        "Each mistake has a place, a code, a reason and, where there is one, a way out:",
        "",
        "```",
        _EXAMPLE,
        "```",
        "",
        "| code | what is wrong |",
        "|---|---|",
        *(f"| {code} | {meaning} |" for code, meaning in MEANINGS.items()),
        "",
        "Of a design without mistakes, `check` notes what it brings along unsaid:",
        "",
        "| code | what is noted |",
        "|---|---|",
        *(f"| {code} | {meaning} |" for code, meaning in NOTES.items()),
    ]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every generated document, by its name in the folder of the documents."""
    schema: Any = json_schema((), traits_of(FEATURES))
    return {
        "design.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
        "diagnostics.md": diagnostics(),
        "language.md": language(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
