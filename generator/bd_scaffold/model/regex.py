"""Texts that match a regular expression, found by walking its syntax tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_WANTED = 26
_BRANCHES = 400
_CLASSES = {
    op.CATEGORY_DIGIT: "0123456789",
    op.CATEGORY_WORD: "abcdefghijklmnopqrstuvwxyz0123456789_",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_DIGIT: "abcdefghijklmnopqrstuvwxyz",
    op.CATEGORY_NOT_WORD: "-",
    op.CATEGORY_NOT_SPACE: "abcdefghijklmnopqrstuvwxyz0123456789",
}
_ANY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/@# "


def matching_texts(pattern: str, shortest: int, longest: int) -> tuple[str, ...]:
    """Return up to 26 texts that match a pattern within a length; none where none was found."""
    tree = list(parser.parse(pattern))
    found: dict[str, None] = {}
    for repeats in (0, 1, max(shortest, 1), longest):
        for text in islice(_texts(tree, repeats), _BRANCHES):
            if shortest <= len(text) <= longest and re.search(pattern, text):
                found[text] = None
            if len(found) == _WANTED:
                return tuple(found)
    return tuple(found)


def _texts(tree: list[Any], repeats: int) -> Iterator[str]:
    """The texts of a sequence, varying its last variable part first."""
    parts = [_choices(node, repeats) for node in tree]
    for chosen in product(*parts):
        yield "".join(chosen)


def _choices(node: Any, repeats: int) -> list[str]:
    kind, value = node
    if kind is op.LITERAL:
        return [chr(value)]
    if kind is op.IN:
        return list(_members(value))
    if kind is op.ANY:
        return list(_ANY)
    if kind is op.NOT_LITERAL:
        return [c for c in _ANY if ord(c) != value]
    if kind is op.BRANCH:
        return [
            t
            for branch in value[1]
            for t in islice(_texts(list(branch), repeats), _WANTED)
        ]
    if kind is op.SUBPATTERN:
        return list(islice(_texts(list(value[-1]), repeats), _WANTED))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = value
        times = min(max(low, repeats), int(high))
        once = list(islice(_texts(list(inner), repeats), _WANTED))
        return [text * times for text in once] or [""]
    return [""]


def _members(items: Any) -> Iterator[str]:
    chosen: list[str] = []
    for kind, value in items:
        if kind is op.LITERAL:
            chosen.append(chr(value))
        elif kind is op.RANGE:
            chosen += map(chr, range(value[0], min(value[1], value[0] + 61) + 1))
        elif kind is op.CATEGORY:
            chosen += _CLASSES[value]
    if items[0][0] is op.NEGATE:
        yield from (c for c in _ANY if c not in chosen)
    else:
        yield from chosen
