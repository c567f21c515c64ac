"""Writes YAML that people review: blocks for structure, one line for what fits on one."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from ..record import encoded, plain

WIDTH = 100

_NESTED = (dict, list)


def dump(mapping: dict[str, Any], indent: int, blocks: Collection[str] = ()) -> str:
    """Return a mapping's lines; what has a key of `blocks`, or holds one, is a block."""
    lines: list[str] = []
    _mapping(mapping, indent, frozenset(blocks), lines)
    return "".join(lines)


# One list takes all lines: in a large contract each would pass through a dozen.


def _mapping(
    mapping: dict[str, Any], indent: int, blocks: frozenset[str], lines: list[str]
) -> None:
    start = " " * indent
    for key, value in mapping.items():
        if isinstance(value, str):
            lines.append(f"{start}{_outside(key)}: {_outside(value)}\n")
            continue
        head = f"{start}{_outside(key)}:"
        if not value or not isinstance(value, _NESTED):
            lines.append(f"{head} {flow(value)}\n")
        elif key not in blocks and (
            text := _fitting(value, blocks, WIDTH - len(head) - 1)
        ):
            lines.append(f"{head} {text}\n")
        else:
            lines.append(f"{head}\n")
            if isinstance(value, dict):
                _mapping(value, indent + 2, blocks, lines)
            else:
                _sequence(value, indent + 2, blocks, lines)


def _sequence(
    items: list[Any], indent: int, blocks: frozenset[str], lines: list[str]
) -> None:
    start = " " * indent
    for item in items:
        if not isinstance(item, dict):
            lines.append(f"{start}- {flow(item)}\n")
        elif text := _fitting(item, blocks, WIDTH - indent - 2):
            lines.append(f"{start}- {text}\n")
        else:
            first = len(lines)
            _mapping(item, indent + 2, blocks, lines)
            lines[first] = f"{start}- {lines[first].lstrip(' ')}"


def flow(value: Any) -> str:
    """Return a value on one line."""
    return str(_line(value, _NO_BLOCKS))


_NO_BLOCKS: frozenset[str] = frozenset()


def _fitting(
    value: dict[str, Any] | list[Any], blocks: frozenset[str], room: int
) -> str | None:
    """Return a value on one line, or None where it needs more room or holds a key of `blocks`."""
    if isinstance(value, dict) and not blocks.isdisjoint(value):
        return None
    text = _known_line(encoded(value), blocks)
    return text if text is not None and len(text) <= room else None


@lru_cache(maxsize=10_000)
def _known_line(value: str, blocks: frozenset[str]) -> str | None:
    """Return the line of a value, given as JSON: entities have most of what they say alike."""
    text = _line(plain(value), blocks)
    return text if text is not None and len(text) <= WIDTH else None


def _line(value: Any, blocks: frozenset[str]) -> str | None:
    """Return a value on one line, or None where it holds a key of `blocks`."""
    if isinstance(value, str):
        return _inside(value)
    if isinstance(value, dict):
        return _line_of_mapping(value, blocks)
    if not isinstance(value, list):
        return _scalar(value)
    texts = [_line(each, blocks) for each in value]
    known = [each for each in texts if each is not None]
    return f"[{', '.join(known)}]" if len(known) == len(texts) else None


def _line_of_mapping(mapping: dict[str, Any], blocks: frozenset[str]) -> str | None:
    if not blocks.isdisjoint(mapping):
        return None
    items: list[str] = []
    for key, item in mapping.items():
        text = _line(item, blocks)
        if text is None:
            return None
        items.append(f"{_inside(key)}: {text}")
    return f"{{{', '.join(items)}}}"


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _float(value) if isinstance(value, float) else str(value)


def _float(value: float) -> str:
    """Return a number so that YAML 1.1 takes it for one: with a point."""
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return text if "." in mantissa or not e else f"{mantissa}.0e{exponent}"


_INSIDE = re.compile(r"[A-Za-z_/$](?:[\w ./()-]*[\w./()-])?", re.ASCII)
_OUTSIDE = re.compile(
    r"(?:[A-Za-z_/$](?:(?:[\w ./(){},;$'-]|:(?! ))*[\w./(){};'-])?|\d+\.\d+\.\d+)",
    re.ASCII,
)
_OTHER_TYPES = re.compile(
    "null|true|false|yes|no|on|off|y|n|nan|inf", re.IGNORECASE | re.ASCII
)


@lru_cache(maxsize=10_000)
def _inside(text: str) -> str:
    """Return a text within a line, where commas and brackets mean something."""
    plain = _INSIDE.fullmatch(text) and not _OTHER_TYPES.fullmatch(text)
    return text if plain else _quoted(text)


@lru_cache(maxsize=10_000)
def _outside(text: str) -> str:
    """Return a text that has a line for itself."""
    plain = _OUTSIDE.fullmatch(text) and not _OTHER_TYPES.fullmatch(text)
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    if text.isprintable():
        return "'{}'".format(text.replace("'", "''"))
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
