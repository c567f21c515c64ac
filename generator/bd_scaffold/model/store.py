"""The model as text: how it stands in `.bd/model.yaml` and in Copier's answers.

The text is JSON with one entity a line, so that two branches which each add an entity
differ in few lines, and ASCII where YAML would fold, break or refuse a character.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bd_scaffold.model.types import Model

# A line break or nothing at all to YAML, though JSON takes them as they are.
_UNSAFE_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def dump(model: Model) -> str:
    """Return the model as JSON text, one entity a line, that ends in a newline."""
    parts = (f'"{name}": {_value(getattr(model, name))}' for name in model.__slots__)
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read(text: str) -> dict[str, Any]:
    """Return what templates see of a model that `dump` wrote."""
    model: dict[str, Any] = json.loads(text)
    return model


def _value(value: object) -> str:
    """Return a top-level value: lists of records one a line, the rest on one line."""
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    return _json(value)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=_record)
    return _UNSAFE_IN_YAML.sub(_escape, text)


def _record(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
