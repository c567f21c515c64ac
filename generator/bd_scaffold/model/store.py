"""The model as text: how it stands in `.bd/model.yaml` and in Copier's answers.

The text is JSON with one entity a line, so that two branches which each add an entity
differ in few lines, and ASCII where YAML would fold, break or refuse a character. A record
leaves out what has its default: every update reads and writes the whole text several times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..record import DecodeError, decoded, encoded, plain

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
    model: dict[str, Any] = plain(text)
    return model


def load(text: str) -> Model | None:
    """Return the model that `dump` wrote, or None where its shape was another one.

    What an earlier release did not write yet has a default in the model's types.
    """
    from .types import Model

    try:
        return decoded(Model, text)
    except DecodeError:
        return None


def is_model(text: str) -> bool:
    """Tell whether a text can be a model, of whatever form."""
    try:
        return isinstance(plain(text), dict)
    except ValueError:
        return False


def _pieces(model: Model) -> Iterator[str]:
    """Yield the text of each top-level value: records one a line, the rest on one."""
    from .types import LATER

    before = "{\n"
    for name in model.__struct_fields__:
        value = getattr(model, name)
        if name in LATER and not value:
            continue
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
    text = encoded(value)
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE_IN_YAML.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
