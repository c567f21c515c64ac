"""Strategies that write schemas as a contract has them, changes of them, and values of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from jsonschema import Draft202012Validator

from bd_scaffold.contract.forms import SHARED
from bd_scaffold.contract.patterns import NO_NUL, decimal_pattern, portable
from bd_scaffold.model.regex import matching_texts

Schema = dict[str, Any]

ALWAYS = st.just(value=True)
SIZES = st.integers(0, 4)
NAMES = st.sampled_from(["alpha", "beta", "gamma"])
WORDS = st.lists(st.sampled_from(["a", "bb", "CCC", "7"]), min_size=1, unique=True)
PATTERNS = st.sampled_from(
    [
        NO_NUL,
        *map(
            portable, ["^[A-Z]{2}$", "^[A-Z]+$", "[a-z]", "^[a-z0-9-]+$", "^(a|bb)?$"]
        ),
        *(decimal_pattern(digits, 2, None, None) for digits in (3, 4, 6)),
        *(decimal_pattern(4, 2, low, "9.5") for low in ("0", "-1.25", "2")),
    ]
)
FORMS = sorted(set(SHARED) - {"json"})


def valid(schema: Schema, value: Any, shared: Schema = SHARED) -> bool:
    """Tell whether a value follows a schema that may refer to the shared forms."""
    root = {**schema, "components": {"schemas": shared}}
    return bool(Draft202012Validator(root).is_valid(value))


# Schemas


def _some(draw: DrawFn, **keywords: SearchStrategy[Any]) -> Schema:
    """Draw some of the keywords."""
    return {
        name: draw(values) for name, values in keywords.items() if draw(st.booleans())
    }


@st.composite
def texts(draw: DrawFn) -> Schema:
    formats = st.sampled_from(["uuid", "date"])
    said = _some(draw, minLength=SIZES, maxLength=SIZES, pattern=PATTERNS)
    return {
        "type": "string",
        **said,
        **(_some(draw, format=formats) if draw(SIZES) == 0 else {}),
    }


@st.composite
def numbers(draw: DrawFn) -> Schema:
    kind = draw(st.sampled_from(["integer", "integer", "number"]))
    bounds = st.integers(-3, 3)
    return {"type": kind, **_some(draw, minimum=bounds, maximum=bounds)}


@st.composite
def arrays(draw: DrawFn, items: SearchStrategy[Schema]) -> Schema:
    counts = st.integers(0, 3)
    said = _some(draw, minItems=counts, maxItems=counts, uniqueItems=ALWAYS)
    return {"type": "array", "items": draw(items), **said}


@st.composite
def objects(draw: DrawFn, values: SearchStrategy[Schema]) -> Schema:
    properties = draw(st.dictionaries(NAMES, values, max_size=3))
    required = [name for name in properties if draw(st.booleans())]
    said: Schema = {"type": "object", "properties": properties, "required": required}
    more = draw(st.sampled_from(["closed", "closed", "open", "some"]))
    if more == "closed":
        said["additionalProperties"] = False
    elif more == "some":
        said["additionalProperties"] = draw(values)
    return said


@st.composite
def or_null(draw: DrawFn, values: SearchStrategy[Schema]) -> Schema:
    schema = draw(values)
    if draw(st.booleans()):
        return schema
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


ENUMS = st.builds(lambda words: {"type": "string", "enum": words}, WORDS)
SCALARS = st.one_of(
    texts(),
    numbers(),
    st.just({"type": "boolean"}),
    ENUMS,
    st.sampled_from([{"$ref": f"#/components/schemas/{name}"} for name in FORMS]),
    st.just({"$ref": "#/components/schemas/json"}),
)
VALUES = or_null(SCALARS | arrays(SCALARS))
SCHEMAS = VALUES | objects(VALUES | objects(VALUES))


@st.composite
def changed(draw: DrawFn, schema: Schema) -> Schema:
    """A schema as somebody changes it: seldom all of it."""
    if draw(st.integers(0, 7)) == 0:
        return draw(SCHEMAS)
    if "anyOf" in schema:
        return draw(changed(schema["anyOf"][0]) | st.just(schema["anyOf"][0]))
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return draw(
            changed({**schema, "type": kinds[0]}).map(_nullable)
            | st.just({**schema, "type": kinds[0]})
        )
    if kinds == "object":
        return draw(_changed_object(schema))
    if kinds == "array":
        fresh = draw(arrays(st.just(schema["items"]) | changed(schema["items"])))
        return _mixed(draw, schema, fresh)
    if draw(st.integers(0, 3)) == 0:
        return _nullable(schema)
    if "enum" in schema:
        return {**schema, "enum": draw(WORDS)}
    if kinds == "string":
        return _mixed(draw, schema, draw(texts()))
    if kinds in ("integer", "number"):
        return _mixed(draw, schema, draw(numbers()))
    return draw(SCALARS)


def _mixed(draw: DrawFn, old: Schema, new: Schema) -> Schema:
    """Take each keyword from the one or from the other."""
    chosen = {
        key: draw(st.sampled_from([old, old, new])).get(key) for key in {*old, *new}
    }
    return {key: value for key, value in chosen.items() if value is not None}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


@st.composite
def _changed_object(draw: DrawFn, schema: Schema) -> Schema:
    properties, required = dict(schema["properties"]), set(schema["required"])
    for name in ["alpha", "beta", "gamma"]:
        what = draw(st.sampled_from(["keep", "keep", "change", "turn", "drop", "add"]))
        if what == "change" and name in properties:
            properties[name] = draw(changed(properties[name]))
        elif what == "turn":
            required ^= {name}
        elif what == "drop":
            properties.pop(name, None)
        elif what == "add" and name not in properties:
            properties[name] = draw(VALUES)
            required |= {name} if draw(st.booleans()) else set()
    said = {
        **schema,
        "properties": properties,
        "required": sorted(required & properties.keys()),
    }
    more = draw(st.integers(0, 9))
    if more == 0:
        said.pop("additionalProperties", None)
    elif more == 1:
        said["additionalProperties"] = False
    return said


# Values


ANYTHING = st.sampled_from([True, 3, 1.5, "x", [None, 1], {"k": None}])


@st.composite
def values(draw: DrawFn, schema: Schema, shared: Schema = SHARED) -> Any:
    """A value that a schema might allow, most often one at its edge; `valid` tells.

    What is read-only is left out: a client sends it back as it was read, if at all.
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name == "json":
            return draw(ANYTHING)
        return draw(values(shared[name], shared))
    if "anyOf" in schema:
        return draw(values(draw(st.sampled_from(schema["anyOf"])), shared))
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kinds = schema["type"]
    kind = draw(st.sampled_from(kinds)) if isinstance(kinds, list) else kinds
    return draw(_OF_KIND[kind](schema, shared))


