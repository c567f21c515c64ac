"""What a default stands for, as it is written in a field's line or as a value of YAML."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from .tree import Bare


class WrongDefault(ValueError):
    """The default is not a value of the field's type; the message says what it should be."""


def default_value(type_name: str, written: Any, *, many: bool) -> Any:
    """The JSON value that a default stands for, given its field's type."""
    if many:
        items = _json(written) if isinstance(written, str) else written
        if not isinstance(items, list | tuple):
            raise WrongDefault("a list, such as []")
        return [default_value(type_name, _text_of(each), many=False) for each in items]
    if written is None:
        return None
    if type_name == "json":
        return _json(written) if isinstance(written, Bare) else _plain(written)
    if not isinstance(written, str):
        raise WrongDefault("a single value")
    if isinstance(written, Bare) and written == "null":
        return None
    return _scalar(type_name, written)


def _scalar(type_name: str, text: str) -> Any:
    if type_name in ("smallint", "integer", "bigint"):
        if text == "next":
            return text
        if re.fullmatch(r"-?[0-9]{1,19}", text) is None:
            raise WrongDefault("a whole number")
        return int(text)
    if type_name == "float":
        if (
            re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?", text)
            is None
        ):
            raise WrongDefault("a number")
        return float(text)
    if type_name == "decimal":
        if re.fullmatch(r"-?[0-9]{1,100}(\.[0-9]{1,100})?", text) is None:
            raise WrongDefault("a number")
        number = Decimal(text)
        return format(number or abs(number), "f")
    if type_name == "boolean":
        if text not in ("true", "false"):
            raise WrongDefault("true or false")
        return text == "true"
    return str(text)


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise WrongDefault("a JSON value") from None


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _text_of(item: Any) -> Any:
    return json.dumps(item) if isinstance(item, bool | int | float) else item


def _plain(value: Any) -> Any:
    """A value of the YAML file as JSON: plain scalars get the type that JSON would read."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Bare):
        try:
            return json.loads(value, parse_constant=_refused)
        except ValueError:
            return str(value)
    return value
