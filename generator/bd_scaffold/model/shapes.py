"""The shapes of texts with a number, which may be within what a field allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ..resolve.normal import normalised
from ..resolve.slots import Slot
from ..resolve.types import Schema
from .regex import matching_texts

_CHOICES = 20

_SHAPES = (
    "{word} {{n}}",
    "{word}-{{n}}",
    "{word}_{{n}}",
    "{word}{{n}}",
    "{upper}-{{n}}",
    "{upper}{{n}}",
    "{letter}-{{n}}",
    "{letter}{{n}}",
    "{upper_letter}-{{n}}",
    "{upper_letter}{{n}}",
    "{{n}}",
    "{{n:02}}",
    "{{n:03}}",
    "{{n:04}}",
    "{{n:06}}",
    "{{n:08}}",
    "+{{n}}",
)


def shapes(slot: Slot) -> Iterator[str]:
    """Return shapes that a text with a number may have, whether they fit or not."""
    word = slot.name.rpartition("_")[2]
    words = {"word": word, "upper": word.upper(), "letter": word[0]}
    usual = (s.format(**words, upper_letter=word[0].upper()) for s in _SHAPES)
    return chain(usual, _patterned(slot.schema))


def _patterned(schema: Schema) -> Iterator[str]:
    """Shapes that end in a number and begin as texts do that match the pattern."""
    if schema.pattern is None:
        return
    for text in _matching(schema)[:3]:
        if not {"{", "}"} & set(text):
            yield from (text[:-3] + "{n:03}", text[:-1] + "{n}", text + "{n}")


def eval_shape(shape: str, number: int) -> str:
    """Return a shape with its number filled in: `sku-{n:03}`, 7 → `sku-007`."""
    return shape.format(n=number)


def letters(number: int, width: int) -> str:
    """Return a number written in capital letters: 0 → `AAA`, 27 → `ABB`."""
    digits = (number // 26**place % 26 for place in reversed(range(width)))
    return "".join(chr(ord("A") + digit) for digit in digits)


def fits(text: str, schema: Schema) -> bool:
    """Return whether a text is within its field's limits."""
    longest = schema.max_length or len(text)
    if not (schema.min_length or 0) <= len(text) <= longest:
        return False
    if schema.normal and normalised(text, schema.normal) != text:
        return False
    return schema.pattern is None or re.search(schema.pattern, text) is not None


def fallbacks(schema: Schema) -> tuple[str, ...]:
    """Return a few texts that are within a field's limits, where no number is in them."""
    if schema.pattern is None:
        shortest = max(schema.min_length or 1, 1)
        letters_ = normalised("abcdefghijklmnopqrstuvwxyz"[:_CHOICES], schema.normal)
        return tuple(letter * shortest for letter in letters_)
    found = _matching(schema)
    if schema.normal:
        found = tuple(each for each in found if fits(each, schema))
    return found[:_CHOICES] or ("",)


def _matching(schema: Schema) -> tuple[str, ...]:
    longest = schema.max_length or 200
    return matching_texts(schema.pattern or "", schema.min_length or 0, longest)