@st.composite
def _text(draw: DrawFn, schema: Schema, _shared: Schema) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 40)
    pattern = schema.get("pattern", NO_NUL)
    if pattern == NO_NUL:
        size = draw(st.sampled_from([least, max(least, most)]))
        return draw(st.sampled_from("aA7-é ")) * size
    found = matching_texts(pattern, least, min(most, 90))
    found += tuple(schema.get("examples", ()))
    loose = st.from_regex(pattern, fullmatch=True)
    return draw(st.sampled_from(found) | loose if found else loose)


@st.composite
def _number(draw: DrawFn, schema: Schema, _shared: Schema) -> Any:
    low, high = schema.get("minimum", -1000), schema.get("maximum", 1000)
    edges = [low, high, *([low + 0.5] if schema["type"] == "number" else [])]
    return draw(st.sampled_from(edges))


@st.composite
def _array(draw: DrawFn, schema: Schema, shared: Schema) -> list[Any]:
    least, most = schema.get("minItems", 0), min(schema.get("maxItems", 5), 5)
    size = draw(st.sampled_from([least, max(least, most)]))
    item = draw(values(schema["items"], shared))
    same = not schema.get("uniqueItems") and draw(st.booleans())
    return [
        item if same else draw(values(schema["items"], shared)) for _ in range(size)
    ]


@st.composite
def _object(draw: DrawFn, schema: Schema, shared: Schema) -> dict[str, Any]:
    required = schema.get("required", ())
    everything = draw(st.booleans())
    found = {
        name: draw(values(each, shared))
        for name, each in schema.get("properties", {}).items()
        if not each.get("readOnly")
        if name in required or (everything and draw(st.integers(0, 3)))
    }
    more = schema.get("additionalProperties", True)
    if more is not False and everything:
        found["other"] = draw(values(more, shared)) if more is not True else 1
    return found


_OF_KIND: dict[str, Any] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema, _shared: st.booleans(),
    "null": lambda _schema, _shared: st.none(),
    "array": _array,
    "object": _object,
}
