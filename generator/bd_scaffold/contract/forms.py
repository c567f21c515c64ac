"""How each scalar stands in JSON: what the contract says of one value."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor
from typing import Any

from ..model.types import Property
from ..resolve import moments
from ..resolve.types import Schema
from ..resolve.values import MOST_ITEMS
from .patterns import NO_NUL, decimal_pattern, portable

JsonSchema = dict[str, Any]

EARLIEST, LATEST = "x-minimum", "x-maximum"
MAX_BASE64 = 87_384  # 64 KiB
MAX_FLOAT = 1.7976931348623157e308

BASE64 = "^([0-9A-Za-z+/]{4})*([0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?$"

_YEAR = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_INNER_YEAR = (
    "(000[2-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}"
    "|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
)
_DAY = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_OFFSET = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_LEAP_YEAR = (
    "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
)
_REAL_DAY = (
    f"({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
"""A day of the calendar, for the format that most readers of a contract don't know."""

_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_GROUP = "[0-9A-Fa-f]{1,4}"
_IPV6 = "|".join(
    [
        f"({_GROUP}:){{7}}{_GROUP}",
        *(f"({_GROUP}:){{1,{7 - n}}}(:{_GROUP}){{1,{n}}}" for n in range(1, 7)),
        f"({_GROUP}:){{1,7}}:",
        f":((:{_GROUP}){{1,7}}|:)",
    ]
)
_ATOM = "[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?"

SHARED: dict[str, JsonSchema] = {
    "date": {
        "description": "A day.",
        "type": "string",
        "format": "date",
        "pattern": f"^{_YEAR}-{_DAY}$",
        "examples": ["2026-01-31"],
    },
    "date-time": {
        "description": (
            "A moment with its zone, answered in UTC; digits after the microseconds are cut off."
        ),
        "type": "string",
        "format": "date-time",
        "pattern": (
            rf"^({_YEAR}-{_DAY}T{_CLOCK}(\.[0-9]{{1,9}})?Z"
            rf"|{_INNER_YEAR}-{_DAY}T{_CLOCK}(\.[0-9]{{1,9}})?{_OFFSET})$"
        ),
        "examples": ["2026-01-31T09:30:00Z"],
    },
    "date-time-local": {
        "description": (
            "A date and a time of day, without a zone;"
            " digits after the microseconds are cut off."
        ),
        "type": "string",
        "format": "date-time-local",
        "pattern": rf"^{_REAL_DAY}T{_CLOCK}(\.[0-9]{{1,9}})?$",
        "examples": ["2026-01-31T09:30:00"],
    },
    "email": {
        "description": "An email address.",
        "type": "string",
        "maxLength": 254,
        "pattern": rf"^{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+[A-Za-z]{{2,63}}$",
        "examples": ["ada@example.com"],
    },
    "float": {"type": "number", "minimum": -MAX_FLOAT, "maximum": MAX_FLOAT},
    "ip": {
        "description": "An IPv4 or IPv6 address.",
        "type": "string",
        "maxLength": 45,
        "pattern": rf"^({_OCTET}(\.{_OCTET}){{3}}|{_IPV6})$",
        "examples": ["192.0.2.1", "2001:db8::1"],
    },
    "json": {
        "description": "Any JSON value; null only within it.",
        "anyOf": [
            {"type": "boolean"},
            {"type": "integer"},
            {"type": "number", "minimum": -MAX_FLOAT, "maximum": MAX_FLOAT},
            {"type": "string", "pattern": NO_NUL},
            {
                "type": "array",
                "items": {
                    "anyOf": [{"$ref": "#/components/schemas/json"}, {"type": "null"}]
                },
            },
            {
                "type": "object",
                "propertyNames": {"type": "string", "pattern": NO_NUL},
                "additionalProperties": {
                    "anyOf": [{"$ref": "#/components/schemas/json"}, {"type": "null"}]
                },
            },
        ],
    },
    "time": {
        "description": "A time of day, without a zone.",
        "type": "string",
        "pattern": rf"^{_CLOCK}(\.[0-9]{{1,6}})?$",
        "examples": ["09:30:00"],
    },
    "url": {
        "description": "A web address.",
        "type": "string",
        "maxLength": 2048,
        "pattern": (
            r"^https?://([0-9A-Za-z.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
            r"([/?#][0-9A-Za-z._~:/?#\[\]@!$&'()*+,;=%-]*)?$"
        ),
        "examples": ["https://example.com/"],
    },
    "uuid": {
        "type": "string",
        "format": "uuid",
        "pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
        "examples": ["01890a5d-ac96-774b-bcce-b302099a8057"],
    },
}
"""The forms that stand once in the contract; the design's own names start with a capital."""

