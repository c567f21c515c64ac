"""Which Python type a value of the contract has, and the aliases that its module needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..resolve.types import Enum, Schema
from . import python
from .forms import EARLIEST, LATEST, MAX_FLOAT, JsonSchema
from .patterns import NO_NUL

_REFERENCES = {
    "date": "Date",
    "date-time": "DateTime",
    "date-time-local": "LocalDateTime",
    "email": "Email",
    "float": "Float",
    "ip": "Ip",
    "json": "Json",
    "time": "Time",
    "url": "Url",
    "uuid": "Uuid",
}
_SCALARS = {
    "string": "Text",
    "integer": "Integer",
    "number": "Float",
    "boolean": "Boolean",
}
_SIZES = {"smallint": "SmallInteger", "bigint": "BigInteger"}
_INTEGERS = frozenset({"BigInteger", "Integer", "SmallInteger"})
_NO_TEXTS = _INTEGERS | {"Boolean", "Float"}
_FACTS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minimum": "ge",
    "maximum": "le",
    "pattern": "pattern",
}
_IMPLIED: Mapping[str, Mapping[str, Any]] = {
    "Text": {"pattern": NO_NUL},
    "Integer": {"minimum": -(2**31), "maximum": 2**31 - 1},
    "SmallInteger": {"minimum": -(2**15), "maximum": 2**15 - 1},
    "BigInteger": {"minimum": -(2**63), "maximum": 2**63 - 1},
    "Float": {"minimum": -MAX_FLOAT, "maximum": MAX_FLOAT},
}


@dataclass(slots=True)
class Types:
    """The types of one module: what fields may be."""

    enums: Mapping[str, Enum]
    values: Collection[str] = ()  # the names of types whose values have parts
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Where files are, by attribute: as a path of the properties of a key."""

    def typed(self, value: JsonSchema, schema: Schema | None, name: str) -> JsonSchema:
        """Return a value's schema with its Python type; `name` is the attribute that has it."""
        inner, nullable = _without_null(value)
        typed = self._typed(inner, schema, name)
        return {**typed, "nullable": True} if nullable else typed

    def key(self, alias: str, value: JsonSchema, schema: Schema) -> None:
        """Define the type of one part of the key, as it stands in a path."""
        kind, facts = self._spelled(self._typed(value, schema, alias))
        self.aliases[alias] = (kind, *facts, *self.read(kind))

    def read(self, kind: str) -> tuple[str, ...]:
        """Return what reads a parameter of some type from its text, if it is no text itself."""
        return ("FromText",) if kind in _NO_TEXTS else ()

    def repeated(self, value: JsonSchema, schema: Schema, name: str) -> JsonSchema:
        """Return the type of a parameter that may be repeated, each time read from its text."""
        item = self._typed(value["items"], schema, name)
        kind, facts = self._spelled(item)
        if facts := (*facts, *self.read(kind)):
            item = self._form(f"{_pascal(name)}Asked", (kind, *facts))
        return {**value, "items": item}

    def written(self, kind: str) -> tuple[str, ...]:
        """Return what reads a body's value of some type, or a list of such values."""
        kind = kind.removeprefix("Unique[").removesuffix("]")
        kind, *_ = self.aliases.get(kind, (kind,))
        return ("Whole",) if kind in _INTEGERS else ()

    def _typed(self, value: JsonSchema, schema: Schema | None, name: str) -> JsonSchema:
        typed = self._of_any_form(value, schema, name)
        if schema is None or not (schema.normal or schema.padded):
            return typed
        if value.get("type") == "array":
            return typed  # of keys, each of which is in its form
        kind, facts = self._spelled(typed)
        words = [each.capitalize() for each in schema.normal]
        words += ["Unpadded"] if schema.padded and "trim" not in schema.normal else []
        return self._form(f"{_pascal(name)}Text", (kind, *facts, *words))

    def _of_any_form(
        self, value: JsonSchema, schema: Schema | None, name: str
    ) -> JsonSchema:
        if value.get("type") == "array":
            return self._array(value, schema, name)
        if schema is not None and schema.type == "decimal":
            return self._form(f"{_pascal(name)}Decimal", _decimal(value, schema))
        if schema is not None and schema.type == "file":
            place = f"FileAt({python.text(self.addresses[name])})"
            return self._form(f"{_pascal(name)}File", ("File", place))
        if "contentEncoding" in value:
            form = f"Base64Format({value['maxLength']})"
            return self._form(f"{_pascal(name)}Base64", ("Base64", form))
        kind = self._kind(value, schema)
        if EARLIEST in value or LATEST in value:
            return self._form(f"{_pascal(name)}{kind}", (kind, _range(value)))
        implied = _IMPLIED.get(kind, {})
        facts = {
            each: fact
            for each, fact in value.items()
            if each in _FACTS and implied.get(each) != fact
        }
        return named(kind) | {"type": value.get("type", "string")} | facts

    def _array(self, value: JsonSchema, schema: Schema | None, name: str) -> JsonSchema:
        item = self._typed(value["items"], schema, name)
        kind, facts = self._spelled(item)
        if facts:
            item = self._form(f"{_pascal(name)}Item", (kind, *facts))
        if not value.get("uniqueItems"):
            return {**value, "items": item}
        return named(f"Unique[{item['customTypePath']}]")

    def _kind(self, value: JsonSchema, schema: Schema | None) -> str:
        if "$ref" in value:
            name = value["$ref"].rpartition("/")[2]
            if name in _REFERENCES:
                return _REFERENCES[name]
            if name in self.values:
                return f"types.{name}"
            return f"enums.{self.enums[name].class_name}"
        if schema is not None and schema.type in _SIZES:
            return _SIZES[schema.type]
        return _SCALARS[value["type"]]

    def _form(self, alias: str, parts: tuple[str, ...]) -> JsonSchema:
        """Name a type, under one name wherever it is the same."""
        known = (each for each, other in self.aliases.items() if other == parts)
        name = next(known, None) or self._free(alias)
        self.aliases[name] = parts
        return named(name)

    def _free(self, alias: str) -> str:
        number = 1
        while alias in self.aliases:
            number += 1
            alias = f"{alias.rstrip('0123456789')}{number}"
        return alias

    def _spelled(self, typed: JsonSchema) -> tuple[str, tuple[str, ...]]:
        """Return a type's name and what its field would say beyond it."""
        facts = [
            f"{_FACTS[each]}={python.text(fact) if isinstance(fact, str) else fact}"
            for each, fact in typed.items()
            if each in _FACTS
        ]
        said = (f"Field({', '.join(facts)})",) if facts else ()
        return typed["customTypePath"], said


