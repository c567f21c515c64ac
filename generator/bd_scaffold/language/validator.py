"""The door to JSON Schema: what a schema does not allow, in an author's words.

Nothing is fetched, and patterns are matched in linear time, whoever has written them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from .. import names
from ..diagnostics import did_you_mean, one_of
from ..record import Record
from .plain import unseen
from .tree import Path

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator
    from pydantic_core import SchemaValidator

Json = dict[str, Any]

_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
"""What a value of each type of JSON is called."""

FORMATS = ("date", "email", "ipv4", "ipv6", "uuid")
"""The formats that are checked, on every machine alike."""


class Problem(Record, frozen=True):
    """What a schema does not allow, at a path inside the value."""

    path: Path
    code: str
    message: str
    hint: str = ""


def problems(schema: Json, value: Any) -> Iterator[Problem]:
    """Yield everything that a schema does not allow in a value."""
    for error in _validator(schema).iter_errors(value):
        yield from _problems_of(error)


def problems_of_form(schema: Any) -> Iterator[Problem]:
    """Yield everything for which a value is not a JSON Schema."""
    for error in _meta_validator().iter_errors(schema):
        path = tuple(error.absolute_path)
        if path[-1:] == ("type",) and isinstance(error.instance, str):
            hint = did_you_mean(error.instance, _TYPES) or one_of(_TYPES)
            message = f"{shown(error.instance)} is not a type."
            yield Problem(path, "BD124", message, hint)
        else:
            yield from _problems_of(error)


def unseen_texts(value: Any, path: Path = ()) -> Iterator[Problem]:
    """Yield the texts in a value that have characters which can't be seen."""
    if isinstance(value, str) and (found := unseen(value)):
        message = f"{shown(value)} contains {found[0]}, {found[1]}."
        yield Problem(path, "BD114", message)
    if isinstance(value, list):
        for position, each in enumerate(value):
            yield from unseen_texts(each, (*path, position))
    if isinstance(value, dict):
        for key, each in value.items():
            yield from unseen_texts(key, (*path, key))
            yield from unseen_texts(each, (*path, key))


@cache
def matcher(pattern: str) -> SchemaValidator | None:
    """Return what matches a pattern in linear time; None where that can't be done."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return None


def _problems_of(error: ValidationError) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    keyword = error.validator
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if keyword == "additionalProperties" and wanted is False:
        known = schema.get("properties", {})
        for word in value:
            if word not in known:
                hint = did_you_mean(word, known) or one_of(known)
                message = f'"{word}" is not a word here.'
                yield Problem((*path, word), "BD122", message, hint)
    elif keyword == "required":
        for word in wanted:
            if word not in value:
                yield Problem(path, "BD123", f'"{word}" is missing.')
    elif keyword in ("anyOf", "oneOf"):
        yield Problem(path, "BD124", *_choices(error))
    else:
        yield Problem(path, "BD124", *_said(str(keyword), wanted, value))


def _choices(error: ValidationError) -> tuple[str, ...]:
    """Return what is wrong with a value that can be one of several things."""
    types: list[str] = []
    for each in error.context or ():
        if each.validator != "type" or each.path:
            return (f"{shown(error.instance)} matches none of the allowed forms.",)
        types += _listed(each.validator_value)
    if not types:
        return (f"{shown(error.instance)} matches more than one of the allowed forms.",)
    return _mistyped(types, error.instance)


def _listed(types: Any) -> list[str]:
    return [types] if isinstance(types, str) else types


def _said(keyword: str, wanted: Any, value: Any) -> tuple[str, ...]:
    """Return what is wrong with a value, and the way out where there is one."""
    if keyword == "type":
        return _mistyped(_listed(wanted), value)
    if keyword == "enum":
        known = [str(each) if isinstance(each, str) else shown(each) for each in wanted]
        hint = did_you_mean(str(value), known) or one_of(known)
        return f"{shown(value)} is not one of the choices.", hint
    if keyword in _SHORT:
        return (f"{shown(value)} {_SHORT[keyword].format(_bare(wanted))}.",)
    return (f"{shown(value)} is not what `{keyword}` asks for.",)


_SHORT = {
    "const": "is not {}",
    "contains": "lacks a required item",
    "exclusiveMaximum": "is not less than {}",
    "exclusiveMinimum": "is not greater than {}",
    "format": "is not of the form {}",
    "maxItems": "has more than {} items",
    "maxLength": "is longer than {} characters",
    "maxProperties": "has more than {} words",
    "maximum": "is greater than {}",
    "minItems": "has fewer than {} items",
    "minLength": "is shorter than {} characters",
    "minProperties": "has fewer than {} words",
    "minimum": "is less than {}",
    "multipleOf": "is not a multiple of {}",
    "not": "is not allowed here",
    "pattern": "does not match {}",
    "uniqueItems": "has something twice",
}


def _mistyped(types: Iterable[str], value: Any) -> tuple[str, ...]:
    expected = " or ".join(_TYPES[each] for each in types)
    message = f"{shown(value)} is not {expected}."
    if "string" in types and isinstance(value, bool | int | float):
        return message, "Put it in quotes."
    if isinstance(value, str) and value in ("true", "false") and "boolean" in types:
        return message, "Leave the quotes out."
    return (message,)


def shown(value: Any) -> str:
    """Return how messages call a value."""
    if isinstance(value, dict):
        return "A mapping"
    if isinstance(value, list):
        return "A list"
    if value is None:
        return "Nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    return names.python_string(value if len(value) <= 60 else f"{value[:57]}…")


def _bare(wanted: Any) -> str:
    return wanted if isinstance(wanted, str) else shown(wanted).lower()


# The library


def _pattern(
    _: Validator, pattern: str, value: Any, __: Json
) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    found = matcher(pattern)
    if isinstance(value, str) and found and not found.isinstance_python(value):
        yield ValidationError("does not match")


def _validator(schema: Json) -> Validator:
    from jsonschema import FormatChecker

    return _class()(schema, format_checker=FormatChecker(FORMATS))


@cache
def _class() -> Callable[..., Validator]:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    made: Any = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    return cast("Callable[..., Validator]", made)


def _meta_validator() -> Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(Draft202012Validator.META_SCHEMA)