_REFERENCES = {"datetime": "date-time", "datetime_local": "date-time-local"} | {
    name: name for name in ("date", "email", "ip", "json", "time", "url", "uuid")
}


def reference(name: str) -> JsonSchema:
    """Return a reference to a schema of the contract."""
    return {"$ref": f"#/components/schemas/{name}"}


@lru_cache(maxsize=10_000)
def value_schema(schema: Schema, *, linked: bool = False) -> JsonSchema:
    """Return what the contract says of a value; `linked` where it is a set of keys.

    It is one and the same for equal values, most of which stand in several bodies: whoever
    says more of one makes a new one.
    """
    value = _item(schema)
    if schema.many:
        most = MOST_ITEMS if schema.max_items is None else schema.max_items
        value = {"type": "array", "items": value, "maxItems": most}
        if schema.min_items:
            value["minItems"] = schema.min_items
        if linked:
            value["uniqueItems"] = True
    return _or_null(value) if schema.nullable else value


def property_schema(prop: Property) -> JsonSchema:
    """Return what the contract says of a property's value, without its default."""
    return value_schema(prop.schema, linked=prop.references is not None)


def shared_name(schema: Schema) -> str | None:
    """Return the name of the shared form that a value has, if it is one."""
    if schema.type == "float" and schema.minimum is None and schema.maximum is None:
        return "float"
    return _REFERENCES.get(schema.type)


def _or_null(value: JsonSchema) -> JsonSchema:
    if "type" in value:
        return {**value, "type": [value["type"], "null"]}
    return {"anyOf": [value, {"type": "null"}]}


def _item(schema: Schema) -> JsonSchema:
    if schema.type == "enum":
        return reference(str(schema.enum))
    if name := shared_name(schema):
        return reference(name) | _range(schema)
    return _OWN[schema.type](schema)


def _range(schema: Schema) -> JsonSchema:
    """Return the bounds of a day or a time, for which JSON Schema itself has no words."""
    low, high = schema.minimum, schema.maximum
    if schema.type not in moments.EXAMPLES or (low is None and high is None):
        return {}
    said = [f"at the earliest {low}"] if low is not None else []
    said += [f"at the latest {high}"] if high is not None else []
    words = " and ".join(said)
    found = {
        "description": f"{words[0].upper()}{words[1:]}.",
        EARLIEST: low,
        LATEST: high,
    }
    return {word: each for word, each in found.items() if each is not None}


def _text(schema: Schema) -> JsonSchema:
    value: JsonSchema = {"type": "string"}
    if schema.min_length:
        value["minLength"] = schema.min_length
    if schema.max_length is not None:
        value["maxLength"] = schema.max_length
    value["pattern"] = portable(schema.pattern) if schema.pattern else NO_NUL
    return value


def _integer(schema: Schema) -> JsonSchema:
    return {
        "type": "integer",
        "minimum": ceil(Decimal(str(schema.minimum))),
        "maximum": floor(Decimal(str(schema.maximum))),
    }


def _float(schema: Schema) -> JsonSchema:
    low, high = schema.minimum, schema.maximum
    return {
        "type": "number",
        "minimum": -MAX_FLOAT if low is None else float(low),
        "maximum": MAX_FLOAT if high is None else float(high),
    }


def _decimal(schema: Schema) -> JsonSchema:
    pattern = decimal_pattern(
        int(schema.precision or 0),
        int(schema.scale or 0),
        schema.minimum,
        schema.maximum,
    )
    return {"type": "string", "pattern": pattern}


def _boolean(_schema: Schema) -> JsonSchema:
    return {"type": "boolean"}


def _bytes(_schema: Schema) -> JsonSchema:
    return {
        "type": "string",
        "contentEncoding": "base64",
        "maxLength": MAX_BASE64,
        "pattern": BASE64,
    }


_OWN: dict[str, Callable[[Schema], JsonSchema]] = {
    "string": _text,
    "text": _text,
    "smallint": _integer,
    "integer": _integer,
    "bigint": _integer,
    "float": _float,
    "decimal": _decimal,
    "boolean": _boolean,
    "bytes": _bytes,
    "file": lambda _schema: reference("file"),
}