def named(kind: str) -> JsonSchema:
    """Return a schema that is read as a type, whatever else it says."""
    return {"type": "string", "customTypePath": kind}


def _without_null(value: JsonSchema) -> tuple[JsonSchema, bool]:
    if "anyOf" in value:
        return value["anyOf"][0], True
    if isinstance(value.get("type"), list):
        return {**value, "type": value["type"][0]}, True
    return value, False


def _range(value: JsonSchema) -> str:
    ends = {"earliest": value.get(EARLIEST), "latest": value.get(LATEST)}
    said = (f"{word}={python.text(end)}" for word, end in ends.items() if end)
    return f"Range({', '.join(said)})"


def _decimal(value: JsonSchema, schema: Schema) -> tuple[str, ...]:
    pattern = python.text(value["pattern"])
    return "Decimal", f'DecimalFormat({pattern}, "{_message(schema)}")'


def _message(schema: Schema) -> str:
    """Return what to say of a text that is no such decimal, in one line of source."""
    precision, scale = int(schema.precision or 0), int(schema.scale or 0)
    message = f"Input should be a decimal text of up to {precision - scale} digits"
    if scale:
        message += f" and {scale} decimal{'s' if scale > 1 else ''}"
    if schema.minimum is not None:
        message += f", at least {schema.minimum}"
    if schema.maximum is not None:
        message += f", at most {schema.maximum}"
    return message


def _pascal(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))
