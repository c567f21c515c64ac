"""Writes YAML that people review: blocks for structure, one line for what fits on one."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

WIDTH = 100

_NESTED = (dict, list)


def dump(mapping: dict[str, Any], indent: int, blocks: Collection[str] = ()) -> str:
    """Return a mapping's lines; what has a key of `blocks`, or holds one, is a block."""
    return "".join(_mapping(mapping, indent, frozenset(blocks)))


# Lists rather than generators: in a large contract each line would pass through a dozen.


def _mapping(mapping: dict[str, Any], indent: int, blocks: frozenset[str]) -> list[str]:
    lines: list[str] = []
    for key, value in mapping.items():
        lines += _entry(f"{' ' * indent}{_outside(key)}:", key, value, indent, blocks)
    return lines


def _entry(
    head: str, key: str, value: Any, indent: int, blocks: frozenset[str]
) -> list[str]:
    if isinstance(value, str):
        return [f"{head} {_outside(value)}\n"]
    if not isinstance(value, _NESTED) or not value:
        return [f"{head} {flow(value)}\n"]
    if key not in blocks and (text := _line(value, blocks)) is not None:
        line = f"{head} {text}\n"
        if len(line) <= WIDTH + 1:
            return [line]
    if isinstance(value, dict):
        return [f"{head}\n", *_mapping(value, indent + 2, blocks)]
    return [f"{head}\n", *_sequence(value, indent + 2, blocks)]


def _sequence(items: list[Any], indent: int, blocks: frozenset[str]) -> list[str]:
    lines: list[str] = []
    for item in items:
        text = _line(item, blocks) if isinstance(item, dict) else flow(item)
        line = f"{' ' * indent}- {text}\n"
        if not isinstance(item, dict) or (text and len(line) <= WIDTH + 1):
            lines.append(line)
            continue
        first, *rest = _mapping(item, indent + 2, blocks)
        lines += [f"{' ' * indent}- {first.lstrip(' ')}", *rest]
    return lines


def flow(value: Any) -> str:
    """Return a value on one line."""
    return str(_line(value, _NO_BLOCKS))


_NO_BLOCKS: frozenset[str] = frozenset()


def _line(value: Any, blocks: frozenset[str]) -> str | None:
    """Return a value on one line, or None where a key of `blocks` is anywhere within it."""
    if isinstance(value, str):
        return _inside(value)
    if isinstance(value, dict):
        return _line_of_mapping(value, blocks)
    if isinstance(value, list):
        items = [_line(item, blocks) for item in value]
        return None if None in items else f"[{', '.join(filter(None, items))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _float(value) if isinstance(value, float) else str(value)


def _line_of_mapping(mapping: dict[str, Any], blocks: frozenset[str]) -> str | None:
    items: list[str] = []
    for key, item in mapping.items():
        if key in blocks:
            return None
        text = _inside(item) if isinstance(item, str) else _line(item, blocks)
        if text is None:
            return None
        items.append(f"{_inside(key)}: {text}")
    return f"{{{', '.join(items)}}}"


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
