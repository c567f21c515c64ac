"""Writes YAML that people review: blocks for structure, one line for what fits on one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

WIDTH = 100


def dump(mapping: dict[str, Any], indent: int, blocks: Collection[str] = ()) -> str:
    """Return a mapping's lines; a value is a block where it, or one within, has a key of `blocks`."""
    return "".join(_mapping(mapping, indent, frozenset(blocks)))


def _mapping(
    mapping: dict[str, Any], indent: int, blocks: frozenset[str]
) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _entry(f"{' ' * indent}{scalar(key)}:", key, value, indent, blocks)


def _entry(
    head: str, key: str, value: Any, indent: int, blocks: frozenset[str]
) -> Iterator[str]:
    if not isinstance(value, dict | list) or not value:
        yield f"{head} {flow(value)}\n"
        return
    if key not in blocks and not _holds(value, blocks):
        line = f"{head} {flow(value)}\n"
        if len(line) <= WIDTH + 1:
            yield line
            return
    yield f"{head}\n"
    if isinstance(value, dict):
        yield from _mapping(value, indent + 2, blocks)
    else:
        yield from _sequence(value, indent + 2, blocks)


def _sequence(items: list[Any], indent: int, blocks: frozenset[str]) -> Iterator[str]:
    for item in items:
        line = f"{' ' * indent}- {flow(item)}\n"
        if not isinstance(item, dict) or (
            len(line) <= WIDTH + 1 and not _holds(item, blocks)
        ):
            yield line
            continue
        first, *rest = "".join(_mapping(item, indent + 2, blocks)).splitlines(True)
        yield f"{' ' * indent}- {first.lstrip(' ')}"
        yield from rest


def _holds(value: Any, blocks: frozenset[str]) -> bool:
    """Tell whether a key of `blocks` is anywhere within a value."""
    if isinstance(value, dict):
        return any(key in blocks or _holds(item, blocks) for key, item in value.items())
    return isinstance(value, list) and any(_holds(item, blocks) for item in value)


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        items = (f"{scalar(key)}: {flow(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str):
        return scalar(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value) if isinstance(value, float) else str(value)


_PLAIN = re.compile(r"[A-Za-z_/](?:[\w ./()-]*[\w./()-])?", re.ASCII)
_OTHER_TYPES = re.compile(
    "null|true|false|yes|no|on|off|y|n|nan|inf", re.IGNORECASE | re.ASCII
)


@lru_cache(maxsize=10_000)
def scalar(text: str) -> str:
    """Return a text so that every YAML reader takes it for that text."""
    if _PLAIN.fullmatch(text) and not _OTHER_TYPES.fullmatch(text):
        return text
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
