"""Fields that the design no longer has, where people's code still names them."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tokenize import TokenInfo

from .members import Class, Members
from .typed import Use

Gone = tuple[int, str, str]
"""A line, the name that stands there, and the field that it may mean: `Item.note`."""


def named(
    tokens: Sequence[TokenInfo], found: Iterable[Use], members: Members
) -> list[Gone]:
    """Return each name of a removed field in a module.

    Where the object's class is not known, it is one only if the module names the entity.
    """
    removed = members.removed
    if not removed:
        return []
    lines = {each for use in found for each in _certain(use, members.classes)}
    known = {(use.row, use.start) for use in found}
    mentioned = {t.string for t in tokens if t.type == tokenize.NAME}
    about = {
        each.entity
        for name, each in members.classes.items()
        if name in mentioned or mentioned & each.words
    }
    for token, word in _mentions(tokens):
        if token.start not in known:
            fields = (f for f in removed.get(word, ()) if f.partition(".")[0] in about)
            lines |= {(token.start[0], word, field) for field in fields}
    return sorted(lines)


def _certain(use: Use, classes: Mapping[str, Class]) -> Iterator[Gone]:
    there = classes[use.class_name]
    if field := there.removed.get(use.attribute):
        yield use.row, use.attribute, f"{there.entity}.{field}"


def _mentions(tokens: Sequence[TokenInfo]) -> Iterator[tuple[TokenInfo, str]]:
    """Yield the attributes, the keywords and the whole strings of a module."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.type == tokenize.STRING:
            yield token, re.sub(r"^\w*[\"']+|[\"']+$", "", token.string)
        elif token.type == tokenize.NAME and (
            before.string == "."
            or (after.string == "=" and before.string in ("(", ","))
        ):
            yield token, token.string
