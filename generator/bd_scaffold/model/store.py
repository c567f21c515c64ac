"""The model as text: how it stands in `.bd/model.yaml` and in Copier's answers.

The text is JSON with one entity a line, so that two branches which each add an entity
differ in few lines, and ASCII where YAML would fold, break or refuse a character. A record
leaves out what has its default: every update reads and writes the whole text several times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from itertools import repeat
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from bd_scaffold.model.types import Model

# A line break or nothing at all to YAML, though JSON takes them as they are.
_UNSAFE_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def dump(model: Model) -> str:
    """Return the model as JSON text, one entity a line, that ends in a newline."""
    return "".join(
        _pieces(model)
    )  # at once: each join on the way would be a copy of it


def read(text: str) -> dict[str, Any]:
    """Return what templates see of a model that `dump` wrote."""
    model: dict[str, Any] = json.loads(text)
    return model


def load(text: str) -> Model | None:
    """Return the model that `dump` wrote, or None where its shape was another one.

    What an earlier release did not write yet has a default in the model's types.
    """
    from .types import Model

    try:
        model: Model = _make(Model, json.loads(text))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return model


@cache
def _maker(kind: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of a type from its JSON, or None where it is its JSON."""
    inner = [each for each in get_args(kind) if each is not type(None)]
    if get_origin(kind) is tuple:
        makers = [_maker(each) for each in inner if each is not ...]
        if not any(makers):
            return tuple
        return partial(_make_tuple, repeat(makers[0]) if ... in inner else makers)
    if get_origin(kind) is dict and is_dataclass(inner[1]):
        return partial(_make_each, partial(_make, inner[1]))
    if is_dataclass(kind):
        return partial(_make, kind)
    records: list[Any] = [each for each in inner if is_dataclass(each)]
    return _maker(records[0]) if records else None  # of a type that may be None


def _make_tuple(
    makers: Iterable[Callable[[Any], Any] | None], values: list[Any]
) -> Any:
    return tuple(
        make(value) if make else value
        for make, value in zip(makers, values, strict=False)
    )


def _make_each(make: Callable[[Any], Any], records: dict[str, Any]) -> dict[str, Any]:
    return {name: make(record) for name, record in records.items()}


def _make(kind: Any, record: dict[str, Any] | None) -> Any:
    """Return a record; what it lacks or has beyond its fields is a TypeError."""
    if record is None:
        return None
    for name, make in _members(kind):
        if name in record:
            record[name] = make(record[name])
    return kind(**record)


@cache
def _members(kind: Any) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return those fields of a record that are more than their JSON."""
    found = ((name, _maker(hint)) for name, hint in get_type_hints(kind).items())
    return [(name, make) for name, make in found if make]


@cache
def defaults(kind: Any) -> dict[str, object]:
    """Return what the members of a record are where it leaves them out."""
    return {
        each.name: each.default for each in fields(kind) if each.default is not MISSING
    }


def _pieces(model: Model) -> Iterator[str]:
    """Yield the text of each top-level value: records one a line, the rest on one."""
    before = "{\n"
    for name in model.__slots__:
        value = getattr(model, name)
        yield f'{before}"{name}": '
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            yield from _lines("[", map(_json, value), "]")
        elif isinstance(value, dict) and value:
            named = (f"{_json(key)}:{_json(each)}" for key, each in value.items())
            yield from _lines("{", named, "}")
        else:
            yield _json(value)
        before = ",\n"
    yield "\n}\n"


def _lines(start: str, records: Iterable[str], end: str) -> Iterator[str]:
    before = f"{start}\n"
    for record in records:
        yield before + record
        before = ",\n"
    yield f"\n{end}"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_record)
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE_IN_YAML.sub(_escape, text)


def _record(value: Any) -> dict[str, Any]:
    record = {name: getattr(value, name) for name in value.__slots__}
    for name, default in defaults(value.__class__).items():
        if record[name] == default:
            del record[name]
    return record


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
