"""Scalars as JSON, by YAML 1.2's core schema, and the texts that are plain to see."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from .tree import Bare

_WORDS = {
    word: value
    for text, value in (("true", True), ("false", False))
    for word in (text, text.capitalize(), text.upper())
}
_WHOLE = re.compile(r"[-+]?[0-9]{1,40}")
_OCTAL = re.compile(r"0o[0-7]{1,40}")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]{1,40}")
_NUMBER = re.compile(r"(?=.*[.eE])[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def json_of(value: Any) -> Any:
    """Return what a part of a YAML tree is as JSON; a number that JSON can't say is a text."""
    if isinstance(value, dict):
        return {str(key): json_of(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [json_of(each) for each in value]
    return _scalar(value) if isinstance(value, Bare) else value


def _scalar(text: Bare) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        return int(text, 0)
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    return number if math.isfinite(number) else str(text)


_KINDS = {
    "Zs": "which is a space but not the plain one",
    "Zl": "which ends a line for some tools only",
    "Zp": "which ends a line for some tools only",
    "Cf": "which is invisible",
    "Cc": "which is a control character",
}


def unseen(text: str) -> tuple[str, str] | None:
    """Return the first character that can't be seen, as its code and in words."""
    for character in text:
        if not character.isprintable() and character not in "\n\t":
            kind = _KINDS.get(unicodedata.category(character))
            return f"U+{ord(character):04X}", kind or "which not every system has"
    return None
