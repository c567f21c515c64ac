"""A blueprint's file of words as a namespace, or everything that is wrong with the file.

Such a file is somebody else's. Nothing that it says is followed or run, and what it promises
to templates holds: every word has a value, by a name that a template can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import names
from ..diagnostics import Diagnostic, did_you_mean, in_order, one_of
from ..record import Record
from .namespace import LEVELS, Json, Namespace, completed, filled
from .plain import json_of
from .tree import Path, Tree, read
from .validator import (
    FORMATS,
    Problem,
    matcher,
    problems,
    problems_of_form,
    shown,
    unseen_texts,
)

FILE = "words.yaml"
"""What such a file is called, in the folder of its layer."""

_KIND = "file of words"


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ONE = _set("additionalProperties contains else if items not propertyNames then")
_SEVERAL = _set("allOf anyOf oneOf")
_NAMED = _set("properties")
_PLAIN = _set("""
    $comment const default deprecated description enum examples
    exclusiveMaximum exclusiveMinimum format maxContains maxItems maxLength maxProperties
    maximum minContains minItems minLength minProperties minimum multipleOf pattern required
    title type uniqueItems
    """)
_KEYWORDS = sorted(_ONE | _SEVERAL | _NAMED | _PLAIN)
"""What a schema can say, by what stands there: a schema, several, named ones, or a value."""

_REFUSED = {
    "$ref": "Write the schema out: nothing is followed or fetched.",
    "$dynamicRef": "Write the schema out: nothing is followed or fetched.",
    "$defs": "Write each schema out where it is used.",
    "$schema": "It is draft 2020-12 in any case.",
    "$id": "Nothing refers to a schema.",
    "dependentRequired": "Every word has a value: say it with `if` and `then`.",
    "dependentSchemas": "Every word has a value: say it with `if` and `then`.",
    "prefixItems": "A list has items of one kind.",
    "patternProperties": "Say it with propertyNames and additionalProperties.",
}
_METHODS = frozenset(name for name in dir(dict) if not name.startswith("_"))


class WordsRead(Record, frozen=True):
    """The words of a file, and every mistake in it; with one, there are no words."""

    namespace: Namespace | None
    diagnostics: tuple[Diagnostic, ...]


def words_of(text: bytes, namespace: str, source: str) -> WordsRead:
    """Read the words that a blueprint's file adds to the language, under `x-NAMESPACE`.

    A namespace is called like its blueprint; a design writes hyphens, be they underscores there.
    """
    namespace = namespace.replace("_", "-")
    tree = read(text, source, _KIND)
    if [each.code for each in tree.diagnostics] == ["BD007"]:  # it is empty so far
        tree = Tree({}, tree.positions, ())
    found = list(tree.diagnostics) or [
        Diagnostic(tree.positions.where(*each.path), each.code, _told(each), each.hint)
        for each in _mistakes(tree, namespace)
    ]
    if found:
        return WordsRead(None, in_order(found))
    levels = {level: _closed(each) for level, each in json_of(tree.value).items()}
    return WordsRead(Namespace(namespace, levels), ())


def _told(problem: Problem) -> str:
    steps = (each for each in problem.path if isinstance(each, str))
    subject = ".".join(each for each in steps if each != "properties")
    return f"{subject}: {problem.message}" if subject else problem.message


# What a file of words has to be


def _mistakes(tree: Tree, namespace: str) -> Iterator[Problem]:
    yield from _of_the_name(namespace)
    levels = json_of(tree.value)
    if not isinstance(levels, dict):
        message = f"A {_KIND} is a mapping."
        yield Problem((), "BD131", message, f"It can have {', '.join(LEVELS)}.")
        return
    yield from unseen_texts(levels)
    for level, schema in levels.items():
        if level not in LEVELS:
            hint = did_you_mean(level, LEVELS) or one_of(LEVELS)
            message = f'"{level}" is not a place for words.'
            yield Problem((level,), "BD131", message, hint)
        else:
            yield from _level(level, schema)


def _of_the_name(namespace: str) -> Iterator[Problem]:
    if not names.is_kebab_name(namespace):
        message = f"{shown(namespace)} can't name words."
        yield Problem((), "BD133", message, "Write lower case words joined by hyphens.")
    elif namespace in _METHODS:
        yield Problem((), "BD133", _taken(namespace), "Choose another name.")


def _taken(name: str) -> str:
    return (
        f'"{name}" is what every mapping has in a template: `x.{name}` would be that.'
    )


def _level(level: str, schema: Any) -> Iterator[Problem]:
    """Yield what is wrong with one level: first its form, then what it says."""
    found = [*_keywords(schema, (level,)), *_of_the_form(schema, (level,))]
    if not found:
        found = [*_of_the_whole(level, schema), *_of_the_words(schema, (level,))]
    if not found:
        found = [*_of_the_defaults(level, _closed(schema))]
    yield from found


def _keywords(schema: Any, path: Path) -> Iterator[Problem]:
    """Yield each keyword that is not one, here and in all schemas inside."""
    if not isinstance(schema, dict):
        return
    for keyword in schema:
        if keyword not in _KEYWORDS:
            hint = _REFUSED.get(keyword) or did_you_mean(keyword, _KEYWORDS)
            message = f'"{keyword}" is not a keyword here.'
            yield Problem((*path, keyword), "BD131", message, hint)
    for step, inner in _inside(schema):
        yield from _keywords(inner, (*path, *step))


def _inside(schema: Json) -> Iterator[tuple[Path, Any]]:
    """Yield the schemas right inside a schema, with the path to each."""
    for keyword, value in schema.items():
        if keyword in _ONE:
            yield (keyword,), value
        elif keyword in _SEVERAL and isinstance(value, list):
            yield from (((keyword, number), each) for number, each in enumerate(value))
        elif keyword in _NAMED and isinstance(value, dict):
            yield from (((keyword, name), each) for name, each in value.items())


def _of_the_form(schema: Any, path: Path) -> Iterator[Problem]:
    """Yield what JSON Schema itself does not allow, and what would not mean anything."""
    if not isinstance(schema, dict):
        yield Problem(path, "BD132", f"{shown(schema)} is not a mapping.")
        return
    for each in problems_of_form(schema):
        yield Problem((*path, *each.path), "BD132", each.message, each.hint)
    yield from _texts(schema, path)


def _texts(schema: Any, path: Path) -> Iterator[Problem]:
    """Yield the formats and the patterns that are not understood, at any depth."""
    if not isinstance(schema, dict):
        return
    form = schema.get("format")
    if isinstance(form, str) and form not in FORMATS:
        message = f'The format "{form}" is not checked.'
        hint = did_you_mean(form, FORMATS) or f"{one_of(FORMATS)} Or write a pattern."
        yield Problem((*path, "format"), "BD132", message, hint)
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and matcher(pattern) is None:
        message = f"{shown(pattern)} is not a pattern that is matched in linear time."
        hint = "Write it without look-arounds and back-references."
        yield Problem((*path, "pattern"), "BD132", message, hint)
    for step, inner in _inside(schema):
        yield from _texts(inner, (*path, *step))


def _of_the_whole(level: str, schema: Json) -> Iterator[Problem]:
    if schema.get("type", "object") != "object":
        message = "The words of a place are a mapping."
        yield Problem((level, "type"), "BD132", message, "Leave it out.")
    if "default" in schema:
        hint = "Give each of its words one."
        yield Problem((level, "default"), "BD134", "A place has no default.", hint)
    if level == "field" and schema.get("required"):
        hint = "Give each a default: `id` and what stands in one line says nothing."
        yield Problem((level, "required"), "BD134", "A field has to say nothing.", hint)


def _of_the_words(schema: Any, path: Path) -> Iterator[Problem]:
    """Yield what templates could not rely on, for the words of a mapping and of those inside."""
    if not isinstance(schema, dict):
        return
    words = schema.get("properties", {})
    required = schema.get("required", [])
    for number, word in enumerate(required):
        if word not in words and schema.get("additionalProperties", False) is False:
            message = f'"{word}" is required, and not among the properties.'
            hint = did_you_mean(word, words)
            yield Problem((*path, "required", number), "BD134", message, hint)
    for word, each in words.items():
        here = (*path, "properties", word)
        yield from _of_a_word(word, here)
        if not isinstance(each, dict):
            yield Problem(here, "BD132", f"{shown(each)} is not a mapping.")
        elif ("default" in each) == (word in required):
            yield Problem(here, "BD134", *_UNSURE["default" in each])
        yield from _of_the_words(each, here)
    for keyword in ("items", "additionalProperties"):
        yield from _of_the_words(schema.get(keyword), (*path, keyword))


_UNSURE = {
    False: (
        "It is neither required nor has it a default.",
        "A template has to find a value: give it a default, or require it.",
    ),
    True: ("It is required, so its default means nothing.", "Leave one of them out."),
}


def _of_a_word(word: str, path: Path) -> Iterator[Problem]:
    if not names.is_snake_name(word):
        message = f"{shown(word)} can't be a word."
        yield Problem(
            path, "BD133", message, "Write lower case words joined by underscores."
        )
    elif word in _METHODS:
        yield Problem(path, "BD133", _taken(word), "Choose another word.")


def _of_the_defaults(level: str, schema: Json) -> Iterator[Problem]:
    """Yield the defaults that break their own schema, alone and together."""
    found = [*_of_each_default(schema, (level,))]
    alone = {**schema, "required": []}
    if not found:
        empty = completed([Namespace("it", {level: schema})], level, {})
        for each in problems(alone, (empty or {}).get("it")):
            yield Problem((level, *each.path), "BD135", f"By default, {each.message}")
    yield from found


def _of_each_default(schema: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(schema, dict):
        return
    if "default" in schema:
        place = (*path, "default")
        for each in problems(schema, filled(schema, schema["default"])):
            yield Problem((*place, *each.path), "BD135", each.message, each.hint)
    for step, inner in _inside(schema):
        yield from _of_each_default(inner, (*path, *step))


def _closed(schema: Json) -> Json:
    """Return a level's schema, which takes no other words unless it says so."""
    properties = schema.get("properties", {})
    closed: Json = _shut({"type": "object", **schema, "properties": properties})
    return closed


def _shut(schema: Any) -> Any:
    """Return a schema in which each mapping with properties has no others."""
    if not isinstance(schema, dict):
        return schema
    shut = dict(schema)
    if "properties" in schema:
        shut.setdefault("additionalProperties", False)
        words = schema["properties"].items()
        shut["properties"] = {word: _shut(each) for word, each in words}
    for keyword in ("items", "additionalProperties"):
        if keyword in shut:
            shut[keyword] = _shut(shut[keyword])
    return shut
